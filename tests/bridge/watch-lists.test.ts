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

  async function aContact(more: object = {}): Promise<string> {
    const contactid = randomUUID();
    await world.call('POST', 'contacts', {
      contactid,
      lastname: 'Somebody',
      emailaddress1: `${contactid}@example.org`,
      ...more,
    });
    return contactid;
  }
  const put = (listid: string, EntityId: string) =>
    world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId });

  /** A sync of one list of its own that has just become safe to send. */
  async function synced(list: object, members: readonly string[], columns: object = {}) {
    const listid = randomUUID();
    await world.call('POST', 'lists', { listid, listname: 'Own', type: false, createdfromcode: 2, ...list });
    for (const member of members) await put(listid, member);
    const id = await world.aSync(columns as never);
    for (const { listid: other } of await world.rows(`pmds_datasyncs(${id})/pmds_datasync_list?$select=listid`)) {
      await world.call('DELETE', `pmds_datasyncs(${id})/pmds_datasync_list(${String(other)})/$ref`);
    }
    await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, {
      '@odata.id': `${world.dataverse.url}lists(${listid})`,
    });
    const run = await world.start(id);
    expect(await world.ended(id, run)).toMatchObject({ pmds_safetosend: true });
    return { id, listid };
  }
  const takenBack = async (id: string): Promise<string> => {
    const row = await until('the mark is taken back', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_safetosend'] === false ? found : null;
    });
    return String(row['pmds_readinessreasons']);
  };

  it('is true right after a clean run, turns false by itself once a member is added to a list, and true again by a run', async () => {
    const { id, listid } = await synced({ listname: 'Growing' }, [await aContact()]);
    await put(listid, await aContact());
    expect(await takenBack(id)).toContain('"Growing" has 1 member more than when it was synced (not ready: 1)');
    expect(await world.ended(id, await world.start(id))).toMatchObject({
      pmds_safetosend: true,
      pmds_contactssynced: 2,
    });
  });

  it('K3 is taken back when one member is added and another removed, so that their number stays', async () => {
    const leaver = await aContact();
    const { id, listid } = await synced({ listname: 'Swapped' }, [leaver, await aContact()]);
    const joiner = await aContact();
    await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.RemoveMemberList`, { EntityId: leaver });
    await put(listid, joiner);
    expect(await takenBack(id)).toContain('"Swapped" has other members than when it was synced');
  });

  it.each([
    ['deactivated', (id: string) => world.call('PATCH', `lists(${id})`, { statecode: 1, statuscode: 1 })],
    ['deleted', (id: string) => world.call('DELETE', `lists(${id})`)],
  ])('K3 is taken back when its list is %s', async (how, change) => {
    const { id, listid } = await synced({ listname: 'Changing' }, [await aContact()]);
    await change(listid);
    expect(await takenBack(id)).toMatch(new RegExp(`"Changing" was .*${how}`));
  });

  it('K3 is taken back when fields are added to the selection', async () => {
    const { id } = await synced({}, [await aContact()]);
    const fields = { version: 1, contact: ['firstname', 'emailaddress1', 'jobtitle'], lead: [] };
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_fields: JSON.stringify(fields) });
    expect(await takenBack(id)).toContain('fields of contact were added that are not synced yet: jobtitle');
  });

  it.each(['static', 'dynamic'])(
    'K3 is taken back when another primary contact is chosen for an account on a %s list',
    async (kind) => {
      const [accountid, name] = [randomUUID(), `Firm ${kind}`];
      const bind = (contact: string) => ({ 'primarycontactid@odata.bind': `/contacts(${contact})` });
      await world.call('POST', 'accounts', { accountid, name, ...bind(await aContact()) });
      const query = `<fetch><entity name="account"><filter><condition attribute="name" operator="eq" value="${name}"/></filter></entity></fetch>`;
      const dynamic = kind === 'dynamic';
      const list = { listname: 'Firms', createdfromcode: 1, type: dynamic, ...(dynamic ? { query } : {}) };
      const { id } = await synced(list, dynamic ? [] : [accountid]);
      await world.call('PATCH', `accounts(${accountid})`, bind(await aContact()));
      expect(await takenBack(id)).toContain(
        'another primary contact was chosen for an account on marketing list "Firms"',
      );
    },
  );

  it('K13 is never said of a list that is deleted while it is read: the run fails by its name', async () => {
    const { id, listid } = await synced({ listname: 'Vanishing' }, [await aContact(), await aContact()]);
    const before = (await world.row(`pmds_datasyncs(${id})`))['pmds_contactssynced'];
    expect(before).toBe(2);
    await world.admin('POST', 'triggers', {
      when: { table: 'contact', memberPage: 1, phase: 'after' },
      then: [{ delete: { table: 'list', ids: [listid] } }],
    });
    const row = await world.ended(id, await world.start(id));
    expect(row).toMatchObject({ pmds_status: 742100006, pmds_safetosend: false });
    expect(row['pmds_message']).toContain('marketing list "Vanishing" was removed from the sync or deleted');
  });
});
