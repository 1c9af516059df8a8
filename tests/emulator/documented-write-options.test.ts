import { aReceiver, aWorld, type Receiver, type World } from './server-world';

/**
 * The published requests of https://learn.microsoft.com/power-apps/developer/data-platform/use-upsert-insert-update-record,
 * …/optional-parameters, …/webapi/create-entity-web-api and …/webapi/associate-disassociate-entities-using-web-api
 */
let world: World;
let receiver: Receiver;
beforeAll(async () => {
  world = await aWorld();
  receiver = await aReceiver();
  world.organisation.store.model.addKey('account', {
    logicalName: 'example_key',
    schemaName: 'example_key',
    columns: ['accountnumber', 'numberofemployees'],
  });
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

const { stringify } = JSON;
const representation = { Prefer: 'return=representation' };
const key = (number: number): string => `accounts(accountnumber='${number}',numberofemployees=${number})`;

describe('use-upsert-insert-update-record', () => {
  it('creates and updates with the same answer, whose address is the alternate key of the request', async () => {
    for (const name of ['2:2', '2:2 Updated']) {
      const answer = await world.call('PATCH', key(2), { name });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers.get('odata-entityid')).toBe(`${world.connection.url}${key(2)}`);
    }
    expect((await world.call('GET', `${key(2)}?$select=name`)).body).toMatchObject({ name: '2:2 Updated' });
  });

  it('return=representation tells a create (201) from an update (200)', async () => {
    const patch = () => world.call('PATCH', `${key(3)}?$select=accountid`, { name: '3:3' }, representation);
    const [created, updated] = [await patch(), await patch()];
    expect([created.status, updated.status]).toEqual([201, 200]);
    expect(Object.keys(created.body)).toEqual(['@odata.context', '@odata.etag', 'accountid']);
    expect(updated.body['accountid']).toBe(created.body['accountid']);
    expect(created.headers.get('etag')).toBe(created.body['@odata.etag']);
  });

  it('a row that exists keeps the key of the URL; a new one takes it from the body first', async () => {
    await world.call('PATCH', key(4), { name: 'first' });
    await world.call('PATCH', key(4), { name: 'second', accountnumber: 'other' });
    expect((await world.call('GET', `${key(4)}?$select=name`)).body).toMatchObject({ name: 'second' });
    const made = await world.call('PATCH', `${key(5)}?$select=accountnumber`, { accountnumber: '55' }, representation);
    expect(made.body).toMatchObject({ accountnumber: '55' });
  });

  it('If-Match: * does not create, If-None-Match: * does not update', async () => {
    expect((await world.call('PATCH', key(6), { name: 'x' }, { 'If-Match': '*' })).status).toBe(404);
    expect((await world.call('PATCH', key(2), { name: 'x' }, { 'If-None-Match': '*' })).status).toBe(412);
  });

  it('a key that the table does not have is refused in the documented words', async () => {
    const answer = await world.call('GET', "accounts(name='A')");
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          message:
            "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.account'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.account'.",
        },
      },
    });
    const me = (await world.call('GET', 'WhoAmI')).body['UserId'];
    expect((await world.call('GET', `systemusers(ownerid=${String(me)})?$select=fullname`)).status).toBe(200);
    expect((await world.call('GET', `systemusers(systemuserid=${String(me)})`)).status).toBe(400);
  });
});

