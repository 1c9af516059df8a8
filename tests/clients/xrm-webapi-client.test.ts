import { memberSets, type MemberTable } from '@pmds/contracts/fields/member-table';
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import type WebApiClientModule from 'xrm-webapi-client';
import { anOrganisation, idOf, mark, type Organisation } from './support/organisation';

/**
 * https://github.com/XRM-OSS/Xrm-WebApi-Client, unchanged, as a web resource has it: a script in a page of the organisation's own
 * origin, with `XMLHttpRequest` and a `GetGlobalContext` function.
 */
type Client = typeof WebApiClientModule;

let organisation: Organisation;
let page: JSDOM;
let client: Client;

beforeAll(async () => {
  organisation = await anOrganisation();
  page = new JSDOM('', { url: `${organisation.origin}/main.aspx`, runScripts: 'outside-only' });
  Object.assign(page.window, { GetGlobalContext: () => ({ getClientUrl: () => organisation.origin }) });
  page.window.eval(readFileSync(require.resolve('xrm-webapi-client'), 'utf8'));
  client = (page.window as unknown as { WebApiClient: Client }).WebApiClient;
  client.ApiVersion = '9.2';
  client.Token = organisation.token;
});
afterAll(async () => {
  page.window.close();
  await organisation.close();
});

type Row = Readonly<Record<string, unknown>>;
interface Page {
  readonly value: readonly Row[];
}

/** A function that the client has and its types lack. */
interface Expanding {
  Expand(parameters: { readonly records: readonly Row[] }): unknown;
}

const preferring = (value: string) => [{ key: 'Prefer', value }];

/** The client's types leave open what it answers; a test says what it expects. */
const answered = async <Expected>(answer: unknown): Promise<Expected> => (await answer) as Expected;

/** With `asBatch` the client gives the request instead of sending it. */
const part = (request: unknown): WebApiClientModule.BatchRequest => request as WebApiClientModule.BatchRequest;

/** Creates through the client and returns the new row's id, taken from the address that the client answers with. */
async function created(entityName: MemberTable, entity: object): Promise<string> {
  const id = idOf(await answered<string>(client.Create({ entityName, entity })));
  if (id === null) throw new Error('The client gave no address of a new row.');
  organisation.remember(memberSets[entityName], id);
  return id;
}

describe('xrm-webapi-client: rows', () => {
  it('creates, reads, updates and deletes', async () => {
    const entityId = await created('contact', { lastname: `Row-${mark}` });
    const read = (): Promise<Row> =>
      answered(client.Retrieve({ entityName: 'contact', entityId, queryParams: '?$select=lastname,jobtitle' }));
    expect(await read()).toMatchObject({ contactid: entityId, lastname: `Row-${mark}`, jobtitle: null });
    await client.Update({ entityName: 'contact', entityId, entity: { jobtitle: 'Editor' } });
    expect(await read()).toMatchObject({ jobtitle: 'Editor' });
    await client.Delete({ entityName: 'contact', entityId });
    await expect(read()).rejects.toThrow(/Entity 'contact' With Id = .* Does Not Exist/);
  });

  it('gets the new row back with return=representation', async () => {
    const row = await answered<Row>(
      client.Create({
        entityName: 'contact',
        entity: { lastname: `Back-${mark}` },
        headers: preferring('return=representation'),
      }),
    );
    organisation.remember('contacts', String(row['contactid']));
    expect(row).toMatchObject({ lastname: `Back-${mark}`, statecode: 0 });
  });

  it('shows the platform code and sentence of a refusal when errors are prettified', async () => {
    client.PrettifyErrors = true;
    const create = answered(client.Create({ entityName: 'contact', entity: { lastname: 'x'.repeat(51) } }));
    await expect(create).rejects.toThrow(/A validation error occurred/);
  });
});

