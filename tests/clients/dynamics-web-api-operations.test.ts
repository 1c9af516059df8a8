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
