import { aWorld, type World } from './server-world';

// https://learn.microsoft.com/dynamics365/developer/reference/entities/list
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const aList = (more: object = {}) => world.create('lists', { listname: 'List', createdfromcode: 2, ...more });
const aContact = (lastname = 'Member') => world.create('contacts', { lastname });
const countOf = async (list: string) =>
  (await world.call('GET', `lists(${list})?$select=membercount`)).body['membercount'];
const on = (list: string, action: string, body: object) =>
  world.call('POST', `lists(${list})/Microsoft.Dynamics.CRM.${action}`, body);
const contactOf = (contactid: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid });
const listOf = (listid: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.list', listid });

describe('static lists', () => {
  it('count members as they come and go, each once', async () => {
    const [list, contact] = [await aList(), await aContact()];
    expect((await on(list, 'AddMemberList', { EntityId: contact })).status).toBe(200);
    expect((await on(list, 'AddMemberList', { EntityId: contact })).status).toBe(200);
    expect(await countOf(list)).toBe(1);
    expect((await on(list, 'RemoveMemberList', { EntityId: contact })).status).toBe(204);
    expect(await countOf(list)).toBe(0);
    expect((await on(list, 'RemoveMemberList', { EntityId: contact })).status).toBe(404);
  });

  it('take many members at once, or none when one does not fit', async () => {
    const list = await aList();
    const members = [contactOf(await aContact()), contactOf(await aContact())];
    expect((await world.call('POST', 'AddListMembersList', { List: listOf(list), Members: members })).status).toBe(204);
    expect(await countOf(list)).toBe(2);
    const account = {
      '@odata.type': 'Microsoft.Dynamics.CRM.account',
      accountid: await world.create('accounts', { name: 'A' }),
    };
    const wrong = await world.call('POST', 'AddListMembersList', {
      List: listOf(list),
      Members: [contactOf(await aContact()), account],
    });
    expect(wrong.status).toBe(404);
    expect(await countOf(list)).toBe(2);
  });

  it('show members through the association and through listmembers', async () => {
    const [list, contact] = [await aList(), await aContact('Shown')];
    await world.call('POST', `lists(${list})/listcontact_association/$ref`, { '@odata.id': `contacts(${contact})` });
    expect(
      (await world.call('GET', `lists(${list})/listcontact_association?$select=lastname`)).body.value,
    ).toMatchObject([{ lastname: 'Shown' }]);
    const filter = encodeURIComponent(`_listid_value eq ${list}`);
    expect((await world.call('GET', `listmembers?$select=_entityid_value&$filter=${filter}`)).body.value).toMatchObject(
      [{ _entityid_value: contact }],
    );
    expect((await world.call('DELETE', `lists(${list})/listcontact_association(${contact})/$ref`)).status).toBe(204);
    expect(await countOf(list)).toBe(0);
  });

  it('lose a member whose row is deleted', async () => {
    const [list, contact] = [await aList(), await aContact()];
    await on(list, 'AddMemberList', { EntityId: contact });
    await world.call('DELETE', `contacts(${contact})`);
    const filter = encodeURIComponent(`_listid_value eq ${list}`);
    expect((await world.call('GET', `listmembers?$filter=${filter}`)).body.value).toEqual([]);
  });

  it('take nobody while they are locked', async () => {
    const list = await aList({ lockstatus: true });
    expect((await on(list, 'AddMemberList', { EntityId: await aContact() })).status).toBe(400);
  });

  it('never change what they hold', async () => {
    const list = await aList();
    await world.call('PATCH', `lists(${list})`, { createdfromcode: 4, listname: 'Renamed' });
    expect((await world.call('GET', `lists(${list})?$select=createdfromcode,listname`)).body).toMatchObject({
      createdfromcode: 2,
      listname: 'Renamed',
    });
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
describe('a list that does not fit its type', () => {
  it.each([
    ['a static one with a query', { query: '<fetch />' }, '0x8004F702', 'Query cannot be specified for a static list.'],
    [
      'a locked dynamic one',
      { type: true, lockstatus: true },
      '0x8004F703',
      'Lock Status cannot be specified for a dynamic list.',
    ],
  ])('%s is refused, when it is made and when it is changed', async (_name, values, code, message) => {
    const refused = { status: 400, body: { error: { code, message } } };
    const made = await world.call('POST', 'lists', { listname: 'List', createdfromcode: 2, ...values });
    expect(made).toMatchObject(refused);
    const list = await aList('type' in values ? { type: true } : {});
    expect(await world.call('PATCH', `lists(${list})`, values)).toMatchObject(refused);
  });
});

describe('dynamic lists', () => {
  const query =
    '<fetch distinct="true"><entity name="contact"><attribute name="fullname"/><filter><condition attribute="jobtitle" operator="eq" value="Baker"/></filter></entity></fetch>';

  it('have no members of their own', async () => {
    const list = await aList({ type: true, query });
    expect(await countOf(list)).toBeNull();
    expect((await on(list, 'AddMemberList', { EntityId: await aContact() })).status).toBe(400);
  });

  it('are copied to a locked static list of the rows they have now', async () => {
    const baker = await world.create('contacts', { lastname: 'B', jobtitle: 'Baker' });
    const list = await aList({ type: true, query });
    const { status, body } = await on(list, 'CopyDynamicListToStatic', {});
    expect(status).toBe(200);
    const copy = String(body['StaticListId']);
    expect((await world.call('GET', `lists(${copy})?$select=type,lockstatus,membercount`)).body).toMatchObject({
      type: false,
      lockstatus: true,
      membercount: 1,
    });
    expect(
      (await world.call('GET', `lists(${copy})/listcontact_association?$select=contactid`)).body.value,
    ).toMatchObject([{ contactid: baker }]);
  });
});

describe('list members', () => {
  it('are never updated', async () => {
    const [list, contact] = [await aList(), await aContact()];
    const { body } = await on(list, 'AddMemberList', { EntityId: contact });
    expect((await world.call('PATCH', `listmembers(${String(body['Id'])})`, {})).status).toBe(405);
  });
});
