import { DynamicsWebApi } from 'dynamics-web-api';
import { anOrganisation, mark, type Organisation } from './support/organisation';

/** https://github.com/AleksandrRogov/DynamicsWebApi, unchanged. */
let organisation: Organisation;
let client: DynamicsWebApi;

beforeAll(async () => {
  organisation = await anOrganisation();
  const { origin, token } = organisation;
  client = new DynamicsWebApi({
    serverUrl: origin,
    dataApi: { version: '9.2' },
    onTokenRefresh: () => Promise.resolve(token),
    propagateErrors: true,
  });
});
afterAll(() => organisation.close());

interface Contact {
  readonly contactid: string;
  readonly lastname: string;
  readonly telephone1: string | null;
  readonly '@odata.etag': string;
}

const people = (count: number, name: string): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      organisation.create('contacts', { lastname: `${name}-${mark}`, telephone1: String(index) }),
    ),
  );

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

describe('dynamics-web-api: relations', () => {
  it('associates and disassociates a collection (one-to-many and many-to-many)', async () => {
    const list = await organisation.create('lists', { listname: `N-${mark}`, type: false, createdfromcode: 2 });
    const sync = await organisation.create('pmds_datasyncs', { pmds_name: `N-${mark}` });
    const relation = {
      collection: 'pmds_datasyncs',
      primaryKey: sync,
      relationshipName: 'pmds_datasync_list',
      relatedCollection: 'lists',
      relatedKey: list,
    };
    const linked = async () =>
      (await organisation.call('GET', `pmds_datasyncs(${sync})/pmds_datasync_list?$select=listname`)).json.value;
    await client.associate(relation);
    expect(await linked()).toMatchObject([{ listid: list, listname: `N-${mark}` }]);
    await client.disassociate(relation);
    expect(await linked()).toEqual([]);
  });

  it('associates and disassociates a single-valued navigation property', async () => {
    const accountid = await organisation.create('accounts', { name: `Single-${mark}` });
    const contactid = await organisation.create('contacts', { lastname: `Primary-${mark}` });
    const primary = async () =>
      (await organisation.call('GET', `accounts(${accountid})?$select=_primarycontactid_value`)).json[
        '_primarycontactid_value'
      ];
    const single = { collection: 'accounts', primaryKey: accountid, navigationProperty: 'primarycontactid' };
    await client.associateSingleValued({ ...single, relatedCollection: 'contacts', relatedKey: contactid });
    expect(await primary()).toBe(contactid);
    await client.disassociateSingleValued(single);
    expect(await primary()).toBeNull();
  });
});

describe('dynamics-web-api: batch', () => {
  it('sends a change set with content ids and reads every part of the answer', async () => {
    client.startBatch();
    void client.create({ collection: 'accounts', data: { name: `Batch-${mark}` }, contentId: '1' });
    void client.create({
      collection: 'contacts',
      data: { lastname: `Batch-${mark}`, 'parentcustomerid_account@odata.bind': '$1' },
    });
    const [account, contact] = (await client.executeBatch()) as [string, string];
    organisation.remember('accounts', account);
    organisation.remember('contacts', contact);
    const row = await client.retrieve<Record<string, unknown>>({
      collection: 'contacts',
      key: contact,
      select: ['_parentcustomerid_value'],
    });
    expect(row['_parentcustomerid_value']).toBe(account);
  });

  it('reads rows of several requests in one batch', async () => {
    const [id = ''] = await people(1, 'BatchRead');
    client.startBatch();
    void client.retrieve({ collection: 'contacts', key: id, select: ['lastname'] });
    void client.count({ collection: 'contacts', filter: `lastname eq 'BatchRead-${mark}'` });
    void client.retrieveMultiple({ collection: 'contacts', filter: `lastname eq 'BatchRead-${mark}'` });
    const [row, count, rows] = (await client.executeBatch()) as [Contact, number, { value: Contact[] }];
    expect(row.lastname).toBe(`BatchRead-${mark}`);
    expect(count).toBe(1);
    expect(rows.value).toHaveLength(1);
  });

  it('rejects with the error of a failed change set, and keeps none of it', async () => {
    client.startBatch();
    void client.create({ collection: 'contacts', data: { lastname: `Undone-${mark}` } });
    void client.create({ collection: 'contacts', data: { lastname: 'x'.repeat(500) } });
    const failure: unknown = await client.executeBatch().catch((error: unknown) => error);
    expect(JSON.stringify(failure)).toContain('0x80044331');
    expect(await client.count({ collection: 'contacts', filter: `lastname eq 'Undone-${mark}'` })).toBe(0);
  });

  it('answers all parts with odata.continue-on-error', async () => {
    client.startBatch();
    void client.retrieve({ collection: 'contacts', key: '00000000-0000-0000-0000-000000000001' });
    void client.callFunction('WhoAmI');
    const [missing, whoAmI] = (await client.executeBatch({ continueOnError: true })) as [unknown, unknown];
    expect(missing).toMatchObject({ status: 404, error: { code: '0x80040217' } });
    expect(whoAmI).toHaveProperty('UserId');
  });
});

