import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { checkCounts } from '@pmds/scripts/sync/check';
import { pauseLeftMs, readLedger } from '../support/ledger';
import { aDataSync, aStart, aSystem, callsSeen, theEnd } from '../support/system';
import { until } from '../support/waiting';

describe('a bridge that was told to wait', () => {
  it('N17 calls nobody before that time is over, though it was killed and started again meanwhile', async () => {
    // One page after the other, of a table large enough to be slowed: most of them are still to come.
    const slowly = {
      dataverseOptions: ['--page-ms', '500', '--dop-hint', '1'],
      bridgeEnvironment: { PMDS_PAGE_ROWS: '50' },
    };
    await using system = await aSystem(1_100, slowly);
    const run = await aStart(system, await aDataSync(system));
    await until('some pages are read', () => (readLedger(system.env, run.runId)?.pages ?? 0) >= 2);
    await askAdmin(system.dataverse.adminUrl, 'POST', 'throttle', { count: 1, retryAfter: 20 });
    await until('it keeps what it was told', () => pauseLeftMs(system.env) > 0);
    await askAdmin(system.dataverse.adminUrl, 'POST', 'page-time', { ms: 0 });
    system.bridge().child.kill('SIGKILL');
    await system.bridge().child.ended;
    const { total: before } = await callsSeen(system);
    await system.restartBridge();
    let during = before;
    await until('the time is over', async () => {
      const { total } = await callsSeen(system);
      const over = pauseLeftMs(system.env) <= 0;
      if (!over) during = total;
      return over;
    });
    expect(during).toBe(before);
    const result = await theEnd(system, run);
    expect(checkCounts(system.loaded.expected, result).filter((check) => !check.holds)).toEqual([]);
  });
});
