import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('syncs whose row is deleted in Dataverse', () => {
  let world: EdgesWorld;
  beforeAll(async () => {
    world = await anEdgesWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  async function serving(days: string): Promise<{ readonly env: BridgeEnvironment; readonly bridge: Bridge }> {
    const env = world.environment({ PMDS_RETENTION_DAYS: days });
    const bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
    return { env, bridge };
  }
  const status = async (bridge: Bridge, token: string) =>
    (await fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}` } })).status;
  async function aLink(env: BridgeEnvironment, run: string): Promise<string> {
    const [contact] = await world.rows('contacts?$select=contactid&$top=1');
    const id = String(contact?.['contactid']);
    const { stdout, stderr } = await pmds(env, 'link', '--table', 'contact', '--id', id, '--run', run);
    if (stdout === '') throw new Error(stderr);
    return tokenOf(stdout.trim());
  }
  /** Rows of a table of the ledger that speak of a sync or run, by a reader beside the service. */
  function kept(env: BridgeEnvironment, table: string, column: string, id: string): number {
    const db = openSqlite(`${(env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '')}/ledger.sqlite`, { timeout: 5_000 });
    try {
      const row = db.prepare(`select count(*) as n from ${table} where ${column} = ?`).get(id);
      return Number((row as { readonly n: number } | undefined)?.n);
    } finally {
      db.close();
    }
  }

  it('open nothing by their links within a minute, keep what is stored for the days, and leave others alone', async () => {
    const { env, bridge } = await serving('30');
    const [deleted, inactive] = [await world.aSync(), await world.aSync()];
    const runs = { deleted: await world.start(deleted), inactive: await world.start(inactive) };
    await world.ended(deleted, runs.deleted);
    await world.ended(inactive, runs.inactive);
    const links = { deleted: await aLink(env, runs.deleted), inactive: await aLink(env, runs.inactive) };
    expect([await status(bridge, links.deleted), await status(bridge, links.inactive)]).toEqual([200, 200]);
    await world.call('PATCH', `pmds_datasyncs(${inactive})`, { statecode: 1, statuscode: 2 });
    await world.call('DELETE', `pmds_datasyncs(${deleted})`);
    await until('the link is refused', async () => (await status(bridge, links.deleted)) === 401);
    expect(await status(bridge, links.inactive)).toBe(200);
    expect(kept(env, 'run', 'data_sync_id', deleted)).toBe(1);
    expect(kept(env, 'deleted_sync', 'data_sync_id', deleted)).toBe(1);
    expect(kept(env, 'deleted_sync', 'data_sync_id', inactive)).toBe(0);
    await bridge.child.stop();
  });

  it('are purged at once with PMDS_RETENTION_DAYS=0; a person whom another sync has stays readable there', async () => {
    const { env, bridge } = await serving('0');
    const [other, deleted] = [await world.aSync(), await world.aSync()];
    const kept1 = await world.start(other);
    await world.ended(other, kept1);
    const gone = await world.start(deleted);
    await world.ended(deleted, gone);
    const [link, ofOther] = [await aLink(env, gone), await aLink(env, kept1)];
    await world.call('DELETE', `pmds_datasyncs(${deleted})`);
    await until('it is purged', () => Promise.resolve(kept(env, 'run', 'data_sync_id', deleted) === 0));
    for (const table of ['current_generation', 'deleted_sync'])
      expect(kept(env, table, 'data_sync_id', deleted)).toBe(0);
    for (const table of ['range', 'chunk_count', 'list_count', 'trace', 'outbox', 'dead_letter']) {
      expect(kept(env, table, 'run_id', gone)).toBe(0);
    }
    expect(kept(env, 'sqlite_master', 'type', 'table')).toBeGreaterThan(10);
    expect(await status(bridge, link)).toBe(401);
    expect(await status(bridge, ofOther)).toBe(200);
    expect(kept(env, 'run', 'data_sync_id', other)).toBe(1);
  });
});
