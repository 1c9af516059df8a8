import type { DynamicsWebApi } from 'dynamics-web-api';
import { createPeople, dynamicsWebApiOf, type Contact } from './support/dynamics-web-api';
import { anOrganisation, mark, type Organisation } from './support/organisation';

let organisation: Organisation;
let client: DynamicsWebApi;

beforeAll(async () => {
  organisation = await anOrganisation();
  client = dynamicsWebApiOf(organisation);
});
afterAll(() => organisation.close());

const people = (count: number, name: string): Promise<string[]> => createPeople(organisation, count, name);

async function createdContact(data: object): Promise<string> {
  const id = await client.create<object, string>({ collection: 'contacts', data });
  organisation.remember('contacts', id);
  return id;
}

describe('dynamics-web-api: rows', () => {
  it('creates a row and gets its id from OData-EntityId', async () => {
    const id = await createdContact({ lastname: `Created-${mark}` });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const row = await client.retrieve<Contact>({ collection: 'contacts', key: id, select: ['lastname'] });
    expect(row.lastname).toBe(`Created-${mark}`);
    expect(row.contactid).toBe(id);
  });

  it('creates a row and gets it back with return=representation', async () => {
    const row = await client.create<object, Contact>({
      collection: 'contacts',
      data: { lastname: `Back-${mark}` },
      select: ['lastname', 'telephone1'],
      returnRepresentation: true,
    });
    organisation.remember('contacts', row.contactid);
    expect(row).toMatchObject({ lastname: `Back-${mark}`, telephone1: null });
  });

  it('updates, and refuses an update whose etag is old', async () => {
    const id = await createdContact({ lastname: `Etag-${mark}` });
    const before = await client.retrieve<Contact>({ collection: 'contacts', key: id, select: ['lastname'] });
    const ifmatch = before['@odata.etag'];
    await client.update({ collection: 'contacts', key: id, data: { telephone1: '1' }, ifmatch });
    await expect(
      client.update({ collection: 'contacts', key: id, data: { telephone1: '2' }, ifmatch }),
    ).rejects.toMatchObject({ status: 412 });
    const after = await client.retrieve<Contact>({ collection: 'contacts', key: id, select: ['telephone1'] });
    expect(after.telephone1).toBe('1');
  });

  it('sends a row that has not changed as 304, which the client gives as nothing', async () => {
    const id = await createdContact({ lastname: `Same-${mark}` });
    const row = await client.retrieve<Contact>({ collection: 'contacts', key: id, select: ['lastname'] });
    const again = await client.retrieve<Contact | undefined>({
      collection: 'contacts',
      key: id,
      select: ['lastname'],
      ifnonematch: row['@odata.etag'],
    });
    expect(again).toBeUndefined();
  });

  it('updates and clears a single property', async () => {
    const id = await createdContact({ lastname: `Single-${mark}` });
    await client.updateSingleProperty({ collection: 'contacts', key: id, fieldValuePair: { telephone1: '42' } });
    const read = () => client.retrieve<Contact>({ collection: 'contacts', key: id, select: ['telephone1'] });
    expect((await read()).telephone1).toBe('42');
    await client.deleteRecord({ collection: 'contacts', key: id, property: 'telephone1' });
    expect((await read()).telephone1).toBeNull();
  });

  it('upserts: makes a row with the given id, then changes it', async () => {
    const key = crypto.randomUUID();
    organisation.remember('contacts', key);
    await client.upsert({ collection: 'contacts', key, data: { lastname: `Upsert-${mark}` } });
    const changed = await client.upsert<object, Contact>({
      collection: 'contacts',
      key,
      data: { telephone1: '7' },
      returnRepresentation: true,
      select: ['lastname', 'telephone1'],
    });
    expect(changed).toMatchObject({ contactid: key, lastname: `Upsert-${mark}`, telephone1: '7' });
  });

  it('deletes, and names the row that is no longer there', async () => {
    const id = await createdContact({ lastname: `Gone-${mark}` });
    await client.deleteRecord({ collection: 'contacts', key: id });
    await expect(client.retrieve({ collection: 'contacts', key: id })).rejects.toMatchObject({
      status: 404,
      code: '0x80040217',
      message: expect.stringMatching(new RegExp(`${id} Does Not Exist`, 'i')) as string,
    });
  });
});

