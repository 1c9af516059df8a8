import { statusValue } from '@pmds/contracts/run/sync-status';
import type { Bridge } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('E5 the last good result', () => {
  let world: EdgesWorld;
  let bridge: Bridge;
  beforeAll(async () => {
    world = await anEdgesWorld();
    const env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.admin('DELETE', 'faults'));

  /** The row while its run waits for Dataverse, which has stopped answering. */
  async function onItsWay(id: string) {
    await world.admin('POST', 'faults', { kind: 'status', status: 503, match: 'contacts', count: 1_000 });
    const runId = await world.start(id);
    const active = [statusValue('in-progress'), statusValue('waiting')];
    const row = await until('the run is on its way', async () => {
      const read = await world.row(`pmds_datasyncs(${id})`);
      return read['_pmds_currentrunid_value'] === runId && active.includes(Number(read['pmds_status'])) ? read : null;
    });
    return { runId, row };
  }

  it('stays on the row while the next run goes on, and gives way to its counts at the end', async () => {
    const id = await world.aSync();
    await world.ended(id, await world.start(id));
    const { runId, row } = await onItsWay(id);
    expect(row).toMatchObject({ pmds_contactssynced: 2, pmds_leadssynced: 0, pmds_errors: 0, pmds_completedon: null });
    await world.admin('DELETE', 'faults');
    expect(await world.ended(id, runId)).toMatchObject({ pmds_contactssynced: 2, pmds_errors: 0 });
  });

  it('is nothing before the first run has ended', async () => {
    const id = await world.aSync();
    const { runId, row } = await onItsWay(id);
    expect(row['pmds_contactssynced'] ?? 0).toBe(0);
    await world.admin('DELETE', 'faults');
    expect(await world.ended(id, runId)).toMatchObject({ pmds_contactssynced: 2 });
  });
});
