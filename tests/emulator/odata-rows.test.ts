import { read } from '@pmds/emulator/odata/read';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import type { QueryContext } from '@pmds/emulator/query/caller';
import { aStore, contextOf, id, insertContacts, userId, valueOf } from './data-world';

const root = 'http://127.0.0.1:5000/api/data/v9.2/';
const store = aStore();
const [adventure, blue] = [id('a', 1), id('a', 2)];
store.insert('account', { accountid: adventure, name: 'Adventure', revenue: 1000, ownerid: userId });
store.insert('account', { accountid: blue, name: 'Blue Yonder', primarycontactid: id('c', 1) });
const [ann, bob] = insertContacts(
  store,
  {
    firstname: 'Ann',
    fullname: 'Ann One',
    parentcustomerid: adventure,
    gendercode: 2,
    createdon: '2026-03-17T14:05:09Z',
    ownerid: userId,
  },
  { firstname: 'Bob', fullname: 'Bob Two', parentcustomerid: adventure, donotemail: true },
  { firstname: 'Cid', fullname: "Cid O'Three", birthdate: '1990-02-28' },
) as [string, string];
const list = store.insert('list', { listid: id('l', 1), listname: 'News' });
store.insert('listmember', { listid: list, entityid: ann });
store.model.addKey('contact', { logicalName: 'emp', schemaName: 'emp', columns: ['employeeid'] });
store.update('contact', bob, { employeeid: "E'7" });

const get = (path: string, query = '', more: Parameters<typeof contextOf>[1] = {}) =>
  read(contextOf(store, more), path, query);
const body = (path: string, query = '', more: Parameters<typeof contextOf>[1] = {}): Record<string, unknown> =>
  JSON.parse(get(path, query, more).body) as Record<string, unknown>;
