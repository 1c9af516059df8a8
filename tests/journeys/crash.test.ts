import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { checkCounts } from '@pmds/scripts/sync/check';
import { dropOneProfile, readLedger, type LedgerView } from '../support/ledger.js';
import { aDataSync, aStart, aSystem, theEnd, type StartedRun, type TestSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

/** Small pages that take their time, so that a run of this size has many moments to be interrupted in. */
const slowly = { dataverseOptions: ['--page-ms', '60'], bridgeEnvironment: { PMDS_PAGE_ROWS: '100' } };

async function when(
  system: TestSystem,
  run: StartedRun,
  what: string,
  reached: (ledger: LedgerView) => boolean,
): Promise<LedgerView> {
  return until(what, () => {
    const ledger = readLedger(system.env, run.runId);
    return ledger !== null && reached(ledger) ? ledger : null;
  });
}

describe('a bridge that is killed in mid-run', () => {
  it.each([
    ['after the id scan', (ledger: LedgerView) => !['claim', 'scan'].includes(ledger.phase)],
    ['after four member pages', (ledger: LedgerView) => ledger.pages >= 4],
    ['after the last member page', (ledger: LedgerView) => ledger.phase === 'verify' || ledger.phase === 'ended'],
  ])('%s ends after its return with the same counts and every Trace row once', async (point, reached) => {
    await using system = await aSystem(1_200, slowly);
    const run = await aStart(system, await aDataSync(system));
    await when(system, run, `the run is ${point}`, reached);
    system.bridge().child.kill('SIGKILL');
    await system.bridge().child.ended;
    await system.restartBridge();
    const result = await theEnd(system, run);
    expect(checkCounts(system.loaded.expected, result).filter((check) => !check.holds)).toEqual([]);
  });

  it('starts again by itself what was asked for and not begun', async () => {
    await using system = await aSystem(200, slowly);
    const run = await aStart(system, await aDataSync(system));
    // The call above has returned: from here on the start must not be lost, whatever dies.
    system.bridge().child.kill('SIGKILL');
    await system.bridge().child.ended;
    await system.restartBridge();
    const result = await theEnd(system, run);
    expect(checkCounts(system.loaded.expected, result).filter((check) => !check.holds)).toEqual([]);
  });
});

describe('a store that lost a row behind the back of the ledger', () => {
  it('CD-18 ends without Completed and says so on the row', async () => {
    // One page after the other, so slowly that the run cannot end before the row is gone.
    await using system = await aSystem(1_200, {
      ...slowly,
      dataverseOptions: ['--page-ms', '1500', '--dop-hint', '1'],
    });
    const run = await aStart(system, await aDataSync(system));
    const { generation } = await when(system, run, 'a member page is stored', (ledger) => ledger.pages >= 1);
    dropOneProfile(system.env, generation);
    await askAdmin(system.dataverse.adminUrl, 'POST', 'page-time', { ms: 0 });
    const result = await theEnd(system, run);
    expect(result.status).toBe('failed');
    expect(result.message).not.toBeNull();
    expect(result.errors).toBe(result.traces);
    expect(result.errors).toBeGreaterThan(0);
  });
});

describe('a bridge that is asked to stop in mid-run', () => {
  it('ends within ten seconds with exit code 0 and completes the run after its return', async () => {
    await using system = await aSystem(1_200, slowly);
    const run = await aStart(system, await aDataSync(system));
    await when(system, run, 'member pages are being read', (ledger) => ledger.pages >= 2);
    expect(await system.bridge().child.stop(10_000)).toEqual({ code: 0, signal: null });
    await system.restartBridge();
    const result = await theEnd(system, run);
    expect(checkCounts(system.loaded.expected, result).filter((check) => !check.holds)).toEqual([]);
  });
});
