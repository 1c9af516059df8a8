import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from '../edges-world';

/** A wait that no test could sit out: whoever ends before it did not wait for its end. */
const tenMinutes = '600';

describe('S3 a run that was told to wait ten minutes', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  beforeAll(async () => {
    world = await anEdgesWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  // A store of its own: the pause that one service was told is kept there.
  beforeEach(async () => {
    env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterEach(async () => {
    await bridge.child.stop();
    await world.admin('DELETE', 'faults');
  });

  /** Starts a run that is told to wait by the answer to a request that is like `match`. */
  async function waiting(match: string, afterMatches = 0): Promise<{ readonly sync: string; readonly run: string }> {
    const sync = await world.aSync();
    const fired = async () => ((await world.admin('GET', 'faults')) as { readonly fired: number }).fired;
    const before = await fired();
    const fault = { kind: 'status', status: 429, retryAfter: tenMinutes, count: 1, match, afterMatches };
    await world.admin('POST', 'faults', fault);
    const run = await world.start(sync);
    await until('it is told to wait', async () => (await fired()) > before);
    return { sync, run };
  }
  const cancelled = (sync: string) =>
    until('the row says that it was cancelled', async () => {
      const row = await world.row(`pmds_datasyncs(${sync})`);
      return row['pmds_status'] === statusValue('cancelled') ? row : null;
    });

  it.each([
    ['while it reads members', 'contacts?', 0],
    ['during its claim', 'EntityDefinitions', 0],
    ['while it verifies', 'contacts?', 1],
  ])('ends at once when it is cancelled %s', async (_, match, afterMatches) => {
    const { sync, run } = await waiting(match, afterMatches);
    expect((await pmds(env, 'cancel', '--run', run)).code).toBe(0);
    const row = await cancelled(sync);
    expect(row['pmds_safetosend']).not.toBe(true);
    expect(row['pmds_message']).toMatch(/cancelled/i);
  });

  it('keeps no form waiting, is let go by a stop, and is cancelled by the service that comes after', async () => {
    const first = await world.aSync();
    await world.ended(first, await world.start(first));
    const [contact] = await world.rows('contacts?$select=contactid&$top=1');
    const { stdout } = await pmds(env, 'link', '--table', 'contact', '--id', String(contact?.['contactid']));
    const { sync, run } = await waiting('EntityDefinitions');
    const headers = { authorization: `Bearer ${tokenOf(stdout.trim())}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${bridge.url}/v1/prefill`, { headers })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    // Nor does whoever writes the store: a form reads beside it.
    const ledger = openSqlite(join((env['PMDS_STORE'] ?? '').replace(/^sqlite:/, ''), 'ledger.sqlite'), {
      timeout: 20_000,
    });
    ledger.exec('begin immediate');
    const busy = await Promise.all(Array.from({ length: 20 }, () => fetch(`${bridge.url}/v1/prefill`, { headers })));
    ledger.exec('rollback');
    ledger.close();
    expect(busy.map(({ status }) => status)).toEqual(busy.map(() => 200));
    await bridge.child.stop();
    bridge = await world.serve(env);
    // The pause is known to it, and so is the run.
    expect((await pmds(env, 'cancel', '--run', run)).code).toBe(0);
    await cancelled(sync);
  });

  it('keeps no form waiting that has to ask Dataverse itself', async () => {
    const first = await world.aSync();
    await world.ended(first, await world.start(first));
    const person = { contactid: randomUUID(), firstname: 'Ada', emailaddress1: 'ada@example.com', statecode: 0 };
    await world.admin('POST', 'rows/contact', [person]);
    const { stdout } = await pmds(env, 'link', '--table', 'contact', '--id', person.contactid);
    const { sync, run } = await waiting('EntityDefinitions');
    const headers = { authorization: `Bearer ${tokenOf(stdout.trim())}` };
    const answer = await fetch(`${bridge.url}/v1/prefill`, { headers, signal: AbortSignal.timeout(60_000) });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).toContain('Ada');
    // No run is left for the service of another test.
    expect((await pmds(env, 'cancel', '--run', run)).code).toBe(0);
    await cancelled(sync);
  });
});
