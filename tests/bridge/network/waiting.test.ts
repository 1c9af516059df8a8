import { anEdgesWorld, type EdgesWorld } from '../edges-world';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { until } from '../../support/waiting';

let world: EdgesWorld;
beforeAll(async () => {
  world = await anEdgesWorld();
  // Pages of a small table are answered at once, whatever the page time: this one is large enough to be slowed.
  await world.admin('POST', 'generate', { contacts: 1_100, leads: 0, columns: 5 });
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a run that was told to wait', () => {
  it('K14 S3 says so at once, who asked and until when, and goes on at its end', async () => {
    await world.serve(world.environment());
    const id = await world.aSync();
    const fired = async () => ((await world.admin('GET', 'faults')) as { readonly fired: number }).fired;
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_requestedon: new Date().toISOString() });
    // A page of members, once the row has been claimed: what a claim asks is told before there is a row to tell it on.
    await world.admin('POST', 'page-time', { ms: 1_500 });
    await until('the row is claimed', async () => {
      const { pmds_status: status } = await world.row(`pmds_datasyncs(${id})`);
      return status === statusValue('in-progress');
    });
    await world.admin('POST', 'faults', {
      kind: 'status',
      status: 429,
      retryAfter: '20',
      count: 1,
      match: 'contacts?',
    });
    await until('the refusal was said', async () => (await fired()) === 1);
    await world.admin('POST', 'page-time', { ms: 0 });
    const waiting = await until('the row says that it waits', async () => {
      const row = await world.row(`pmds_datasyncs(${id})`);
      return row['pmds_status'] === statusValue('waiting') ? row : null;
    });
    const said = /^Waiting until (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC: Dataverse asks to wait: /;
    const [, day = '', time = ''] = said.exec(String(waiting['pmds_message'])) ?? [];
    const end = Date.parse(`${day}T${time}Z`);
    // Said while it waits, not when the wait is over.
    expect(Date.now()).toBeLessThan(end);
    await until('the row says that it goes on', async () => {
      const { pmds_status: status } = await world.row(`pmds_datasyncs(${id})`);
      return status !== statusValue('waiting');
    });
    // It is said in whole seconds.
    expect(Date.now()).toBeGreaterThanOrEqual(end - 1_000);
  });
});