describe('xrm-webapi-client: queries', () => {
  const five = (name: string) =>
    Promise.all(
      Array.from({ length: 5 }, (_, index) => created('contact', { lastname: name, telephone1: String(index) })),
    );

  it('follows nextLink to the end with returnAllPages', async () => {
    await five(`All-${mark}`);
    const all = await answered<Page>(
      client.Retrieve({
        entityName: 'contact',
        queryParams: `?$select=telephone1&$filter=lastname eq 'All-${mark}'&$orderby=telephone1 asc`,
        returnAllPages: true,
        headers: preferring('odata.maxpagesize=2'),
      }),
    );
    expect(all.value.map((row) => row['telephone1'])).toEqual(['0', '1', '2', '3', '4']);
  });

  it('reads all pages of a FetchXML query by its paging cookie', async () => {
    await five(`Fetch-${mark}`);
    const all = await answered<Page>(
      client.Retrieve({
        entityName: 'contact',
        fetchXml: `<fetch count='2' page='1'><entity name='contact'><attribute name='telephone1'/><order attribute='telephone1'/>
        <filter><condition attribute='lastname' operator='eq' value='Fetch-${mark}'/></filter></entity></fetch>`,
        returnAllPages: true,
        headers: preferring('odata.include-annotations="*"'),
      }),
    );
    expect(all.value.map((row) => row['telephone1'])).toEqual(['0', '1', '2', '3', '4']);
  });

  it('sends a FetchXML query that is too long for a URL as a batch', async () => {
    const ids = await five(`Long-${mark}`);
    const values = [...ids, ...Array.from({ length: 60 }, () => crypto.randomUUID())];
    const found = await answered<Page>(
      client.Retrieve({
        entityName: 'contact',
        fetchXml: `<fetch><entity name='contact'><attribute name='lastname'/><filter><condition attribute='contactid' operator='in'>
        ${values.map((value) => `<value>${value}</value>`).join('')}</condition></filter></entity></fetch>`,
      }),
    );
    expect(found.value).toHaveLength(5);
  });

  it('expands a deferred collection with Expand', async () => {
    const accountid = await created('account', { name: `Expand-${mark}` });
    for (const telephone1 of ['1', '2'])
      await created('contact', {
        lastname: `Child-${mark}`,
        telephone1,
        'parentcustomerid_account@odata.bind': `/accounts(${accountid})`,
      });
    const accounts = await answered<Page>(
      client.Retrieve({
        entityName: 'account',
        queryParams: `?$select=name&$filter=accountid eq ${accountid}&$expand=contact_customer_accounts($select=telephone1)`,
        headers: preferring('odata.maxpagesize=1'),
      }),
    );
    const [expanded] = await answered<Row[]>((client as unknown as Expanding).Expand({ records: accounts.value }));
    expect((expanded?.['contact_customer_accounts'] as Page).value).toHaveLength(2);
  });
});

describe('xrm-webapi-client: relations, operations and batches', () => {
  it('associates and disassociates', async () => {
    const account = { entityName: 'account', entityId: await created('account', { name: `Link-${mark}` }) };
    const contact = { entityName: 'contact', entityId: await created('contact', { lastname: `Link-${mark}` }) };
    const relation = { relationShip: 'contact_customer_accounts', source: contact, target: account };
    const children = async () =>
      (await organisation.call('GET', `accounts(${account.entityId})/contact_customer_accounts?$select=lastname`)).json
        .value;
    await client.Associate(relation);
    expect(await children()).toMatchObject([{ contactid: contact.entityId }]);
    await client.Disassociate(relation);
    expect(await children()).toEqual([]);
  });

  it('executes functions with and without parameters', async () => {
    const me = await answered<Row>(client.Execute(client.Requests.WhoAmIRequest));
    expect(me).toMatchObject({ UserId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('calls pmds_StartSync bound to a row, with and without the namespace in brackets', async () => {
    const entityId = await organisation.create('pmds_datasyncs', { pmds_name: `Start-${mark}` });
    const Start = client.Requests.Request.prototype.with({
      method: 'POST',
      name: 'Microsoft.Dynamics.CRM.pmds_StartSync',
      bound: true,
      entityName: 'pmds_datasync',
    });
    await expect(client.Execute(Start.with({ entityId }))).resolves.not.toThrow();
    await expect(
      client.Execute(Start.with({ entityId, payload: { RunId: crypto.randomUUID() } })),
    ).resolves.not.toThrow();
  });

  it('sends change sets and reads of one batch and gives each its answer', async () => {
    const entityId = await created('contact', { lastname: `Batch-${mark}` });
    const changeSet = new client.ChangeSet({
      requests: [
        part(client.Update({ entityName: 'contact', entityId, entity: { jobtitle: 'In batch' }, asBatch: true })),
        part(client.Create({ entityName: 'contact', entity: { lastname: `Batch2-${mark}` }, asBatch: true })),
      ],
    });
    const batch = new client.Batch({
      changeSets: [changeSet],
      requests: [
        part(client.Retrieve({ entityName: 'contact', entityId, queryParams: '?$select=jobtitle', asBatch: true })),
      ],
    });
    const answer = await client.SendBatch(batch);
    expect(answer.isFaulted).toBe(false);
    expect(answer.errors).toEqual([]);
    const [update, create] = answer.changeSetResponses?.[0]?.responses ?? [];
    expect(update?.status).toBe('204');
    const made = idOf((create?.headers as Record<string, string> | undefined)?.['OData-EntityId']);
    organisation.remember('contacts', made ?? '');
    expect(answer.batchResponses?.[0]?.payload).toMatchObject({ jobtitle: 'In batch' });
  });

  it('says that a batch is faulted when a change set fails', async () => {
    const changeSet = new client.ChangeSet({
      requests: [part(client.Create({ entityName: 'contact', entity: { lastname: 'x'.repeat(51) }, asBatch: true }))],
    });
    await expect(client.SendBatch(new client.Batch({ changeSets: [changeSet] }))).rejects.toThrow();
  });
});
