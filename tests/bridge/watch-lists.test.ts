import { randomUUID } from 'node:crypto';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('CD-27 safe to send', () => {
  let world: EdgesWorld;
  beforeAll(async () => {
    world = await anEdgesWorld();
    const env = world.environment();
    const bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is true right after a clean run, turns false by itself once a member is added to a list, and true again by a run', async () => {
    const [listid, contactid] = [randomUUID(), randomUUID()];
    await world.call('POST', 'lists', { listid, listname: 'Growing', type: false, createdfromcode: 2 });
    const id = await world.aSync();
    await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, {
      '@odata.id': `${world.dataverse.url}lists(${listid})`,
    });
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_safetosend: true });

    await world.call('POST', 'contacts', { contactid, lastname: 'Joiner', emailaddress1: 'joiner@example.org' });
    await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
    const row = await until('the mark is taken back', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_safetosend'] === false ? found : null;
    });
    expect(row['pmds_readiness']).toContain('"Growing" has 1 member more than when it was synced (not ready: 1)');

    const again = await world.ended(id, await world.start(id));
    expect(again).toMatchObject({ pmds_safetosend: true, pmds_contactssynced: 3 });
  });
});