describe('optional-parameters', () => {
  it.each([
    ['accounts', { name: 'Sample Account of its own' }],
    ['leads', { firstname: 'Monte', lastname: 'Orton', emailaddress1: 'monteorton.own@example.com' }],
  ])('SuppressDuplicateDetection: false refuses a second row in %s with 412', async (set, row) => {
    const detect = { 'MSCRM.SuppressDuplicateDetection': 'false' };
    const made = await world.call('POST', set, row, detect);
    expect(made.status).toBe(204);
    const count = async () => (await world.call('GET', `${set}/$count`)).text;
    const before = await count();
    expect(await world.call('POST', set, row, detect)).toMatchObject({
      status: 412,
      body: {
        error: {
          code: '0x80040333',
          message: 'A record was not created or updated because a duplicate of the current record already exists.',
        },
      },
    });
    expect(await count()).toBe(before);
    expect((await world.call('POST', set, row, { 'MSCRM.SuppressDuplicateDetection': 'true' })).status).toBe(204);
    const address = String(made.headers.get('odata-entityid'));
    expect((await world.call('PATCH', address, row, { ...detect, 'If-Match': '*' })).status).toBe(412);
  });

  it('?tag= is a shared variable of the steps; the bypass header keeps the steps from being called', async () => {
    const endpoint = await world.create('serviceendpoints', {
      name: 'Tagged',
      url: receiver.url,
      contract: 8,
      authtype: 5,
      authvalue: '<settings><setting name="x" value="y"/></settings>',
    });
    const messages = await world.call('GET', "sdkmessages?$select=sdkmessageid&$filter=name eq 'Create'");
    const filters = await world.call(
      'GET',
      `sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq 'account' and _sdkmessageid_value eq ${String(messages.body.value?.[0]?.['sdkmessageid'])}`,
    );
    await world.create('sdkmessageprocessingsteps', {
      name: 'Create of account',
      mode: 0,
      stage: 40,
      rank: 1,
      'sdkmessageid@odata.bind': `/sdkmessages(${String(messages.body.value?.[0]?.['sdkmessageid'])})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${String(filters.body.value?.[0]?.['sdkmessagefilterid'])})`,
      'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
    });
    await world.call('POST', 'accounts?tag=A%20string%20value', { name: 'Tagged' });
    await world.call('POST', 'accounts', { name: 'Quiet' }, { 'MSCRM.BypassBusinessLogicExecution': 'CustomSync' });
    await world.call('POST', 'accounts', { name: 'Quiet' }, { 'MSCRM.BypassCustomPluginExecution': 'true' });
    const tags = receiver.received.map(
      ({ text }) => (JSON.parse(text) as { SharedVariables: unknown }).SharedVariables,
    );
    expect(tags).toEqual([[{ key: 'tag', value: 'A string value' }]]);
    const unknown = await world.call('POST', 'accounts', {}, { 'MSCRM.BypassBusinessLogicExecution': 'Everything' });
    expect(unknown.status).toBe(400);
  });
});

describe('create-entity-web-api, update-delete-entities-using-web-api', () => {
  it('deep insert through the sample tables: an account, its contact, an opportunity and its task', async () => {
    const account = await world.create('accounts', {
      name: 'Sample Account',
      primarycontactid: { firstname: 'John', lastname: 'Smith' },
      opportunity_customer_accounts: [
        {
          name: 'Opportunity associated to Sample Account',
          Opportunity_Tasks: [{ subject: 'Task associated to opportunity' }],
        },
      ],
    });
    const read = await world.call(
      'GET',
      `accounts(${account})?$select=name&$expand=primarycontactid($select=fullname),opportunity_customer_accounts($select=name;$expand=Opportunity_Tasks($select=subject))`,
    );
    expect(read.body).toMatchObject({
      primarycontactid: { fullname: 'John Smith' },
      opportunity_customer_accounts: [{ Opportunity_Tasks: [{ subject: 'Task associated to opportunity' }] }],
    });
  });

  it('takes digits in text for a whole number, as the sample of InitializeFrom sends them', async () => {
    const body = { '@odata.type': '#Microsoft.Dynamics.CRM.account', name: 'Contoso Ltd', numberofemployees: '200' };
    const made = await world.call('POST', 'accounts?$select=numberofemployees', body, representation);
    expect(made.body).toMatchObject({ numberofemployees: 200 });
    expect((await world.call('POST', 'accounts', { numberofemployees: 'many' })).status).toBe(400);
  });

  it('an update with data returned expands nothing', async () => {
    const account = await world.create('accounts', { name: 'Expanding' });
    const path = `accounts(${account})?$select=name&$expand=primarycontactid($select=fullname)`;
    const answer = await world.call('PATCH', path, { name: 'Updated' }, { ...representation, 'If-Match': '*' });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['@odata.context', '@odata.etag', 'name', 'accountid']);
  });
});

