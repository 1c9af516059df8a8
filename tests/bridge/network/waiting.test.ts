import { anEdgesWorld, type EdgesWorld } from '../edges-world';
import { statusValue } from '@pmds/contracts/sync-status';
import { until } from '../../support/waiting';

let world: EdgesWorld;
beforeAll(async () => {
  world = await anEdgesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a run that was told to wait', () => {
  it('K14 S3 says so within two seconds, who asked and until when, and goes on within two of its end', async () => {
    await world.serve(world.environment());
    const id = await world.aSync();
    // The first page, once the row has been claimed.
    await world.admin('POST', 'faults', {
      kind: 'status',
      status: 429,
      retryAfter: '9',
      count: 1,
      match: 'listmembers',
    });
    const fired = async () => ((await world.admin('GET', 'faults')) as { readonly fired: number }).fired;
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_requestedon: new Date().toISOString() });
    await until('the refusal was said', async () => (await fired()) === 1);
    const begun = Date.now();
    const waiting = await until('the row says that it waits', async () => {
      const row = await world.row(`pmds_datasyncs(${id})`);
      return row['pmds_status'] === statusValue('waiting') ? row : null;
    });
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(waiting['pmds_message']).toMatch(
      /^Waiting until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: Dataverse asks to wait: /,
    );
    const end = begun + 9_000;
    await until('the row says that it goes on', async () => {
      const { pmds_status: status } = await world.row(`pmds_datasyncs(${id})`);
      return status !== statusValue('waiting');
    });
    expect(Date.now()).toBeGreaterThan(end - 500);
    expect(Date.now()).toBeLessThan(end + 2_000);
  });
});
