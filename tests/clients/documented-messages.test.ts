import { anOrganisation, mark, type Organisation } from './support/organisation';

/** Functions, actions, bulk messages, marketing lists and change tracking, each as its page documents it. */
let organisation: Organisation;
beforeAll(async () => (organisation = await anOrganisation()));
afterAll(() => organisation.close());

const crm = 'Microsoft.Dynamics.CRM';
const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const context = (name: string): string => `${organisation.url}$metadata#${crm}.${name}`;

describe('web-api-functions-actions-sample', () => {
  it.each(['WhoAmI', 'WhoAmI()'])('GET %s', async (name) => {
    const answer = await organisation.call('GET', name);
    expect(answer.json).toEqual({
      '@odata.context': context('WhoAmIResponse'),
      BusinessUnitId: guid,
      UserId: guid,
      OrganizationId: guid,
    });
    expect(answer.headers['x-ms-dop-hint']).toMatch(/^\d+$/);
  });

  it('RetrieveCurrentOrganization with an enumeration as parameter', async () => {
    const answer = await organisation.call(
      'GET',
      `RetrieveCurrentOrganization(AccessType=@p1)?@p1=${crm}.EndpointAccessType'Default'`,
    );
    expect(answer.json).toMatchObject({
      '@odata.context': context('RetrieveCurrentOrganizationResponse'),
      Detail: { OrganizationId: guid, State: 'Enabled', Endpoints: { Keys: expect.any(Array) as unknown[] } },
    });
  });

  it.each(['EntityNames=@p1)?@p1=["account"]', "EntityNames=['account'])"])(
    'RetrieveTotalRecordCount(%s',
    async (parameters) => {
      const answer = await organisation.call('GET', `RetrieveTotalRecordCount(${parameters}`);
      expect(answer.json).toMatchObject({
        '@odata.context': context('RetrieveTotalRecordCountResponse'),
        EntityRecordCountCollection: {
          Count: 1,
          IsReadOnly: false,
          Keys: ['account'],
          Values: [expect.any(Number) as number],
        },
      });
    },
  );

  it('an unknown name: 404 0x8006088a naming the segment', async () => {
    expect(await organisation.call('POST', 'Nothing_Such', { body: {} })).toMatchObject({
      status: 404,
      json: { error: { code: '0x8006088a', message: "Resource not found for the segment 'Nothing_Such'." } },
    });
  });
});

