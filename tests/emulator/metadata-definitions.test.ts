import { JSDOM } from 'jsdom';
import { read } from '@pmds/emulator/odata/read';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { aStore, contextOf, errorOf, id, valueOf } from './data-world';

const root = 'http://127.0.0.1:5000/api/data/v9.2/';
const store = aStore();
store.model.addOptionSet({
  name: 'new_level',
  isCustom: true,
  options: [
    { value: 100000000, label: { 1033: 'Low', 1031: 'Niedrig' } },
    { value: 100000001, label: { 1033: 'High' } },
  ],
});
const level = store.model.findOptionSet('new_level');
if (level !== undefined)
  store.model.addColumn('contact', { logicalName: 'new_level', type: 'picklist', isCustom: true, optionSet: level });
const get = (path: string, query = '', as: Parameters<typeof contextOf>[1] = {}) =>
  read(contextOf(store, as), path, query);
const json = (path: string, query = '', as: Parameters<typeof contextOf>[1] = {}): Record<string, unknown> =>
  JSON.parse(get(path, query, as).body) as Record<string, unknown>;
const contact = "EntityDefinitions(LogicalName='contact')";

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
describe('EntityDefinitions', () => {
  it('selects properties of all tables, MetadataId always among them', () => {
    const rows = valueOf(
      get('EntityDefinitions', "$select=LogicalName,EntitySetName&$filter=LogicalName eq 'lead'").body,
    );
    expect(rows).toEqual([
      { LogicalName: 'lead', EntitySetName: 'leads', MetadataId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    ]);
  });

  it('finds a table by logical name and by MetadataId', () => {
    const table = json(contact, '$select=SchemaName,PrimaryNameAttribute,ObjectTypeCode');
    expect(table).toMatchObject({
      '@odata.context': `${root}$metadata#EntityDefinitions(SchemaName,PrimaryNameAttribute,ObjectTypeCode)/$entity`,
      SchemaName: 'Contact',
      PrimaryNameAttribute: 'fullname',
      ObjectTypeCode: 2,
    });
    expect(json(`EntityDefinitions(${String(table['MetadataId'])})`, '$select=LogicalName')['LogicalName']).toBe(
      'contact',
    );
  });

  it('gives the readable columns that a field picker asks for', () => {
    const filter = 'IsValidForRead eq true and IsValidODataAttribute eq true and AttributeOf eq null';
    const rows = valueOf(
      get(
        `${contact}/Attributes`,
        `$select=LogicalName,AttributeType,AttributeTypeName,DisplayName,RequiredLevel,IsSecured,IsLogical&$filter=${filter}`,
      ).body,
    );
    expect(rows.length).toBeGreaterThanOrEqual(150);
    expect(rows.find((row) => row['LogicalName'] === 'parentcustomeridname')).toBeUndefined();
    expect(rows.find((row) => row['LogicalName'] === 'address1_city')).toMatchObject({
      '@odata.type': '#Microsoft.Dynamics.CRM.StringAttributeMetadata',
      AttributeType: 'String',
      AttributeTypeName: { Value: 'StringType' },
      IsLogical: true,
      DisplayName: { UserLocalizedLabel: { Label: 'Address 1: City', LanguageCode: 1033 } },
      RequiredLevel: { Value: 'None' },
    });
  });

  it('filters by enum and by managed property', () => {
    const money = valueOf(
      get(
        `${contact}/Attributes`,
        "$select=LogicalName&$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Money'",
      ).body,
    );
    expect(money.map((row) => row['LogicalName'])).toContain('creditlimit');
    const required = valueOf(
      get(
        `${contact}/Attributes`,
        "$select=LogicalName&$filter=RequiredLevel/Value eq Microsoft.Dynamics.CRM.AttributeRequiredLevel'ApplicationRequired'",
      ).body,
    );
    expect(required.map((row) => row['LogicalName'])).toEqual(['lastname']);
  });

  it('shows type-specific members only behind a cast', () => {
    expect(() => get(`${contact}/Attributes`, '$select=MaxLength')).toThrow(
      "Could not find a property named 'MaxLength' on type 'Microsoft.Dynamics.CRM.AttributeMetadata'.",
    );
    const cast = valueOf(
      get(
        `${contact}/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata`,
        "$select=LogicalName,MaxLength,FormatName&$filter=LogicalName eq 'emailaddress1'",
      ).body,
    );
    expect(cast).toEqual([
      {
        LogicalName: 'emailaddress1',
        MaxLength: 100,
        FormatName: { Value: 'Email' },
        MetadataId: expect.any(String) as string,
      },
    ]);
    expect(() => get(`${contact}/Attributes/Microsoft.Dynamics.CRM.EnumAttributeMetadata`)).toThrow(
      'cannot be used as a cast',
    );
  });

  it('expands choices with labels in the language of the caller', () => {
    const path = `${contact}/Attributes(LogicalName='new_level')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata`;
    const german = json(path, '$select=LogicalName&$expand=OptionSet,GlobalOptionSet', { as: { languageId: 1031 } });
    expect(german).toMatchObject({
      OptionSet: {
        Name: 'new_level',
        Options: [{ Value: 100000000, Label: { UserLocalizedLabel: { Label: 'Niedrig' } } }, { Value: 100000001 }],
      },
      GlobalOptionSet: { IsGlobal: true },
    });
    expect(json(`${path}/OptionSet`)['Name']).toBe('new_level');
    const yesNo = json(
      `${contact}/Attributes(LogicalName='donotemail')/Microsoft.Dynamics.CRM.BooleanAttributeMetadata`,
      '$select=LogicalName&$expand=OptionSet',
    );
    expect(yesNo).toMatchObject({
      OptionSet: { TrueOption: { Value: 1 }, FalseOption: { Label: { UserLocalizedLabel: { Label: 'Allow' } } } },
    });
  });

  it('lists global choices, relationships and keys', () => {
    expect(json("GlobalOptionSetDefinitions(Name='new_level')", '$select=Name')['Name']).toBe('new_level');
    expect(
      json(
        "RelationshipDefinitions(SchemaName='listcontact_association')/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata",
        '$select=IntersectEntityName',
      )['IntersectEntityName'],
    ).toBe('listmember');
    const toOne = valueOf(get(`${contact}/ManyToOneRelationships`, '$select=SchemaName').body);
    expect(toOne.map((row) => row['SchemaName'])).toContain('contact_customer_accounts');
    store.model.addKey('contact', { logicalName: 'new_key', schemaName: 'new_Key', columns: ['employeeid'] });
    expect(json(contact, '$select=LogicalName&$expand=Keys($select=KeyAttributes)')['Keys']).toMatchObject([
      { KeyAttributes: ['employeeid'] },
    ]);
  });

  it('expands columns inside a list of tables', () => {
    const rows = valueOf(
      get(
        'EntityDefinitions',
        "$select=LogicalName&$filter=LogicalName eq 'list'&$expand=Attributes($select=LogicalName;$filter=IsPrimaryId eq true)",
      ).body,
    );
    expect(rows[0]?.['Attributes']).toMatchObject([{ LogicalName: 'listid' }]);
  });

  it.each([
    [contact, '$select=LogicalNam', "named 'LogicalNam'"],
    ["EntityDefinitions(LogicalName='nobody')", '', "key 'LogicalName='nobody''"],
    ['EntityDefinitions', '$orderby=LogicalName', '$orderby is not supported'],
    [`${contact}/Attributes`, "$filter=DisplayName eq 'x'", "'DisplayName' cannot be used in $filter"],
    [`${contact}/Nothing`, '', "segment 'Nothing'"],
  ])('refuses %s?%s, naming it', (path, query, message) => {
    expect(() => get(path, query)).toThrow(message);
    expect(() => get(path, query)).toThrow(DataverseError);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/query-schema-definitions
describe('RetrieveMetadataChanges', () => {
  const query = {
    Criteria: {
      FilterOperator: 'And',
      Conditions: [
        {
          ConditionOperator: 'Equals',
          PropertyName: 'LogicalName',
          Value: { Type: 'System.String', Value: 'contact' },
        },
      ],
    },
    Properties: { AllProperties: false, PropertyNames: ['LogicalName', 'Attributes'] },
    AttributeQuery: {
      Criteria: {
        FilterOperator: 'And',
        Conditions: [
          {
            ConditionOperator: 'Equals',
            PropertyName: 'LogicalName',
            Value: { Type: 'System.String', Value: 'new_level' },
          },
        ],
      },
      Properties: { AllProperties: false, PropertyNames: ['LogicalName', 'OptionSet'] },
    },
  };
  const ask = (stamp?: string): Record<string, unknown> =>
    json(
      `RetrieveMetadataChanges(Query=@p1${stamp === undefined ? '' : ',ClientVersionStamp=@p2'})`,
      `@p1=${encodeURIComponent(JSON.stringify(query))}${stamp === undefined ? '' : `&@p2='${encodeURIComponent(stamp)}'`}`,
    );

  it('returns what was asked for, with a stamp', () => {
    const answer = ask();
    expect(answer['EntityMetadata']).toMatchObject([
      { LogicalName: 'contact', Attributes: [{ LogicalName: 'new_level', OptionSet: { Name: 'new_level' } }] },
    ]);
    expect(answer['ServerVersionStamp']).toEqual(expect.any(String));
  });

  it('has nothing new for the current stamp, and refuses one it never gave', () => {
    const stamp = String(ask()['ServerVersionStamp']);
    expect(ask(stamp)['EntityMetadata']).toEqual([]);
    expect(errorOf(() => ask('999999!x')).code).toBe('0x80044352');
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-service-documents
describe('service documents', () => {
  it('lists every entity set', () => {
    expect(valueOf(get('').body)).toContainEqual({ name: 'contacts', kind: 'EntitySet', url: 'contacts' });
  });

  it('describes types, sets and Custom APIs in well-formed CSDL', () => {
    const api = store.insert('customapi', {
      customapiid: id('x', 1),
      uniquename: 'new_Do',
      bindingtype: 1,
      boundentitylogicalname: 'contact',
      isfunction: false,
    });
    store.insert('customapirequestparameter', { uniquename: 'Note', type: 10, isoptional: true, customapiid: api });
    const answer = get('$metadata');
    expect(answer.contentType).toBe('application/xml');
    const { document } = new JSDOM(answer.body, { contentType: 'application/xml' }).window;
    const type = document.querySelector('EntityType[Name="contact"]');
    expect(type?.querySelector('PropertyRef')?.getAttribute('Name')).toBe('contactid');
    expect(type?.querySelector('Property[Name="_parentcustomerid_value"]')?.getAttribute('Type')).toBe('Edm.Guid');
    expect(type?.querySelector('NavigationProperty[Name="listcontact_association"]')?.getAttribute('Type')).toBe(
      'Collection(mscrm.list)',
    );
    expect(document.querySelector('EntitySet[Name="contacts"]')).not.toBeNull();
    expect(document.querySelector('Action[Name="new_Do"] Parameter[Name="Note"]')?.getAttribute('Type')).toBe(
      'Edm.String',
    );
  });
});
