import { aStore, contextOf, errorOf, id, userId, valueOf } from './data-world';
import { read } from '@pmds/emulator/odata/read';

/** The published answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables */
const root = 'http://127.0.0.1:5000/api/data/v9.2/';
const store = aStore();
const litware = store.insert('account', { accountid: id('a', 1), name: 'Litware, Inc. (sample)', ownerid: userId });
const susanna = store.insert('contact', { contactid: id('c', 1), fullname: 'Susanna Stubberod (sample)' });
store.update('contact', susanna, { parentcustomerid: litware, owninguser: userId });
store.update('account', litware, { primarycontactid: susanna, createdby: userId, owninguser: userId });
const tasks = [1, 2, 3].map((number) =>
  store.insert('task', {
    activityid: id('t', number),
    subject: `Task ${number} for Litware`,
    regardingobjectid: litware,
    'regardingobjectid@table': 'account',
  }),
);
for (const activityid of tasks.slice(0, 1)) store.update('task', activityid, { createdby: userId });

const get = (path: string, query: string, maxPageSize?: number): Record<string, unknown> =>
  JSON.parse(
    read(contextOf(store, maxPageSize === undefined ? {} : { maxPageSize }), path, encodeURI(query)).body,
  ) as Record<string, unknown>;
const first = (query: string, maxPageSize?: number): Record<string, unknown> | undefined =>
  valueOf(JSON.stringify(get('accounts', query, maxPageSize)))[0];

const anEtag = expect.stringMatching(/^W\/"\d+"$/) as string;
const person = { fullname: 'Ada Admin', systemuserid: userId, ownerid: userId };

describe('join-tables: single-valued navigation properties', () => {
  it('rows of a set: no etag in the expanded row, ownerid beside systemuserid, nested ones alike', () => {
    expect(
      first(
        '$select=name&$expand=primarycontactid($select=contactid,fullname;$expand=owninguser($select=fullname)),createdby($select=fullname)',
      ),
    ).toEqual({
      '@odata.etag': anEtag,
      name: 'Litware, Inc. (sample)',
      accountid: litware,
      primarycontactid: { contactid: susanna, fullname: 'Susanna Stubberod (sample)', owninguser: person },
      createdby: person,
    });
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-entity-using-web-api
  it('one row: the expanded row has its etag', () => {
    expect(get(`accounts(${litware})`, '$select=name&$expand=primarycontactid($select=fullname)')).toMatchObject({
      primarycontactid: { '@odata.etag': anEtag, fullname: 'Susanna Stubberod (sample)', contactid: susanna },
    });
  });

  it('$ref: the lookup before the key, the reference, and both in the context', () => {
    const answer = get('accounts', '$select=name&$expand=primarycontactid/$ref');
    expect(answer['@odata.context']).toBe(`${root}$metadata#accounts(name,primarycontactid,primarycontactid/$ref())`);
    expect(Object.entries(valueOf(JSON.stringify(answer))[0] ?? {})).toEqual([
      ['@odata.etag', anEtag],
      ['name', 'Litware, Inc. (sample)'],
      ['_primarycontactid_value', susanna],
      ['accountid', litware],
      ['primarycontactid', { '@odata.id': `${root}contacts(${susanna})` }],
    ]);
  });

  it('$ref of a collection is refused in the documented words', () => {
    const error = errorOf(() => get('accounts', '$expand=Account_Tasks/$ref'));
    expect(error).toMatchObject({
      status: 400,
      code: '0x80060888',
      message: 'Expand with $ref is only supported on lookup type navigation property.',
    });
  });
});

describe('join-tables: collection-valued navigation properties', () => {
  it('single expand: not paged by maxpagesize, each row with its lookup, a link to the same rows even when there are none', () => {
    const row = first(
      '$select=name,accountid&$expand=Account_Tasks($select=subject),contact_customer_accounts($select=fullname)',
      1,
    );
    expect(Object.entries((row?.['Account_Tasks'] as object[])[0] ?? {})).toEqual([
      ['@odata.etag', anEtag],
      ['subject', 'Task 1 for Litware'],
      ['_regardingobjectid_value', litware],
      ['activityid', tasks[0]],
    ]);
    expect(row?.['Account_Tasks']).toHaveLength(3);
    expect(row?.['Account_Tasks@odata.nextLink']).toBe(`${root}accounts(${litware})/Account_Tasks?$select=subject`);
    expect(row?.['contact_customer_accounts']).toMatchObject([{ _parentcustomerid_value: litware }]);
    expect(first('$select=name&$expand=Account_Emails($select=subject)')).toMatchObject({
      Account_Emails: [],
      'Account_Emails@odata.nextLink': `${root}accounts(${litware})/Account_Emails?$select=subject`,
    });
  });

  it('nested expands: paged, without etag and lookup, and the link goes on behind the page', () => {
    const row = first(
      '$select=name,accountid&$expand=Account_Tasks($select=subject),contact_customer_accounts($select=fullname;$expand=owninguser($select=fullname))',
      1,
    );
    expect(row?.['Account_Tasks']).toEqual([{ subject: 'Task 1 for Litware', activityid: tasks[0] }]);
    expect(row?.['contact_customer_accounts']).toEqual([
      { fullname: 'Susanna Stubberod (sample)', contactid: susanna, owninguser: person },
    ]);
    const [path = '', query = ''] = String(row?.['Account_Tasks@odata.nextLink']).slice(root.length).split('?');
    expect(query).toMatch(/^\$select=subject&\$skiptoken=%3Ccookie%20pagenumber=%222%22/);
    const rest = valueOf(read(contextOf(store), path, query).body);
    expect(rest.map(({ activityid }) => activityid)).toEqual(tasks.slice(1));
  });

  it.each(['$top=1', '$orderby=subject'])('nested expands refuse %s', (option) => {
    const query = `$expand=Account_Tasks($select=subject;${option}),contact_customer_accounts($expand=owninguser)`;
    expect(errorOf(() => get('accounts', query)).message).toBe(
      'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
    );
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/multi-level-expand
  it('below a navigation property of a row there is no link', () => {
    const [row = {}] = valueOf(
      JSON.stringify(
        get(`systemusers(${userId})/user_accounts`, '$select=name&$expand=Account_Tasks($select=subject)'),
      ),
    );
    expect(row).not.toHaveProperty(['Account_Tasks@odata.nextLink']);
    expect(row['Account_Tasks']).toHaveLength(3);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/order-rows#lookup-columns
describe('order-rows', () => {
  it('orders by the name of the row that a lookup points to', () => {
    const blue = store.insert('contact', { contactid: id('c', 0), fullname: 'Zoe Last', jobtitle: 'order' });
    store.insert('account', { accountid: id('a', 3), name: 'of Zoe', primarycontactid: blue });
    const names = valueOf(
      JSON.stringify(
        get('accounts', '$select=name&$filter=primarycontactid/fullname ne null&$orderby=_primarycontactid_value'),
      ),
    );
    expect(names.map(({ name }) => name)).toEqual(['Litware, Inc. (sample)', 'of Zoe']);
  });
});
