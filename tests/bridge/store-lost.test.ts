import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('a store that is lost', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  beforeAll(async () => {
    world = await anEdgesWorld();
    env = { ...world.environment(), PMDS_PORT: '0' };
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const folder = (): string => (env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '');
  /** Kills the service as a crash does, loses its store, and starts it again. */
  async function lose(files: readonly string[] = ['']): Promise<void> {
    bridge.child.kill('SIGKILL');
    await bridge.child.ended;
    for (const file of files) rmSync(`${folder()}/${file}`, { recursive: true, force: true });
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  }

  it('S5 takes back what it does not hold any more, says why, and says that it is new', async () => {
    const id = await world.aSync();
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_safetosend: true });
    await lose();
    const row = await until('the mark is taken back', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_safetosend'] === false ? found : null;
    });
    expect(row).toMatchObject({ pmds_contactssynced: 0, pmds_leadssynced: 0 });
    expect(row['pmds_readinessreasons']).toContain('holds nobody of this sync');
    expect(await (await fetch(`${bridge.operationsUrl}/health`)).json()).toMatchObject({ store: 'new' });
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_safetosend: true });
    expect(await (await fetch(`${bridge.operationsUrl}/health`)).json()).toMatchObject({ store: 'in use' });
  });

  it('S5 leaves the mark alone where only the intake is lost', async () => {
    const id = await world.aSync();
    await world.ended(id, await world.start(id));
    await lose(['intake.sqlite', 'intake.sqlite-wal', 'intake.sqlite-shm']);
    await sleep(5_000);
    expect(await world.row(`pmds_datasyncs(${id})`)).toMatchObject({ pmds_safetosend: true });
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_safetosend: true });
  });

  it('S6 ends the run that it does not know, and runs the next start', async () => {
    await world.admin('POST', 'faults', { kind: 'slow', match: 'contacts', count: 1_000, milliseconds: 20_000 });
    const id = await world.aSync();
    const runId = await world.start(id);
    await until('the run is on its way', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['_pmds_currentrunid_value'] === runId && found['pmds_status'] === statusValue('in-progress');
    });
    await lose();
    await world.admin('DELETE', 'faults');
    const row = await until('the run is ended', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_status'] === statusValue('failed') ? found : null;
    });
    expect(row['pmds_message']).toContain('lost its store');
    expect(await world.row(`pmds_syncruns(${runId})`)).toMatchObject({ pmds_status: statusValue('failed') });
    const traces = `pmds_errortraces?$select=pmds_reasoncode&$filter=_pmds_syncrunid_value eq ${runId} and statecode eq 0`;
    expect((await world.rows(traces)).map((trace) => trace['pmds_reasoncode'])).toEqual(['STORE_LOST']);
    expect(row['pmds_errors']).toBe(1);
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_contactssynced: 2 });
  });

  it('S6 runs a start that comes before the lost run was ended', async () => {
    await world.admin('POST', 'faults', { kind: 'slow', match: 'contacts', count: 1_000, milliseconds: 20_000 });
    const id = await world.aSync();
    const lost = await world.start(id);
    await until('the run is on its way', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['_pmds_currentrunid_value'] === lost && found['pmds_status'] === statusValue('in-progress');
    });
    await lose();
    await world.admin('DELETE', 'faults');
    const next = await world.start(id);
    expect(await world.ended(id, next)).toMatchObject({ pmds_contactssynced: 2, pmds_safetosend: true });
    expect(await world.row(`pmds_syncruns(${lost})`)).toMatchObject({ pmds_status: statusValue('failed') });
  });

  it('S5 refuses the store of another environment in words', async () => {
    await bridge.child.stop();
    const other = await world.serve({ ...env, PMDS_STORE: `sqlite:${folder()}-other` });
    await other.child.stop();
    const db = openSqlite(`${folder()}-other/ledger.sqlite`, { timeout: 5_000 });
    db.prepare("update store_identity set value = ? where name = 'organization'").run(randomUUID());
    db.prepare("update store_identity set value = 'https://elsewhere.example' where name = 'url'").run();
    db.close();
    const refused = await pmds({ ...env, PMDS_STORE: `sqlite:${folder()}-other` }, 'serve');
    rmSync(`${folder()}-other`, { recursive: true, force: true });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('belongs to the environment https://elsewhere.example');
  });
});
