import { randomUUID } from 'node:crypto';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

/** `ListIds` of `pmds_StartSync` over real HTTP: Custom API, webhook, worker, rows. */
const [completed, failed] = [742_100_004, 742_100_006];
let world: EdgesWorld;
beforeAll(async () => {
  world = await anEdgesWorld();
  const env = world.environment();
  const bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
});
afterAll(() => world[Symbol.asyncDispose]());

/** A new contact on a new static list of the sync. */
async function aList(sync: string, name: string): Promise<{ readonly list: string; readonly contact: string }> {
  const [list, contact] = [randomUUID(), await aContact(name)];
  await world.call('POST', 'lists', { listid: list, listname: name, createdfromcode: 2, type: false });
  const related = { '@odata.id': `${world.dataverse.url}lists(${list})` };
  await world.call('POST', `pmds_datasyncs(${sync})/pmds_datasync_list/$ref`, related);
  await join(list, contact);
  return { list, contact };
}

async function aContact(name: string): Promise<string> {
  const contact = randomUUID();
  const emailaddress1 = `${contact}@example.org`;
  await world.call('POST', 'contacts', { contactid: contact, firstname: name, lastname: 'Example', emailaddress1 });
  return contact;
}

const join = (list: string, contact: string) =>
  world.call('POST', `lists(${list})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contact });

async function run(sync: string, listIds?: readonly string[]) {
  const runId = randomUUID();
  const parameters = { RunId: runId, ...(listIds === undefined ? {} : { ListIds: listIds }) };
  await world.call('POST', `pmds_datasyncs(${sync})/Microsoft.Dynamics.CRM.pmds_StartSync`, parameters);
  const row = await world.ended(sync, runId);
  return { row, run: await world.row(`pmds_syncruns(${runId})`) };
}

describe('a start over some lists', () => {
  it('reads these alone; the others keep their members, and the run says what it covered', async () => {
    const sync = await world.aSync();
    const spring = await aList(sync, 'Spring guests');
    const autumn = await aList(sync, 'Autumn guests');
    const all = await run(sync);
    expect(all.row).toMatchObject({ pmds_status: completed, pmds_contactssynced: 4, pmds_safetosend: true });
    expect(all.run['pmds_scope']).toBe('All lists');

    await join(spring.list, await aContact('Joined spring'));
    await join(autumn.list, await aContact('Joined autumn'));
    const some = await run(sync, [spring.list]);
    expect(some.row).toMatchObject({ pmds_status: completed, pmds_contactssynced: 5 });
    expect(some.run).toMatchObject({
      pmds_scope: 'Spring guests',
      pmds_contactmembers: 5,
      pmds_runtype: 'Incremental',
    });
    expect(some.run['pmds_message']).toContain('This run covered 1 of 3 marketing lists with 2 members');
    // Somebody is on a list that it did not cover and is not stored: nobody must send to all of them.
    expect(some.row['pmds_safetosend']).toBe(false);
    expect(some.row['pmds_readinessreasons']).toContain('marketing list "Autumn guests" has 1 member more');

    const rest = await run(sync, [autumn.list]);
    expect(rest.row).toMatchObject({ pmds_status: completed, pmds_contactssynced: 6, pmds_safetosend: true });
  });

  it('covers all of them with a warning where none has been read before', async () => {
    const sync = await world.aSync();
    const { list } = await aList(sync, 'First of all');
    const first = await run(sync, [list]);
    expect(first.row).toMatchObject({ pmds_status: completed, pmds_contactssynced: 3 });
    expect(first.run['pmds_scope']).toBe('All lists: no run of this sync has completed here yet');
    const traces = await world.rows(`pmds_errortraces?$filter=_pmds_datasyncid_value eq ${sync}`);
    expect(traces).toMatchObject([{ pmds_reasoncode: 'SCOPE_WIDENED', pmds_severity: 'Warning' }]);
  });

  it.each([
    ['a list that is none of the sync', [randomUUID()]],
    ['no list', []],
  ])('is refused on the row in words where it names %s', async (_, listIds) => {
    const sync = await world.aSync();
    await run(sync);
    const refused = await run(sync, listIds);
    expect(refused.row['pmds_status']).toBe(failed);
    expect(refused.row['pmds_message']).toContain('ListIds');
    for (const id of listIds) expect(refused.row['pmds_message']).toContain(id);
    expect(refused.row['pmds_contactssynced']).toBe(2);
  });
});
