import { anOrganisation, type Organisation } from './support/organisation';

/** The published requests and answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api */
let organisation: Organisation;
beforeAll(async () => (organisation = await anOrganisation()));
afterAll(() => organisation.close());

const get = (query: string) => organisation.call('GET', query.replaceAll(' ', '%20'));
const account = "EntityDefinitions(LogicalName='account')";
const crm = 'Microsoft.Dynamics.CRM';
const logicalNames = async (query: string): Promise<unknown[]> =>
  ((await get(query)).json.value ?? []).map((row) => row['LogicalName'] ?? row['SchemaName']);

describe('query-metadata-web-api', () => {
  it('a table definition: what was selected and always MetadataId; labels in their documented shape', async () => {
    const { json } = await get(`${account}?$select=DisplayName,IsKnowledgeManagementEnabled,EntitySetName`);
    expect(json['@odata.context']).toBe(
      `${organisation.url}$metadata#EntityDefinitions(DisplayName,IsKnowledgeManagementEnabled,EntitySetName)/$entity`,
    );
    expect(Object.keys(json)).toEqual([
      '@odata.context',
      'DisplayName',
      'IsKnowledgeManagementEnabled',
      'EntitySetName',
      'MetadataId',
    ]);
    const { UserLocalizedLabel: label } = json['DisplayName'] as { UserLocalizedLabel: object };
    expect(Object.keys(label)).toEqual(['Label', 'LanguageCode', 'IsManaged', 'MetadataId', 'HasChanged']);
    expect(label).toMatchObject({ Label: 'Account', LanguageCode: 1033, IsManaged: true, HasChanged: null });
  });

  it('filters by enumerations and by managed properties', async () => {
    const owned = `EntityDefinitions?$select=LogicalName&$filter=OwnershipType eq ${crm}.OwnershipTypes'UserOwned'`;
    expect(await logicalNames(owned)).toEqual(expect.arrayContaining(['account', 'contact', 'lead', 'list']));
    const managed = 'EntityDefinitions?$select=LogicalName&$filter=CanCreateAttributes/Value eq true';
    expect(await logicalNames(managed)).toContain('contact');
    const required = `${account}/Attributes?$select=LogicalName&$filter=RequiredLevel/Value eq ${crm}.AttributeRequiredLevel'ApplicationRequired'`;
    expect(await logicalNames(required)).toContain('name');
  });

  it('expands attributes with a filter of their own', async () => {
    const { json } = await get(
      `${account}?$select=LogicalName&$expand=Attributes($select=LogicalName;$filter=AttributeType eq ${crm}.AttributeTypeCode'Picklist')`,
    );
    expect(json['Attributes']).toEqual(
      expect.arrayContaining([
        {
          '@odata.type': `#${crm}.PicklistAttributeMetadata`,
          LogicalName: 'industrycode',
          MetadataId: expect.any(String) as string,
        },
      ]),
    );
  });

  it('casts show the members of one type; the common enumeration type is refused', async () => {
    const { json } = await get(
      `${account}/Attributes/${crm}.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`,
    );
    expect(json.value?.find((row) => row['LogicalName'] === 'accountratingcode')).toMatchObject({
      OptionSet: { Options: [{ Value: 1, Color: null, IsManaged: true, MetadataId: null, HasChanged: null }] },
      GlobalOptionSet: { IsGlobal: false },
    });
    const precise = await get(`${account}/Attributes/${crm}.MoneyAttributeMetadata?$select=LogicalName,Precision`);
    expect(precise.json.value?.find((row) => row['LogicalName'] === 'revenue')).toHaveProperty('Precision');
    expect((await get(`${account}/Attributes/${crm}.EnumAttributeMetadata?$select=LogicalName`)).status).toBe(400);
  });

  it('one attribute by id or name, with its options; the options alone', async () => {
    const day = `${account}/Attributes(LogicalName='preferredappointmentdaycode')/${crm}.PicklistAttributeMetadata`;
    const { json } = await get(`${day}?$select=LogicalName&$expand=OptionSet`);
    expect(json['@odata.context']).toBe(
      `${organisation.url}$metadata#EntityDefinitions('account')/Attributes/${crm}.PicklistAttributeMetadata(LogicalName,OptionSet)/$entity`,
    );
    const byId = await get(`${account}/Attributes(${String(json['MetadataId'])})?$select=LogicalName`);
    expect(byId.json['LogicalName']).toBe('preferredappointmentdaycode');
    const options = await get(`${day}/OptionSet?$select=Options`);
    expect(options.json['@odata.context']).toBe(
      `${organisation.url}$metadata#EntityDefinitions('account')/Attributes('preferredappointmentdaycode')/${crm}.PicklistAttributeMetadata/OptionSet(Options)/$entity`,
    );
    expect(options.json['Options']).toMatchObject([
      { Value: 0, Label: { UserLocalizedLabel: { Label: 'Sunday' } } },
      {},
      {},
      {},
      {},
      {},
      {},
    ]);
  });

  it('relationships by table, by set and by cast', async () => {
    const found = `RelationshipDefinitions/${crm}.ManyToManyRelationshipMetadata?$select=SchemaName`;
    expect(await logicalNames(found)).toContain('listcontact_association');
    const ofTable = await get(`${account}/OneToManyRelationships?$select=SchemaName,ReferencingEntity`);
    expect(ofTable.json.value).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ SchemaName: 'contact_customer_accounts', ReferencingEntity: 'contact' }),
        expect.objectContaining({ SchemaName: 'Account_Tasks', ReferencingEntity: 'task' }),
      ]),
    );
    expect((await get("RelationshipDefinitions(SchemaName='Account_Tasks')")).status).toBe(200);
  });

  it('is never paged and refuses the options that definitions do not have', async () => {
    const all = await organisation.call('GET', `${account}/Attributes?$select=LogicalName`, {
      headers: { Prefer: 'odata.maxpagesize=5' },
    });
    expect(all.json.value?.length).toBeGreaterThan(100);
    expect(all.json['@odata.nextLink']).toBeUndefined();
    expect((await get('EntityDefinitions?$select=LogicalName&$top=1')).status).toBe(400);
  });

  it('the service document and $metadata name every set', async () => {
    const { json } = await get('');
    expect(json['@odata.context']).toBe(`${organisation.url}$metadata`);
    expect(json.value).toContainEqual({ name: 'contacts', kind: 'EntitySet', url: 'contacts' });
    const csdl = await organisation.call('GET', '$metadata', { headers: { Accept: 'application/xml' } });
    expect(csdl.headers['content-type']).toMatch(/^application\/xml/);
    expect(csdl.text).toContain('<EntitySet Name="contacts" EntityType="Microsoft.Dynamics.CRM.contact"');
    const definitions = (await get('EntityDefinitions?$select=EntitySetName')).json.value ?? [];
    const sets = definitions.map((row) => String(row['EntitySetName']));
    expect(sets.length).toBeGreaterThan(50);
    const served = (json.value ?? []).map((row) => String(row['name']));
    const inCsdl = [...csdl.text.matchAll(/<EntitySet Name="([^"]+)"/g)].map(([, name]) => name);
    expect(sets.filter((set) => !served.includes(set) || !inCsdl.includes(set))).toEqual([]);
  });
});