describe('custom-api: pmds_StartSync', () => {
  let path: string;
  beforeAll(async () => {
    path = `pmds_datasyncs(${await organisation.create('pmds_datasyncs', { pmds_name: mark })})`;
  });

  it.each(['', '()'])('bound call with the namespace%s: 204, with and without a body', async (brackets) => {
    const url = `${path}/${crm}.pmds_StartSync${brackets}`;
    const empty = await organisation.call('POST', url, { headers: { 'Content-Length': '0' } });
    expect(empty).toMatchObject({ status: 204, text: '' });
    const body = { RunId: crypto.randomUUID() };
    expect(await organisation.call('POST', url, { body })).toMatchObject({ status: 204, text: '' });
  });

  it('without the namespace: 400 with the documented sentence', async () => {
    expect(await organisation.call('POST', `${path}/pmds_StartSync`, { body: {} })).toMatchObject({
      status: 400,
      json: { error: { message: expect.stringContaining('Request message has unresolved parameters') as string } },
    });
  });

  it('a parameter of another type or an unknown one: 400', async () => {
    for (const body of [{ RunId: 1 }, { Nothing: 'x' }]) {
      expect((await organisation.call('POST', `${path}/${crm}.pmds_StartSync`, { body })).status).toBe(400);
    }
  });
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations */
describe('bulk-operations', () => {
  const target = (more: object): object => ({ '@odata.type': `${crm}.contact`, ...more });

  it('CreateMultiple answers Ids in order; UpdateMultiple and UpsertMultiple 204', async () => {
    const Targets = [target({ lastname: `${mark} 1` }), target({ lastname: `${mark} 2` })];
    const created = await organisation.call('POST', `contacts/${crm}.CreateMultiple`, { body: { Targets } });
    expect(created.json).toEqual({ '@odata.context': context('CreateMultipleResponse'), Ids: [guid, guid] });
    const [first = '', second = ''] = created.json['Ids'] as string[];
    organisation.remember('contacts', first);
    organisation.remember('contacts', second);
    const row = await organisation.call('GET', `contacts(${second})?$select=lastname`);
    expect(row.json['lastname']).toBe(`${mark} 2`);
    const update = {
      Targets: [target({ contactid: first, jobtitle: 'a' }), target({ contactid: second, jobtitle: 'b' })],
    };
    expect(await organisation.call('POST', `contacts/${crm}.UpdateMultiple`, { body: update })).toMatchObject({
      status: 204,
    });
    const upsert = { Targets: [target({ '@odata.id': `contacts(${first})`, jobtitle: 'c' })] };
    expect((await organisation.call('POST', `contacts/${crm}.UpsertMultiple`, { body: upsert })).status).toBeLessThan(
      300,
    );
    expect((await organisation.call('GET', `contacts(${first})?$select=jobtitle`)).json['jobtitle']).toBe('c');
  });

  it('is all or nothing', async () => {
    const Targets = [target({ lastname: `${mark} undone` }), target({ lastname: 'x'.repeat(51) })];
    const failed = await organisation.call('POST', `contacts/${crm}.CreateMultiple`, { body: { Targets } });
    expect(failed).toMatchObject({ status: 400, json: { error: { code: '0x80044331' } } });
    const left = await organisation.call('GET', `contacts/$count?$filter=lastname%20eq%20'${mark}%20undone'`);
    expect(left.text).toBe('0');
  });
});

/** https://learn.microsoft.com/dynamics365/developer/reference/entities/list, …/listmember */
describe('marketing lists', () => {
  it('static: members come by AddMemberList and AddListMembersList, once each, and go by RemoveMemberList', async () => {
    const list = await organisation.create('lists', { listname: mark, type: false, createdfromcode: 2 });
    const contact = await organisation.create('contacts', { lastname: mark });
    const added = await organisation.call('POST', `lists(${list})/${crm}.AddMemberList`, {
      body: { EntityId: contact },
    });
    expect(added.json).toMatchObject({ '@odata.context': context('AddMemberListResponse') });
    const body = {
      List: { '@odata.type': `${crm}.list`, listid: list },
      Members: [{ '@odata.type': `${crm}.contact`, contactid: contact }],
    };
    expect((await organisation.call('POST', 'AddListMembersList', { body })).status).toBe(204);
    const members = `listmembers?$select=entitytype,_entityid_value&$filter=_listid_value%20eq%20${list}`;
    expect((await organisation.call('GET', members)).json.value).toMatchObject([
      { entitytype: 'contact', _entityid_value: contact },
    ]);
    const row = await organisation.call(
      'GET',
      `lists(${list})?$select=membercount,donotsendonoptout,ignoreinactivelistmembers`,
    );
    expect(row.json).toMatchObject({ membercount: 1, donotsendonoptout: true, ignoreinactivelistmembers: true });
    await organisation.call('POST', `lists(${list})/${crm}.RemoveMemberList`, { body: { EntityId: contact } });
    expect((await organisation.call('GET', members)).json.value).toEqual([]);
  });

  it('a list member can be neither retrieved by its id nor updated', async () => {
    const list = await organisation.create('lists', { listname: mark, type: false, createdfromcode: 2 });
    const contact = await organisation.create('contacts', { lastname: mark });
    await organisation.call('POST', `lists(${list})/${crm}.AddMemberList`, { body: { EntityId: contact } });
    const [member] =
      (await organisation.call('GET', `listmembers?$select=listmemberid&$filter=_listid_value%20eq%20${list}`)).json
        .value ?? [];
    const path = `listmembers(${String(member?.['listmemberid'])})`;
    expect((await organisation.call('GET', path)).status).toBeGreaterThanOrEqual(400);
    expect((await organisation.call('PATCH', path, { body: { entitytype: 'lead' } })).status).toBeGreaterThanOrEqual(
      400,
    );
  });

  it('dynamic: no members of its own; its copy is static and locked', async () => {
    await organisation.create('contacts', { lastname: `${mark} dynamic` });
    const list = await organisation.create('lists', {
      listname: mark,
      type: true,
      createdfromcode: 2,
      query: `<fetch><entity name="contact"><attribute name="fullname"/><filter><condition attribute="lastname" operator="eq" value="${mark} dynamic"/></filter></entity></fetch>`,
    });
    const members = await organisation.call('GET', `listmembers/$count?$filter=_listid_value%20eq%20${list}`);
    expect(members.text).toBe('0');
    const copied = await organisation.call('POST', `lists(${list})/${crm}.CopyDynamicListToStatic`, { body: {} });
    const copy = String(copied.json['StaticListId']);
    organisation.remember('lists', copy);
    const row = await organisation.call('GET', `lists(${copy})?$select=type,lockstatus,membercount`);
    expect(row.json).toMatchObject({ type: false, lockstatus: true, membercount: 1 });
  });
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems */
describe('use-change-tracking-synchronize-data-external-systems', () => {
  const track = { Prefer: 'odata.track-changes' };

  it('a first read with its deltaLink, then changed rows before deleted ones, and the next deltaLink', async () => {
    const gone = await organisation.create('accounts', { name: `${mark} gone` });
    const first = await organisation.call('GET', 'accounts?$select=name', { headers: track });
    expect(first.headers['preference-applied']).toBe('odata.track-changes');
    const link = first.json['@odata.deltaLink'] ?? '';
    expect(link).toMatch(/\/accounts\?\$select=name&\$deltatoken=\d+%21\d\d%2f\d\d%2f\d{4}%20\d\d%3a\d\d%3a\d\d$/);
    const made = await organisation.create('accounts', { name: `${mark} made` });
    await organisation.call('DELETE', `accounts(${gone})`);
    const second = await organisation.call('GET', link);
    expect(second.json).toEqual({
      '@odata.context': `${organisation.url}$metadata#accounts(name)/$delta`,
      value: [
        { '@odata.etag': expect.any(String) as string, name: `${mark} made`, accountid: made },
        { '@odata.context': `${organisation.url}$metadata#accounts/$deletedEntity`, id: gone, reason: 'deleted' },
      ],
      '@odata.deltaLink': expect.stringContaining('$deltatoken=') as string,
    });
    const token = link.slice(link.indexOf('$deltatoken='));
    expect((await organisation.call('GET', `accounts/$count?${token}`)).text).toBe('2');
  });

  it.each([
    ['filter', "$filter=name%20eq%20'x'"],
    ['orderby', '$orderby=name'],
    ['expand', '$expand=primarycontactid($select=fullname)'],
    ['top', '$top=1'],
  ])('refuses $%s with the documented sentence', async (name, option) => {
    const answer = await organisation.call('GET', `accounts?$select=name&${option}`, { headers: track });
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { message: `The "${name}" query parameter isn't supported when Change Tracking is enabled.` } },
    });
  });
});
