import { JSDOM } from 'jsdom';
import { operations } from '@pmds/emulator/messages/registry';
import { signatures } from '@pmds/emulator/metadata/csdl-platform';
import { read } from '@pmds/emulator/odata/read';
import { aStore, contextOf, errorOf } from './data-world';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-service-documents and the pages about its parts */
const store = aStore();
store.model.addKey('account', { logicalName: 'key', schemaName: 'key', columns: ['accountnumber'] });
const text = (query = '', annotate?: string): string =>
  read(contextOf(store, annotate === undefined ? {} : { annotate }), '$metadata', query).body;
const documentOf = (xml: string): Document => new JSDOM(xml, { contentType: 'application/xml' }).window.document;
const plain = documentOf(text());

describe('web-api-entitytypes', () => {
  it.each([
    ['account', 'mscrm.crmbaseentity', 'accountid'],
    ['systemuser', 'mscrm.principal', undefined],
    ['team', 'mscrm.principal', undefined],
    ['task', 'mscrm.activitypointer', undefined],
    ['activitypointer', 'mscrm.crmbaseentity', 'activityid'],
    ['principal', 'mscrm.crmbaseentity', 'ownerid'],
  ])('%s inherits from %s and has the key %s', (name, base, key) => {
    const type = plain.querySelector(`EntityType[Name="${name}"]`);
    expect(type?.getAttribute('BaseType')).toBe(base);
    expect(type?.querySelector('Key PropertyRef')?.getAttribute('Name')).toBe(key);
  });

  it('has the three special types', () => {
    for (const name of ['crmbaseentity', 'expando', 'crmmodelbaseentity'])
      expect(plain.querySelector(`EntityType[Name="${name}"]`)).not.toBeNull();
  });

  it('declares nothing a second time that a type inherits', () => {
    const namesOf = (type: string): string[] =>
      [...plain.querySelectorAll(`EntityType[Name="${type}"] > *[Name]`)].map((node) =>
        String(node.getAttribute('Name')),
      );
    const inherited = new Set(namesOf('activitypointer'));
    for (const activity of ['task', 'email', 'phonecall', 'letter'])
      expect(namesOf(activity).filter((name) => inherited.has(name))).toEqual([]);
  });

  it('annotates alternate keys', () => {
    const account = plain.querySelector('EntityType[Name="account"]');
    const annotation = account?.querySelector('Annotation[Term="OData.Community.Keys.V1.AlternateKeys"]');
    expect(annotation?.querySelector('PropertyValue[Property="Name"]')?.getAttribute('PropertyPath')).toBe(
      'accountnumber',
    );
  });
});

describe('web-api-navigation-properties', () => {
  it.each([
    ['account', 'createdby', 'mscrm.systemuser', 'lk_accountbase_createdby'],
    ['systemuser', 'lk_accountbase_createdby', 'Collection(mscrm.account)', 'createdby'],
    ['account', 'Account_Tasks', 'Collection(mscrm.task)', 'regardingobjectid_account_task'],
    ['systemuser', 'teammembership_association', 'Collection(mscrm.team)', 'teammembership_association'],
  ])('%s.%s is of type %s and has the partner %s', (table, name, type, partner) => {
    const property = plain.querySelector(`EntityType[Name="${table}"] > NavigationProperty[Name="${name}"]`);
    expect([property?.getAttribute('Type'), property?.getAttribute('Partner')]).toEqual([type, partner]);
  });

  it('constrains a lookup to the property that carries it', () => {
    const constraint = plain.querySelector(
      'EntityType[Name="account"] > NavigationProperty[Name="createdby"] > ReferentialConstraint',
    );
    expect(constraint?.getAttribute('Property')).toBe('_createdby_value');
    expect(constraint?.getAttribute('ReferencedProperty')).toBe('systemuserid');
  });
});

describe('use-web-api-functions, use-web-api-actions', () => {
  it('declares functions with their response', () => {
    expect(text()).toContain(
      '<ComplexType Name="WhoAmIResponse"><Property Name="BusinessUnitId" Type="Edm.Guid" Nullable="false" /><Property Name="UserId" Type="Edm.Guid" Nullable="false" /><Property Name="OrganizationId" Type="Edm.Guid" Nullable="false" /></ComplexType>',
    );
    expect(text()).toContain(
      '<Function Name="CalculateTotalTimeIncident" IsBound="true"><Parameter Name="entity" Type="mscrm.incident" Nullable="false" /><ReturnType Type="mscrm.CalculateTotalTimeIncidentResponse" Nullable="false" /></Function>',
    );
  });

  it('declares actions with their parameters', () => {
    expect(text()).toContain(
      '<Action Name="WinOpportunity"><Parameter Name="OpportunityClose" Type="mscrm.opportunityclose" Nullable="false" /><Parameter Name="Status" Type="Edm.Int32" Nullable="false" /></Action>',
    );
    expect(text()).toContain(
      '<Action Name="AddToQueue" IsBound="true"><Parameter Name="entity" Type="mscrm.queue" Nullable="false" /><Parameter Name="Target" Type="mscrm.crmbaseentity" Nullable="false" /><Parameter Name="SourceQueue" Type="mscrm.queue" /><Parameter Name="QueueItemProperties" Type="mscrm.queueitem" /><ReturnType Type="mscrm.AddToQueueResponse" Nullable="false" /></Action>',
    );
  });

  it('declares exactly the operations that there are, as they are', () => {
    const declared = Object.entries(signatures).map(([name, { kind, binding, parameters }]) => [
      name,
      kind,
      binding,
      Object.keys(parameters).sort(),
    ]);
    const there = operations.map(({ name, kind, binding, parameters }) => [
      name,
      kind,
      binding,
      [...parameters].sort(),
    ]);
    expect(declared.sort()).toEqual(there.sort());
  });
});

describe('metadata annotations', () => {
  it('come with ?annotations=true or the preference only', () => {
    const modifiedon = 'EntityType[Name="account"] > Property[Name="modifiedon"] > Annotation';
    expect(plain.querySelector(modifiedon)).toBeNull();
    for (const annotated of [text('annotations=true'), text('', '*')]) {
      const terms = [...documentOf(annotated).querySelectorAll(modifiedon)].map((node) => node.getAttribute('Term'));
      expect(terms).toEqual(['Org.OData.Core.V1.Computed', 'Org.OData.Core.V1.Permissions']);
    }
  });

  it('are the only option of the document', () => {
    expect(errorOf(() => text('$select=name')).status).toBe(400);
  });
});