function failure(path: string, query = '', context: QueryContext = contextOf(store)): DataverseError {
  try {
    read(context, path, query);
  } catch (error) {
    if (error instanceof DataverseError) return error;
    throw error;
  }
  throw new Error(`${path}?${query} did not fail`);
}

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/select-columns
describe('selecting columns', () => {
  it('returns etag, the selected properties with nulls, and the key', () => {
    const version = String(store.get('contact', ann)?.['versionnumber']);
    expect(body('contacts', '$select=fullname,_parentcustomerid_value,telephone1&$top=1')).toEqual({
      '@odata.context': `${root}$metadata#contacts(fullname,_parentcustomerid_value,telephone1)`,
      value: [
        {
          '@odata.etag': `W/"${version}"`,
          fullname: 'Ann One',
          _parentcustomerid_value: adventure,
          telephone1: null,
          contactid: ann,
        },
      ],
    });
  });

  it('brings the currency with a money column', () => {
    expect(valueOf(get('accounts', '$select=revenue&$top=1').body)[0]).toMatchObject({
      revenue: 1000,
      _transactioncurrencyid_value: null,
    });
  });

  it('puts formatted values and lookup annotations before their property', () => {
    const [row] = valueOf(
      get(`contacts`, `$select=gendercode,_parentcustomerid_value,createdon&$filter=contactid eq ${ann}`, {
        annotate: '*',
      }).body,
    );
    expect(Object.entries(row ?? {}).slice(1, -1)).toEqual([
      ['gendercode@OData.Community.Display.V1.FormattedValue', 'Female'],
      ['gendercode', 2],
      ['_parentcustomerid_value@OData.Community.Display.V1.FormattedValue', 'Adventure'],
      ['_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty', 'parentcustomerid_account'],
      ['_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname', 'account'],
      ['_parentcustomerid_value', adventure],
      ['createdon@OData.Community.Display.V1.FormattedValue', '3/17/2026 2:05 PM'],
      ['createdon', '2026-03-17T14:05:09Z'],
    ]);
  });

  it('names a property that does not exist', () => {
    expect(failure('contacts', '$select=fulname')).toMatchObject({
      status: 400,
      code: '0x80060888',
      message: "Could not find a property named 'fulname' on type 'Microsoft.Dynamics.CRM.contact'.",
    });
    expect(failure('contacts', '$select=parentcustomeridname').code).toBe('0x80060888');
  });

  it('hides a secured column that the caller may not read, also from filters', () => {
    const secured = aStore();
    secured.model.addColumn('contact', { logicalName: 'governmentid', type: 'string', isSecured: true });
    insertContacts(secured, { governmentid: '42' });
    const blind = contextOf(secured, { as: { canReadColumn: () => false, rightsKey: 'blind' } });
    expect(valueOf(read(blind, 'contacts', '$select=governmentid').body)[0]?.['governmentid']).toBeNull();
    expect(valueOf(read(blind, 'contacts', "$filter=governmentid eq '42'&$select=contactid").body)).toEqual([]);
    expect(valueOf(read(contextOf(secured), 'contacts', '$select=governmentid').body)[0]?.['governmentid']).toBe('42');
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-entity-using-web-api
describe('a single row', () => {
  it.each([ann, ann.toUpperCase(), `contactid=${ann}`])('is found by %s', (key) => {
    const answer = get(`contacts(${key})`, '$select=fullname');
    expect(JSON.parse(answer.body)).toMatchObject({
      '@odata.context': `${root}$metadata#contacts(fullname)/$entity`,
      fullname: 'Ann One',
    });
    expect(answer.etag).toMatch(/^W\/"\d+"$/);
  });

  it('is found by an alternate key, quotes doubled and encoded', () => {
    expect(body(`contacts(employeeid=%27E%27%277%27)`, '$select=fullname')['fullname']).toBe('Bob Two');
    expect(failure(`contacts(employeeid='X')`)).toMatchObject({ status: 404, code: '0x80060891' });
    expect(failure(`contacts(fullname='Ann One')`).status).toBe(400);
  });

  it('is 404 0x80040217 when it is not there, and 403 0x80048306 when it is out of reach', () => {
    const gone = id('c', 99);
    expect(failure(`contacts(${gone})`)).toMatchObject({
      status: 404,
      code: '0x80040217',
      message: `Entity 'contact' With Id = ${gone} Does Not Exist`,
    });
    const none = contextOf(store, { as: { readFilter: () => () => false, rightsKey: 'none' } });
    expect(failure(`contacts(${ann})`, '', none)).toMatchObject({ status: 403, code: '0x80048306' });
  });

  it('gives one property, its bare value, and 204 for null', () => {
    expect(body(`contacts(${ann})/fullname`)).toEqual({
      '@odata.context': `${root}$metadata#contacts(${ann})/fullname`,
      value: 'Ann One',
    });
    expect(get(`contacts(${ann})/fullname/$value`)).toMatchObject({ contentType: 'text/plain', body: 'Ann One' });
    expect(get(`contacts(${ann})/telephone1`)).toMatchObject({ status: 204, body: '' });
  });

  it('is 404 0x8006088a for an unknown set or segment', () => {
    expect(failure('contact')).toMatchObject({
      status: 404,
      code: '0x8006088a',
      message: "Resource not found for the segment 'contact'.",
    });
    expect(failure(`contacts(${ann})/nothing`).code).toBe('0x8006088a');
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables
describe('related rows', () => {
  it('are navigated to: single, collection, N:N, $ref and $count', () => {
    expect(body(`contacts(${ann})/parentcustomerid_account`, '$select=name')['name']).toBe('Adventure');
    expect(get(`contacts(${ann})/parentcustomerid_contact`).status).toBe(204);
    expect(valueOf(get(`accounts(${adventure})/contact_customer_accounts`, '$select=fullname').body)).toHaveLength(2);
    expect(valueOf(get(`lists(${list})/listcontact_association`, '$select=fullname').body)[0]?.['contactid']).toBe(ann);
    expect(body(`contacts(${ann})/parentcustomerid_account/$ref`)).toEqual({
      '@odata.context': `${root}$metadata#$ref`,
      '@odata.id': `${root}accounts(${adventure})`,
    });
    expect(valueOf(get(`accounts(${adventure})/contact_customer_accounts/$ref`).body)).toEqual([
      { '@odata.id': `${root}contacts(${ann})` },
      { '@odata.id': `${root}contacts(${bob})` },
    ]);
    expect(get(`accounts(${adventure})/contact_customer_accounts/$count`).body).toBe('2');
  });

  it('are expanded with nested options', () => {
    const query = `$select=name&$expand=contact_customer_accounts($select=fullname;$filter=donotemail eq true),primarycontactid($select=fullname;$expand=parentcustomerid_account($select=name))`;
    const rows = valueOf(get('accounts', query).body);
    expect(rows[0]).toMatchObject({
      name: 'Adventure',
      primarycontactid: null,
      contact_customer_accounts: [{ fullname: 'Bob Two' }],
    });
    expect(rows[1]).toMatchObject({
      primarycontactid: { fullname: 'Ann One', parentcustomerid_account: { name: 'Adventure' } },
    });
    expect(body('accounts', query)['@odata.context']).toBe(
      `${root}$metadata#accounts(name,contact_customer_accounts(fullname),primarycontactid(fullname,parentcustomerid_account(name)))`,
    );
  });

  it('refuses an N:N expand beside another', () => {
    expect(failure('contacts', '$expand=listcontact_association,parentcustomerid_account').status).toBe(400);
    expect(
      valueOf(get('contacts', '$select=fullname&$expand=listcontact_association($select=listname)').body)[0],
    ).toMatchObject({
      listcontact_association: [{ listname: 'News' }],
    });
  });

  it('expands the owner to the table it is of', () => {
    expect(
      valueOf(get('contacts', `$select=fullname&$filter=contactid eq ${ann}&$expand=owninguser,ownerid`).body)[0],
    ).toMatchObject({
      ownerid: { '@odata.type': '#Microsoft.Dynamics.CRM.systemuser', fullname: 'Ada Admin' },
    });
  });
});

describe('strictness', () => {
  it.each([
    ['$skip=5', 400, 'Skip Clause is not supported in CRM.'],
    ['$search=x', 501, "the query option '$search'"],
    ['$format=json', 501, "'$format'"],
    ['$selct=fullname', 400, "'$selct' is not supported"],
    ['$top=-1', 400, '$top query option requires'],
    ['$top=1&$top=2', 400, 'more than once'],
    ['$count=yes', 400, "Invalid value 'yes' for $count"],
    ['$orderby=fullname up', 400, 'is no order'],
    ['$expand=nobody', 400, "Could not find a property named 'nobody'"],
    ['$select=fullname%', 400, 'percent-encoding'],
  ])('refuses %s with %d', (query, status, message) => {
    const error = failure('contacts', query);
    expect(error.status).toBe(status);
    expect(error.message).toContain(message);
  });

  it('reads %24 for $ and + for a space', () => {
    expect(valueOf(get('contacts', '%24select=fullname&%24filter=fullname+eq+%27Ann+One%27').body)).toHaveLength(1);
  });
});