describe('dynamics-web-api: queries', () => {
  it('follows nextLink page by page', async () => {
    await people(5, 'Page');
    const request = {
      collection: 'contacts',
      select: ['telephone1'],
      filter: `lastname eq 'Page-${mark}'`,
      orderBy: ['telephone1'],
      maxPageSize: 2,
    };
    const sizes: number[] = [];
    let page = await client.retrieveMultiple<Contact>(request);
    sizes.push(page.value.length);
    while (page.oDataNextLink !== undefined) {
      page = await client.retrieveMultiple<Contact>(request, page.oDataNextLink);
      sizes.push(page.value.length);
    }
    expect(sizes).toEqual([2, 2, 1]);
    const all = await client.retrieveAll<Contact>(request);
    expect(all.value.map((row) => row.telephone1)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('counts with $count=true and with /$count', async () => {
    await people(3, 'Count');
    const filter = `lastname eq 'Count-${mark}'`;
    const counted = await client.retrieveMultiple({ collection: 'contacts', filter, count: true, top: 1 });
    expect(counted.oDataCount).toBe(3);
    expect(await client.count({ collection: 'contacts', filter })).toBe(3);
    expect(await client.countAll({ collection: 'contacts', filter })).toBe(3);
  });

  it('reads formatted values and lookups through annotations', async () => {
    const accountid = await organisation.create('accounts', { name: `Parent-${mark}` });
    const key = await organisation.create('contacts', {
      lastname: `Formatted-${mark}`,
      donotemail: true,
      'parentcustomerid_account@odata.bind': `/accounts(${accountid})`,
    });
    const row = await client.retrieve<Record<string, unknown>>({
      collection: 'contacts',
      key,
      select: ['donotemail', '_parentcustomerid_value'],
      includeAnnotations: '*',
    });
    expect(row).toMatchObject({
      _parentcustomerid_value: accountid,
      _parentcustomerid_value_Formatted: `Parent-${mark}`,
      _parentcustomerid_value_LogicalName: 'account',
      _parentcustomerid_value_NavigationProperty: 'parentcustomerid_account',
      donotemail: true,
      donotemail_Formatted: 'Do Not Allow',
    });
  });

  it('expands single and collection navigation properties with nested options', async () => {
    const accountid = await organisation.create('accounts', { name: `Expand-${mark}` });
    for (const telephone1 of ['2', '1'])
      await organisation.create('contacts', {
        lastname: `Child-${mark}`,
        telephone1,
        'parentcustomerid_account@odata.bind': `/accounts(${accountid})`,
      });
    const account = await client.retrieve<{ contact_customer_accounts: Contact[] }>({
      collection: 'accounts',
      key: accountid,
      select: ['name'],
      expand: [{ property: 'contact_customer_accounts', select: ['telephone1'], orderBy: ['telephone1'] }],
    });
    expect(account.contact_customer_accounts.map((row) => row.telephone1)).toEqual(['1', '2']);
  });

  it('fetches with FetchXML and passes the paging cookie on', async () => {
    await people(5, 'Fetch');
    const fetchXml = `<fetch count="2"><entity name="contact"><attribute name="telephone1"/><order attribute="contactid"/>
      <filter><condition attribute="lastname" operator="eq" value="Fetch-${mark}"/></filter></entity></fetch>`;
    const first = await client.fetch<Contact>({ collection: 'contacts', fetchXml, includeAnnotations: '*' });
    expect(first.value).toHaveLength(2);
    expect(first.PagingInfo).toMatchObject({ page: 1, nextPage: 2 });
    expect(first.PagingInfo?.cookie).toMatch(
      /^&lt;cookie page=&quot;1&quot;&gt;&lt;contactid last=&quot;\{[0-9A-F-]{36}\}&quot; first=/,
    );
    const all = await client.fetchAll<Contact>({ collection: 'contacts', fetchXml, includeAnnotations: '*' });
    expect(all.value.map((row) => row.telephone1).sort()).toEqual(['0', '1', '2', '3', '4']);
  });
});
