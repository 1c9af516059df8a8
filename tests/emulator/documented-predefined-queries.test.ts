import { aWorld, type World } from './server-world';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-and-execute-predefined-queries */
let world: World;
let account: string;
beforeAll(async () => {
  world = await aWorld();
  account = await world.create('accounts', {
    name: 'Contoso, Ltd. (sample)',
    opportunity_parent_account: [{ name: 'Open' }, { name: 'Won', statecode: 1, statuscode: 3 }],
  });
  await world.create('opportunities', { name: 'Somebody else' });
});
afterAll(() => world.close());

const fetchOf = (table: string, inside: string): string =>
  `<fetch mapping='logical'><entity name='${table}'>${inside}</entity></fetch>`;
const open = fetchOf(
  'opportunity',
  "<attribute name='name'/><filter><condition attribute='statecode' operator='eq' value='0'/></filter>",
);

describe('retrieve-and-execute-predefined-queries', () => {
  it('leaves out a property that is null, which a query by OData writes', async () => {
    const fetchXml = fetchOf('account', "<attribute name='name'/><attribute name='accountnumber'/>");
    const fetched = await world.call('GET', `accounts?fetchXml=${encodeURIComponent(fetchXml)}`);
    expect(Object.keys(fetched.body.value?.[0] ?? {})).toEqual(['@odata.etag', 'name', 'accountid']);
    const queried = await world.call('GET', `accounts?$select=name,accountnumber`);
    expect(queried.body.value).toMatchObject([{ accountnumber: null }]);
  });

  it('applies a saved view and an own query to the set, and to the related rows of one row', async () => {
    const names = async (path: string) => (await world.call('GET', path)).body.value?.map((row) => row['name']).sort();
    const view = { name: 'Open Opportunities', returnedtypecode: 'opportunity', fetchxml: open, querytype: 0 };
    const saved = await world.create('savedqueries', view);
    const own = await world.create('userqueries', view);
    expect(await names(`opportunities?savedQuery=${saved}`)).toEqual(['Open', 'Somebody else']);
    expect(await names(`accounts(${account})/opportunity_parent_account/?savedQuery=${saved}`)).toEqual(['Open']);
    expect(await names(`accounts(${account})/opportunity_parent_account?userQuery=${own}`)).toEqual(['Open']);
  });

  it('applies FetchXML to a many-to-many collection and to an entity without content', async () => {
    const list = await world.create('lists', { listname: 'List', createdfromcode: 1, type: false });
    await world.call('POST', `lists(${list})/listaccount_association/$ref`, {
      '@odata.id': `${world.connection.url}accounts(${account})`,
    });
    await world.create('accounts', { name: 'Not a member' });
    const fetchXml = encodeURIComponent("<fetch><entity name='account'/></fetch>");
    const members = await world.call('GET', `lists(${list})/listaccount_association?fetchXml=${fetchXml}`);
    expect(members.body.value?.map((row) => row['accountid'])).toEqual([account]);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#batch-responses
it('what is read in a batch is streamed', async () => {
  const lines = [
    '--batch_1',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `GET /api/data/v9.2/accounts(${account})/Account_Tasks?$select=subject HTTP/1.1`,
    '',
    '',
    '--batch_1--',
    '',
  ];
  const headers = { 'Content-Type': 'multipart/mixed; boundary="batch_1"' };
  const answer = await world.call('POST', '$batch', lines.join('\r\n'), headers);
  expect(answer.text).toContain('Content-Type: application/json; odata.metadata=minimal; odata.streaming=true\r\n');
});