describe('dynamics-web-api: operations and definitions', () => {
  it('calls functions with and without parameters', async () => {
    const me = await client.callFunction<{ UserId: string }>('WhoAmI');
    expect(me.UserId).toMatch(/^[0-9a-f-]{36}$/);
    const version = await client.callFunction<{ Version: string }>({ name: 'RetrieveVersion' });
    expect(version.Version).toMatch(/^9\.2\./);
    const counts = await client.callFunction<{ EntityRecordCountCollection: { Keys: string[] } }>({
      name: 'RetrieveTotalRecordCount',
      parameters: { EntityNames: ['contact'] },
    });
    expect(counts.EntityRecordCountCollection.Keys).toEqual(['contact']);
  });

  it('calls a bound action of the platform', async () => {
    const list = await organisation.create('lists', { listname: `Add-${mark}`, type: false, createdfromcode: 2 });
    const [contact = ''] = await people(1, 'Member');
    const added = await client.callAction<{ Id: string }>({
      collection: 'lists',
      key: list,
      actionName: 'Microsoft.Dynamics.CRM.AddMemberList',
      action: { EntityId: contact },
    });
    expect(added).toHaveProperty('Id');
    const members = await organisation.call('GET', `lists(${list})/listcontact_association?$select=lastname`);
    expect(members.json.value).toMatchObject([{ contactid: contact }]);
  });

  it('calls pmds_StartSync, bound to a row', async () => {
    const key = await organisation.create('pmds_datasyncs', { pmds_name: `Start-${mark}` });
    const actionName = 'Microsoft.Dynamics.CRM.pmds_StartSync';
    await expect(
      client.callAction({ collection: 'pmds_datasyncs', key, actionName, action: { RunId: crypto.randomUUID() } }),
    ).resolves.toBeUndefined();
    await expect(client.callAction({ collection: 'pmds_datasyncs', key, actionName })).resolves.toBeUndefined();
  });

  it('reads table and column definitions, choices and relationships', async () => {
    const entities = await client.retrieveEntities<{ LogicalName: string; MetadataId: string }>({
      select: ['LogicalName', 'EntitySetName'],
      filter: "LogicalName eq 'contact'",
    });
    const [contact] = entities.value;
    expect(contact).toMatchObject({ LogicalName: 'contact', EntitySetName: 'contacts' });
    const key = "LogicalName='contact'";
    const attributes = await client.retrieveAttributes<{ LogicalName: string }>({
      entityKey: contact?.MetadataId ?? '',
      select: ['LogicalName', 'AttributeType'],
    });
    expect(attributes.value.length).toBeGreaterThan(150);
    const picklists = await client.retrieveAttributes<{ OptionSet: { Options: { Value: number }[] } }>({
      entityKey: key,
      castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
      select: ['LogicalName'],
      filter: "LogicalName eq 'preferredcontactmethodcode'",
      expand: [{ property: 'OptionSet' }],
    });
    expect(picklists.value[0]?.OptionSet.Options.map((option) => option.Value)).toEqual([1, 2, 3, 4, 5]);
    const attribute = await client.retrieveAttribute<{ MaxLength: number }>({
      entityKey: key,
      attributeKey: "LogicalName='lastname'",
      castType: 'Microsoft.Dynamics.CRM.StringAttributeMetadata',
    });
    expect(attribute.MaxLength).toBe(50);
    const manyToMany = await client.retrieveRelationships<{ SchemaName: string }>({
      castType: 'Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata',
      select: ['SchemaName'],
      filter: "SchemaName eq 'pmds_datasync_list'",
    });
    expect(manyToMany.value).toHaveLength(1);
    const choice = await client.retrieveGlobalOptionSet<{ Name: string }>({ key: "Name='pmds_syncstatus'" });
    expect(choice.Name).toBe('pmds_syncstatus');
  });
});
