import { memberSets, type MemberTable } from '@pmds/contracts/fields/member-table';
import './support/no-configuration-files';
import {
  EntityReference,
  OperationType,
  setMetadataCache,
  StructuralProperty,
  WebApiExecuteRequestBase,
  XrmContextDataverseClient,
  type IEntity,
} from 'dataverse-ify';
import { accountMetadata } from 'dataverse-ify/lib/dataverse-gen/entities/Account';
import { contactMetadata } from 'dataverse-ify/lib/dataverse-gen/entities/Contact';
import { XrmApi } from 'dataverse-ify/lib/webapi';
import { NodeWebApi, NodeWebApiRequest } from 'dataverse-ify/lib/webapi/node';
import { anOrganisation, mark, type Organisation } from './support/organisation';

/** https://github.com/scottdurow/dataverse-ify, unchanged: `Xrm.WebApi` for Node, and the SDK-like client above it. */
let organisation: Organisation;
let xrm: Xrm.XrmStatic;
let client: XrmContextDataverseClient;

beforeAll(async () => {
  organisation = await anOrganisation();
  const webApi = new NodeWebApi(organisation.origin, '9.2');
  if (webApi.requestImplementation instanceof NodeWebApiRequest)
    webApi.requestImplementation.setAccessToken(organisation.token);
  xrm = XrmApi.createInstance(webApi);
  // The client asks for the global one in a few places.
  Object.assign(globalThis, { Xrm: xrm });
  setMetadataCache({ entities: { account: accountMetadata, contact: contactMetadata } });
  client = new XrmContextDataverseClient(xrm.WebApi);
});
afterAll(() => organisation.close());

async function created(logicalName: MemberTable, columns: Readonly<Record<string, unknown>>): Promise<string> {
  const id = await client.create({ logicalName, ...columns });
  organisation.remember(memberSets[logicalName], id);
  return id;
}

describe('dataverse-ify: the SDK-like client', () => {
  it('creates, reads, updates and deletes rows with their types', async () => {
    const id = await created('contact', { lastname: `Row-${mark}`, numberofchildren: 2 });
    await client.update({ logicalName: 'contact', contactid: id, jobtitle: 'Editor' });
    const row = await client.retrieve<IEntity>('contact', id, ['lastname', 'jobtitle', 'createdon']);
    expect(row).toMatchObject({ lastname: `Row-${mark}`, jobtitle: 'Editor', createdon: expect.any(Date) as Date });
    await client.delete('contact', id);
    await expect(client.retrieve('contact', id, true)).rejects.toMatchObject({ code: '0x80040217' });
  });

  it('sets lookups by reference and reads them back with their name', async () => {
    const account = await created('account', { name: `Parent-${mark}` });
    const contact = await created('contact', {
      lastname: `Child-${mark}`,
      parentcustomerid: new EntityReference('account', account),
    });
    const row = await client.retrieve<IEntity>('contact', contact, ['parentcustomerid']);
    expect(row['parentcustomerid']).toMatchObject({ entityType: 'account', id: account, name: `Parent-${mark}` });
  });

  it('queries with FetchXML and gets the paging cookie', async () => {
    for (const telephone1 of ['1', '2', '3']) await created('contact', { lastname: `Fetch-${mark}`, telephone1 });
    const page = await client.retrieveMultiple(`<fetch count="2" page="1"><entity name="contact">
      <attribute name="telephone1"/><order attribute="telephone1"/>
      <filter><condition attribute="lastname" operator="eq" value="Fetch-${mark}"/></filter></entity></fetch>`);
    expect(page.entities).toHaveLength(2);
    expect(page.moreRecords).toBe(true);
    expect(page.pagingCooking).toContain('pagingcookie="%253ccookie%2520page%253d');
  });

  it('queries with OData by pages', async () => {
    for (const telephone1 of ['1', '2', '3']) await created('contact', { lastname: `OData-${mark}`, telephone1 });
    const page = await client.retrieveMultiple(`?$select=telephone1&$filter=lastname eq 'OData-${mark}'`, {
      logicalName: 'contact',
      maxPageSize: 2,
    });
    expect(page.entities).toHaveLength(2);
    expect(page.nextLink).toContain('$skiptoken=');
  });

  it('associates several rows at once and disassociates them, by batches', async () => {
    const account = await created('account', { name: `Link-${mark}` });
    const contacts = [
      await created('contact', { lastname: `L-${mark}` }),
      await created('contact', { lastname: `M-${mark}` }),
    ];
    const references = contacts.map((id) => new EntityReference('contact', id));
    const linked = async () =>
      (await organisation.call('GET', `accounts(${account})/contact_customer_accounts/$count`)).text;
    await client.associate('account', account, 'contact_customer_accounts', references);
    expect(await linked()).toBe('2');
    await client.disassociate('account', account, 'contact_customer_accounts', references);
    expect(await linked()).toBe('0');
  });
});

describe('dataverse-ify: Xrm.WebApi', () => {
  it('executes a bound action with and without its parameter', async () => {
    const id = await organisation.create('pmds_datasyncs', { pmds_name: `Start-${mark}` });
    const start = (parameters: object) =>
      xrm.WebApi.online.execute(
        new WebApiExecuteRequestBase(
          {
            boundParameter: 'entity',
            operationName: 'pmds_StartSync',
            operationType: OperationType.Action,
            parameterTypes: {
              entity: { typeName: 'mscrm.pmds_datasync', structuralProperty: StructuralProperty.EntityType },
              RunId: { typeName: 'Edm.String', structuralProperty: StructuralProperty.PrimitiveType },
            },
          },
          { entity: { entityType: 'pmds_datasync', id }, ...parameters },
        ),
      );
    expect((await start({})).ok).toBe(true);
    expect((await start({ RunId: crypto.randomUUID() })).ok).toBe(true);
  });

  it('executes a function', async () => {
    const answer = await xrm.WebApi.online.execute(
      new WebApiExecuteRequestBase({
        operationName: 'WhoAmI',
        operationType: OperationType.Function,
        parameterTypes: {},
      }),
    );
    expect(await answer.json()).toMatchObject({ UserId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('rolls a change set of executeMultiple back when one request fails', async () => {
    const create = (lastname: string) =>
      new WebApiExecuteRequestBase(
        { operationName: 'Create', operationType: OperationType.CRUD, parameterTypes: {} },
        { etn: 'contact', payload: { lastname } },
      );
    await expect(
      xrm.WebApi.online.executeMultiple([[create(`Undone-${mark}`), create('x'.repeat(51))]]),
    ).rejects.toBeDefined();
    const count = await organisation.call('GET', `contacts/$count?$filter=lastname%20eq%20'Undone-${mark}'`);
    expect(count.text).toBe('0');
  });
});
