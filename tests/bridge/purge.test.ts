import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('pmds purge beside the service', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  beforeAll(async () => {
    world = await anEdgesWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  // Each test has a store of its own.
  beforeEach(async () => {
    env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterEach(async () => {
    await bridge.child.stop();
    await world.admin('DELETE', 'faults');
  });
  const status = async (bridge: Bridge, token: string) =>
    (await fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}` } })).status;
  async function aLink(env: BridgeEnvironment, id: string, ...more: readonly string[]): Promise<string> {
    const { stdout, stderr } = await pmds(env, 'link', '--table', 'contact', '--id', id, ...more);
    if (stdout === '') throw new Error(stderr);
    return tokenOf(stdout.trim());
  }
  async function twoPeople(): Promise<readonly [string, string]> {
    const rows = await world.rows('contacts?$select=contactid&$top=2');
    const [one, other] = rows.map((row) => String(row['contactid']));
    if (one === undefined || other === undefined) throw new Error('There are no two contacts.');
    return [one, other];
  }

  it('takes a person out of the store of a service that runs; her link opens nothing, others do', async () => {
    const sync = await world.aSync();
    await world.ended(sync, await world.start(sync));
    const [ann, bob] = await twoPeople();
    const [hers, his] = await Promise.all([aLink(env, ann), aLink(env, bob)]);
    expect([await status(bridge, hers), await status(bridge, his)]).toEqual([200, 200]);
    const { code, stdout } = await pmds(env, 'purge', '--person', ann);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^Purged of the contact or lead ${ann}: 1 profile, `)) as unknown,
    });
    expect([await status(bridge, hers), await status(bridge, his)]).toEqual([401, 200]);
    await until('the row promises her no more', async () => {
      const row = await world.row(`pmds_datasyncs(${sync})`);
      return row['pmds_safetosend'] === false;
    });
    // It is not hers to be stored again by that link, and it is the sync's to store her by a run.
    expect(await pmds(env, 'purge', '--person', ann, '--dry-run')).toMatchObject({ code: 1, stdout: '' });
    await world.ended(sync, await world.start(sync));
    expect((await pmds(env, 'purge', '--person', ann, '--dry-run')).code).toBe(0);
  });

  it('takes a sync out, refuses while a run of it is on its way and names that run', async () => {
    const sync = await world.aSync();
    const [ann] = await twoPeople();
    const first = await world.start(sync);
    await world.ended(sync, first);
    const link = await aLink(env, ann, '--run', first);
    const told = { kind: 'status', status: 429, retryAfter: '600', count: 1, match: 'contacts?' };
    const fired = async () => ((await world.admin('GET', 'faults')) as { readonly fired: number }).fired;
    const before = await fired();
    await world.admin('POST', 'faults', told);
    const second = await world.start(sync);
    // It stays there: what it asked for was answered with a wait of ten minutes.
    await until('a run of it is on its way', async () => (await fired()) > before);
    const held = await pmds(env, 'purge', '--sync', sync);
    expect(held.code).toBe(1);
    expect(held.stdout).toBe('');
    expect(held.stderr).toContain(`nothing was purged: ${second}`);
    expect((await pmds(env, 'cancel', '--run', second)).code).toBe(0);
    await world.ended(sync, second);
    expect(await status(bridge, link)).toBe(200);
    const { code, stdout } = await pmds(env, 'purge', '--sync', sync);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Purged of the sync .*: 2 runs, 2 profiles, .*Links made for its runs/) as unknown,
    });
    expect(await status(bridge, link)).toBe(401);
    expect(await pmds(env, 'purge', '--sync', sync)).toMatchObject({ code: 1, stdout: '' });
  });

  it('does now what retention would do later, when Dataverse says that the sync is deleted', async () => {
    const [deleted, other] = [await world.aSync(), await world.aSync()];
    for (const sync of [deleted, other]) await world.ended(sync, await world.start(sync));
    await world.call('DELETE', `pmds_datasyncs(${deleted})`);
    // A service looks for deleted syncs when it starts, and each half a minute.
    await bridge.child.stop();
    bridge = await world.serve(env);
    await until('it is noticed', () => Promise.resolve(noticed(env) === 1));
    await bridge.child.stop();
    expect(await pmds(env, 'purge')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing is due/) as unknown,
    });
    const at = { ...env, PMDS_RETENTION_DAYS: '0' };
    const dry = await pmds(at, 'purge', '--dry-run');
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Stored of the sync ${deleted}: 1 run, 2 profiles`) as unknown,
    });
    const away = await pmds({ ...at, PMDS_CLIENT_SECRET: 'not-the-secret-of-this-user' }, 'purge');
    expect(away).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('nothing was purged') as unknown,
    });
    const done = await pmds(at, 'purge');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain(`Purged of the sync ${deleted}`);
    expect(done.stdout).not.toContain(other);
    expect(noticed(env)).toBe(0);
    expect((await pmds(at, 'purge', '--sync', other, '--dry-run')).code).toBe(0);
  });
});

function noticed(env: BridgeEnvironment): number {
  const db = openSqlite(`${(env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '')}/ledger.sqlite`, { timeout: 5_000 });
  try {
    const row = db.prepare('select count(*) as n from deleted_sync').get();
    return Number((row as { readonly n: number } | undefined)?.n);
  } finally {
    db.close();
  }
}