describe('associate-disassociate-entities-using-web-api', () => {
  it('$ref on both ends of a customer lookup, by absolute and by relative address', async () => {
    const account = await world.create('accounts', { name: 'Customer' });
    const opportunity = await world.create('opportunities', { name: 'Opportunity' });
    const collection = `accounts(${account})/opportunity_customer_accounts`;
    const lookup = `opportunities(${opportunity})/customerid_account/$ref`;
    const customer = async () =>
      (await world.call('GET', `opportunities(${opportunity})?$select=_customerid_value`)).body['_customerid_value'];
    const url = `${world.connection.url}opportunities(${opportunity})`;
    expect((await world.call('POST', `${collection}/$ref`, { '@odata.id': url })).status).toBe(204);
    expect(await customer()).toBe(account);
    expect((await world.call('DELETE', `${collection}/$ref?$id=${url}`)).status).toBe(204);
    expect(await customer()).toBeNull();
    expect((await world.call('PUT', lookup, { '@odata.id': `accounts(${account})` })).status).toBe(204);
    expect((await world.call('DELETE', `${collection}(${opportunity})/$ref`)).status).toBe(204);
    expect(await customer()).toBeNull();
    const bind = { 'customerid_account@odata.bind': `accounts(${account})` };
    expect((await world.call('PATCH', `opportunities(${opportunity})`, bind)).status).toBe(204);
    expect((await world.call('DELETE', lookup)).status).toBe(204);
    expect(await customer()).toBeNull();
  });

  it('PUT of email_activity_parties replaces the parties; other collections cannot be put', async () => {
    const contacts = [
      await world.create('contacts', { lastname: 'A' }),
      await world.create('contacts', { lastname: 'B' }),
    ];
    const email = await world.create('emails', { subject: 'Parties' });
    const put = (value: unknown) => world.call('PUT', `emails(${email})/email_activity_parties`, { value });
    const parties = contacts.map((id, at) => ({
      'partyid_contact@odata.bind': `contacts(${id})`,
      participationtypemask: 3 - at,
    }));
    expect((await put(parties.slice(0, 1))).status).toBe(204);
    expect(await put(parties)).toMatchObject({ status: 204, text: '' });
    const read = await world.call('GET', `emails(${email})/email_activity_parties?$select=_partyid_value`);
    expect(read.body.value?.map((party) => party['_partyid_value']).sort()).toEqual([...contacts].sort());
    expect((await put('nobody')).status).toBe(400);
    const other = await world.call('PUT', `contacts(${contacts[0] ?? ''})/Contact_Tasks`, stringify({ value: [] }));
    expect(other.status).toBe(405);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api#conditional-retrievals
describe('perform-conditional-operations-using-web-api', () => {
  it('304 has the documented headers and no body', async () => {
    const path = `accounts(${await world.create('accounts', { name: 'Unchanged' })})?$select=name`;
    const etag = String((await world.call('GET', path)).body['@odata.etag']);
    const answer = await world.call('GET', path, undefined, { 'If-None-Match': etag });
    expect(answer).toMatchObject({ status: 304, text: '' });
    expect(answer.headers.get('content-type')).toBe('application/json; odata.metadata=minimal');
    expect(answer.headers.get('odata-version')).toBe('4.0');
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-entity-using-web-api#retrieve-specific-properties
describe('composite addresses', () => {
  it('are put together from their parts, and again when one of them changes', async () => {
    const parts = { address1_line1: '123 Maple St.', address1_city: 'Seattle', address1_stateorprovince: 'WA' };
    const id = await world.create('contacts', { lastname: 'A', ...parts, address1_postalcode: '98007' });
    const composite = async () =>
      (await world.call('GET', `contacts(${id})?$select=address1_composite`)).body['address1_composite'];
    expect(await composite()).toBe('123 Maple St.\r\nSeattle, WA 98007');
    await world.call('PATCH', `contacts(${id})`, { address1_country: 'USA', address1_postalcode: null });
    expect(await composite()).toBe('123 Maple St.\r\nSeattle, WA\r\nUSA');
  });
});
