import { readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import type * as Client from 'dataverse-webapi/lib/node';
import { anOrganisation, mark, type Organisation } from './support/organisation';

/** https://www.npmjs.com/package/dataverse-webapi, unchanged, its Node edition. */
let organisation: Organisation;
let client: typeof Client;
const usual = https.globalAgent;

beforeAll(async () => {
  organisation = await anOrganisation(['--https']);
  // By its file: the package offers itself to `import` alone, and tests are compiled to `require`.
  const file = join(__dirname, '..', '..', 'node_modules', 'dataverse-webapi', 'lib', 'node.js');
  client = (await import(file)) as typeof Client;
  // The client knows no port but 443 and trusts what Node trusts: both are the agent's business.
  const { port } = new URL(organisation.url);
  https.globalAgent = Object.assign(
    new https.Agent(organisation.certificate === null ? {} : { ca: readFileSync(organisation.certificate) }),
    port === '' ? {} : { defaultPort: Number(port) },
  );
});
afterAll(async () => {
  https.globalAgent.destroy();
  https.globalAgent = usual;
  await organisation.close();
});

// A fresh one per call: following a page changes it.
const config = () => new client.WebApiConfig('9.2', organisation.token, organisation.origin);

async function created(set: string, entity: Parameters<typeof Client.create>[2]): Promise<string> {
  const row = await client.createWithReturnData(config(), set, entity, '$select=createdon');
  const id = row[`${set.slice(0, -1)}id`] as string;
  organisation.remember(set, id);
  return id;
}

describe('dataverse-webapi', () => {
  it('creates, reads, updates, clears and deletes', async () => {
    const id = await created('contacts', { lastname: `Row-${mark}` });
    await client.update(config(), 'contacts', id, { jobtitle: 'Editor' });
    await client.updateProperty(config(), 'contacts', id, 'telephone1', '42');
    const read = () => client.retrieve(config(), 'contacts', id, '$select=lastname,jobtitle,telephone1');
    expect(await read()).toMatchObject({ lastname: `Row-${mark}`, jobtitle: 'Editor', telephone1: '42' });
    await client.deleteProperty(config(), 'contacts', id, 'telephone1');
    expect(await read()).toMatchObject({ telephone1: null });
    await client.deleteRecord(config(), 'contacts', id);
    await expect(read()).rejects.toMatchObject({ code: '0x80040217' });
  });

  it('gets the address of a new row, and the row after an update', async () => {
    const url = await client.create(config(), 'contacts', { lastname: `Address-${mark}` });
    const id = /[0-9a-f-]{36}/i.exec(url)?.[0] ?? '';
    organisation.remember('contacts', id.toLowerCase());
    const row = await client.updateWithReturnData(config(), 'contacts', id, { jobtitle: 'Back' }, '$select=jobtitle');
    expect(row['jobtitle']).toBe('Back');
  });

  it('follows nextLink, to which it adds a slash', async () => {
    for (const telephone1 of ['1', '2', '3']) await created('contacts', { lastname: `Page-${mark}`, telephone1 });
    const query = `$select=telephone1&$filter=lastname eq 'Page-${mark}'&$orderby=telephone1`.replaceAll(' ', '%20');
    const first = await client.retrieveMultiple(config(), 'contacts', query, { maxPageSize: 2 });
    expect(first.value.map((row) => row['telephone1'])).toEqual(['1', '2']);
    const second = await client.retrieveMultipleNextPage(config(), first['@odata.nextLink'], { maxPageSize: 2 });
    expect(second.value.map((row) => row['telephone1'])).toEqual(['3']);
  });

  it('queries with FetchXML', async () => {
    await created('contacts', { lastname: `Fetch-${mark}` });
    const fetchXml = `<fetch><entity name="contact"><attribute name="lastname"/><filter>
      <condition attribute="lastname" operator="eq" value="Fetch-${mark}"/></filter></entity></fetch>`;
    const found = await client.retrieveMultiple(config(), 'contacts', `?fetchXml=${encodeURIComponent(fetchXml)}`);
    expect(found.value).toHaveLength(1);
  });

  it('associates and disassociates', async () => {
    const account = await created('accounts', { name: `Link-${mark}` });
    const contact = await created('contacts', { lastname: `Link-${mark}` });
    const link = [config(), 'accounts', account, 'contact_customer_accounts'] as const;
    const linked = async () =>
      (await client.retrieveMultiple(config(), `accounts(${account})/contact_customer_accounts`, '$select=lastname'))
        .value.length;
    await client.associate(...link, 'contacts', contact);
    expect(await linked()).toBe(1);
    await client.disassociate(...link, contact);
    expect(await linked()).toBe(0);
  });

  it('calls functions with parameter aliases and bound actions', async () => {
    expect(await client.unboundFunction(config(), 'WhoAmI')).toHaveProperty('UserId');
    const counted = await client.unboundFunction(config(), 'RetrieveTotalRecordCount', [
      { name: 'EntityNames', alias: 'p1', value: '["contact"]' },
    ]);
    expect(counted).toHaveProperty('EntityRecordCountCollection.Count', 1);
    const list = await created('lists', { listname: `Add-${mark}`, type: false, createdfromcode: 2 });
    const contact = await created('contacts', { lastname: `Member-${mark}` });
    const added = await client.boundAction(config(), 'lists', list, 'AddMemberList', {
      EntityId: contact,
    });
    expect(added).toHaveProperty('Id');
  });

  it('sends change sets and reads in one batch', async () => {
    const contact = await created('contacts', { lastname: `Batch-${mark}` });
    const answers = (await client.batchOperation(
      config(),
      'b1',
      'c1',
      [
        { queryString: `contacts(${contact})`, method: 'PATCH', entity: { jobtitle: 'In batch' } },
        { queryString: 'contacts', method: 'POST', entity: { lastname: `Batch2-${mark}` } },
      ],
      [`contacts?$select=jobtitle&$filter=contactid%20eq%20${contact}`],
    )) as { httpStatus: number; entityId?: string; data?: { value: { jobtitle: string }[] } }[];
    expect(answers.map((answer) => answer.httpStatus)).toEqual([204, 204, 200]);
    organisation.remember('contacts', answers[1]?.entityId ?? '');
    expect(answers[2]?.data?.value).toMatchObject([{ jobtitle: 'In batch' }]);
  });
});
