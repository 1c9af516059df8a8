import { randomUUID } from 'node:crypto';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

/** The brake over real HTTP: Custom API, webhook, worker, rows. */
let world: EdgesWorld;
let list: string;
const failed = 742_100_006;
const completed = 742_100_004;

beforeAll(async () => {
  world = await anEdgesWorld();
  const env = world.environment();
  const bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  const [found] = await world.rows('lists?$select=listid&$filter=createdfromcode eq 2');
  list = String(found?.['listid']);
});
afterAll(() => world[Symbol.asyncDispose]());

async function start(id: string, parameters: Record<string, unknown>): Promise<string> {
  const runId = randomUUID();
  const action = `pmds_datasyncs(${id})/Microsoft.Dynamics.CRM.pmds_StartSync`;
  await world.call('POST', action, { RunId: runId, ...parameters });
  return runId;
}

/** Takes everybody off the list, by the message that the platform's own button sends. */
async function emptyTheList(): Promise<void> {
  for (const { contactid } of await world.rows('contacts?$select=contactid')) {
    await world.call('POST', `lists(${list})/Microsoft.Dynamics.CRM.RemoveMemberList`, { EntityId: contactid });
  }
}

describe('the brake', () => {
  it('K6 stops, stays stopped when the start is repeated or asked for by the row, and lets go when it is confirmed', async () => {
    const id = await world.aSync();
    await world.ended(id, await start(id, {}));
    await emptyTheList();
    const first = await start(id, {});
    expect((await world.ended(id, first))['pmds_status']).toBe(failed);
    const second = await start(id, {});
    expect((await world.ended(id, second))['pmds_status']).toBe(failed);
    const run = await world.row(`pmds_syncruns(${second})`);
    expect(JSON.parse(String(run['pmds_counts']))).toMatchObject({
      brake: {
        findings: expect.arrayContaining([
          expect.objectContaining({ of: 'list', before: 2, now: 0 }),
          { of: 'all', before: 2, now: 0 },
        ]) as unknown,
      },
    });
    // The run before the last one is not what was shown last.
    const third = await start(id, { Confirm: first });
    expect((await world.ended(id, third))['pmds_status']).toBe(failed);
    const last = await start(id, { Confirm: third });
    expect((await world.ended(id, last))['pmds_status']).toBe(completed);
  });

  it.each([
    ['RunType', 742_100_003],
    ['Trigger', 742_100_001],
  ])('K6 a start that asks for %s is refused on the row in words, not carried out in part', async (name, value) => {
    const id = await world.aSync();
    const runId = await start(id, { [name]: value });
    const row = await world.ended(id, runId);
    expect(row['pmds_status']).toBe(failed);
    expect(row['pmds_message']).toContain(`The start names "${name}"`);
    const traces = await world.rows(`pmds_errortraces?$filter=_pmds_datasyncid_value eq ${id}`);
    expect(traces).toMatchObject([{ pmds_reasoncode: 'START_REFUSED' }]);
  });

  it('K6 Dataverse itself lets no confirmation through that is no GUID', async () => {
    const id = await world.aSync();
    await expect(start(id, { Confirm: 'yes' })).rejects.toMatchObject({ status: 400 });
  });
});
