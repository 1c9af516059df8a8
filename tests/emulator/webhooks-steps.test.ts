import { sendWebhook } from '@pmds/emulator/messages/steps/webhook-sender';
import { aReceiver, aWorld, type Receiver, type World } from './server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
let world: World;
let receiver: Receiver;
beforeEach(async () => {
  world = await aWorld();
  receiver = await aReceiver();
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

async function idOf(set: string, filter: string): Promise<string> {
  const { body } = await world.call('GET', `${set}?$filter=${encodeURIComponent(filter)}`);
  const row = body.value?.[0] ?? {};
  const key = Object.keys(row).find((name) => set === `${name.slice(0, -2)}s`) ?? '';
  return String(row[key]);
}

async function anEndpoint(
  auth: object = { authtype: 5, authvalue: '<settings><setting name="x-key" value="a&amp;b" /></settings>' },
): Promise<string> {
  return world.create('serviceendpoints', {
    name: 'Receiver',
    contract: 8,
    url: receiver.url,
    connectionmode: 1,
    messageformat: 2,
    ...auth,
  });
}

async function aStep(message: string, table: string, more: object = {}): Promise<string> {
  const messageId = await idOf('sdkmessages', `name eq '${message}'`);
  const filterId = await idOf(
    'sdkmessagefilters',
    `_sdkmessageid_value eq ${messageId} and primaryobjecttypecode eq '${table}'`,
  );
  return world.create('sdkmessageprocessingsteps', {
    name: `${message} of ${table}`,
    mode: 0,
    stage: 40,
    rank: 1,
    'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filterId})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${await anEndpoint()})`,
    ...more,
  });
}

async function aCustomApi(more: object = {}): Promise<string> {
  const id = await world.create('customapis', {
    uniquename: 'test_Do',
    name: 'test_Do',
    displayname: 'Do',
    description: 'Does it.',
    bindingtype: 1,
    boundentitylogicalname: 'contact',
    isfunction: false,
    isprivate: false,
    allowedcustomprocessingsteptype: 2,
    workflowsdkstepenabled: false,
    ...more,
  });
  await world.create('customapirequestparameters', {
    uniquename: 'Note',
    name: 'Note',
    displayname: 'Note',
    description: 'A note.',
    type: 10,
    isoptional: true,
    'CustomAPIId@odata.bind': `/customapis(${id})`,
  });
  return id;
}

describe('Custom APIs without plug-in', () => {
  it('answer 204 without response properties, with and without brackets, with an empty body', async () => {
    await aCustomApi();
    const contact = await world.create('contacts', { lastname: 'A' });
    const name = `contacts(${contact})/Microsoft.Dynamics.CRM.test_Do`;
    expect((await world.call('POST', name)).status).toBe(204);
    expect((await world.call('POST', `${name}()`, { Note: 'x' })).status).toBe(204);
  });

  it('are unknown without the namespace, on another table and under another name', async () => {
    await aCustomApi();
    const contact = await world.create('contacts', { lastname: 'A' });
    const answers = await Promise.all([
      world.call('POST', `contacts(${contact})/test_Do`, {}),
      world.call('POST', `accounts(${contact})/Microsoft.Dynamics.CRM.test_Do`, {}),
      world.call('POST', `contacts(${contact})/Microsoft.Dynamics.CRM.test_Other`, {}),
      world.call('GET', `contacts(${contact})/Microsoft.Dynamics.CRM.test_Do()`),
    ]);
    expect(answers.map(({ status, body }) => [status, body.error?.code])).toEqual([
      [400, '0x80060888'],
      [404, '0x8006088a'],
      [404, '0x8006088a'],
      [404, ''],
    ]);
    expect(answers[0].body.error?.message).toBe('Request message has unresolved parameters.');
  });

  it('check their parameters and answer the defaults of their response properties', async () => {
    const id = await aCustomApi();
    await world.create('customapiresponseproperties', {
      uniquename: 'Count',
      name: 'Count',
      displayname: 'Count',
      description: 'n',
      type: 7,
      'CustomAPIId@odata.bind': `/customapis(${id})`,
    });
    const contact = await world.create('contacts', { lastname: 'A' });
    const name = `contacts(${contact})/Microsoft.Dynamics.CRM.test_Do`;
    expect((await world.call('POST', name, { Note: 5 })).status).toBe(400);
    expect((await world.call('POST', name, { Other: 'x' })).status).toBe(400);
    expect((await world.call('POST', name, {})).body).toEqual({
      '@odata.context': `${world.connection.url}$metadata#Microsoft.Dynamics.CRM.test_DoResponse`,
      Count: 0,
    });
  });
});

describe('synchronous webhooks', () => {
  it('post the execution context with the documented headers and the endpoint’s own', async () => {
    await aCustomApi();
    await aStep('test_Do', 'contact');
    const contact = await world.create('contacts', { lastname: 'A' });
    await world.call('POST', `contacts(${contact})/Microsoft.Dynamics.CRM.test_Do`, { Note: 'a/b' });
    const [call] = receiver.received;
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-ms-dynamics-organization': 'local',
      'x-ms-dynamics-entity-name': 'contact',
      'x-ms-dynamics-request-name': 'test_Do',
      'x-key': 'a&b',
    });
    expect(call?.text).toContain(String.raw`"value":"a\/b"`);
    const context = JSON.parse(call?.text ?? '') as Record<string, unknown>;
    expect(context).toMatchObject({
      MessageName: 'test_Do',
      Mode: 0,
      Stage: 40,
      PrimaryEntityName: 'contact',
      PrimaryEntityId: contact,
      IsInTransaction: true,
    });
    const [target, note] = context['InputParameters'] as readonly { readonly key: string; readonly value: unknown }[];
    expect(target).toMatchObject({
      key: 'Target',
      value: {
        __type: 'EntityReference:http://schemas.microsoft.com/xrm/2011/Contracts',
        Id: contact,
        LogicalName: 'contact',
      },
    });
    expect(note).toEqual({ key: 'Note', value: 'a/b' });
    expect(Object.keys(context)).toEqual(
      expect.arrayContaining([
        'BusinessUnitId',
        'CorrelationId',
        'Depth',
        'InitiatingUserId',
        'OperationCreatedOn',
        'OperationId',
        'OrganizationId',
        'OutputParameters',
        'OwningExtension',
        'ParentContext',
        'PostEntityImages',
        'PreEntityImages',
        'RequestId',
        'SharedVariables',
        'UserId',
      ]),
    );
  });

  it('make the call fail and take its rows back when the endpoint refuses', async () => {
    await aStep('Create', 'account');
    receiver.statuses.push(400);
    expect(await world.call('POST', 'accounts', { name: 'Refused' })).toMatchObject({
      status: 400,
      body: { error: { code: '0x80040265' } },
    });
    expect((await world.call('GET', 'accounts/$count')).text).toBe('0');
    expect((await world.call('POST', 'accounts', { name: 'Taken' })).status).toBe(204);
  });

  it('try once more after 502, 503 and 504, and not after 500', async () => {
    await aStep('Create', 'account');
    receiver.statuses.push(503, 200);
    expect((await world.call('POST', 'accounts', { name: 'A' })).status).toBe(204);
    expect(receiver.received).toHaveLength(2);
    receiver.statuses.push(502, 502);
    expect((await world.call('POST', 'accounts', { name: 'A' })).status).toBe(400);
    expect(receiver.received).toHaveLength(4);
    receiver.statuses.push(500);
    expect((await world.call('POST', 'accounts', { name: 'A' })).status).toBe(400);
    expect(receiver.received).toHaveLength(5);
  });

  it('fail the call when nobody listens', async () => {
    await aStep('Create', 'account');
    await receiver.close();
    const answer = await world.call('POST', 'accounts', { name: 'A' });
    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toContain('could not be reached');
  });

  it('are called only for the columns they filter on, and not while disabled', async () => {
    const step = await aStep('Update', 'account', { filteringattributes: 'name,telephone1' });
    const account = await world.create('accounts', { name: 'A' });
    await world.call('PATCH', `accounts(${account})`, { fax: '1' });
    expect(receiver.received).toHaveLength(0);
    await world.call('PATCH', `accounts(${account})`, { name: 'B' });
    expect(receiver.received).toHaveLength(1);
    await world.call('PATCH', `sdkmessageprocessingsteps(${step})`, { statecode: 1 });
    await world.call('PATCH', `accounts(${account})`, { name: 'C' });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('asynchronous webhooks', () => {
  const job = async () =>
    (await world.call('GET', 'asyncoperations?$select=statecode,statuscode,message,_owningextensionid_value')).body
      .value?.[0];

  it('are kept as a system job that succeeds', async () => {
    const step = await aStep('Create', 'account', { mode: 1 });
    await world.create('accounts', { name: 'A' });
    await world.organisation.webhooks.settled();
    expect(receiver.received).toHaveLength(1);
    expect(JSON.parse(receiver.received[0]?.text ?? '')).toMatchObject({ Mode: 1, MessageName: 'Create' });
    expect(await job()).toMatchObject({ statecode: 3, statuscode: 30, _owningextensionid_value: step });
  });

  it('leave a failed job and do not disturb the call', async () => {
    await aStep('Create', 'account', { mode: 1 });
    receiver.statuses.push(500);
    expect((await world.call('POST', 'accounts', { name: 'A' })).status).toBe(204);
    await world.organisation.webhooks.settled();
    expect(await job()).toMatchObject({ statecode: 3, statuscode: 31 });
  });

  it('leave no job when they succeed and delete their jobs', async () => {
    await aStep('Create', 'account', { mode: 1, asyncautodelete: true });
    await world.create('accounts', { name: 'A' });
    await world.organisation.webhooks.settled();
    expect(await job()).toBeUndefined();
  });

  it('come twice, or not at all, when that is ordered', async () => {
    await aStep('Create', 'account', { mode: 1 });
    await world.admin('POST', 'webhooks', { duplicate: true });
    await world.create('accounts', { name: 'A' });
    await world.organisation.webhooks.settled();
    expect(receiver.received).toHaveLength(2);
    await world.admin('POST', 'webhooks', { lose: 1 });
    await world.create('accounts', { name: 'B' });
    await world.organisation.webhooks.settled();
    expect(receiver.received).toHaveLength(2);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
describe('registration', () => {
  it('never shows authvalue, only that it is set', async () => {
    const id = await anEndpoint();
    const answer = await world.call('GET', `serviceendpoints(${id})`);
    expect(answer.body).toMatchObject({ isauthvalueset: true });
    expect(answer.text).not.toContain('a&amp;b');
    expect((await world.call('GET', `serviceendpoints(${id})?$select=authvalue`)).status).toBe(400);
  });

  it('sends a webhook key as code and query pairs as they are', async () => {
    for (const [auth, query] of [
      [{ authtype: 4, authvalue: 'k/1' }, '?code=k%2F1'],
      [
        { authtype: 6, authvalue: '<settings><setting name="a" value="1" /><setting name="b" value="2" /></settings>' },
        '?a=1&b=2',
      ],
    ] as const) {
      const step = await aStep('Create', 'account', {
        'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${await anEndpoint(auth)})`,
      });
      await world.create('accounts', { name: 'A' });
      expect(receiver.received.at(-1)?.url).toBe(`/hook${query}`);
      await world.call('DELETE', `sdkmessageprocessingsteps(${step})`);
    }
  });

  it('allows other ports than 80 and 443 on loopback only', async () => {
    const make = (url: string) =>
      world.call('POST', 'serviceendpoints', { name: 'R', contract: 8, url, authtype: 4, authvalue: 'k' });
    expect((await make('https://bridge.example/hook')).status).toBe(204);
    expect((await make('https://bridge.example:8443/hook')).status).toBe(400);
    expect((await make('http://localhost:9/hook')).status).toBe(204);
    expect((await make('not a url')).status).toBe(400);
  });

  it('refuses steps in impossible stages and on messages that allow none', async () => {
    await aCustomApi({ allowedcustomprocessingsteptype: 1 });
    await expect(aStep('test_Do', 'contact')).rejects.toThrow('0x8004419a');
    await expect(aStep('test_Do', 'contact', { mode: 1 })).resolves.toBeDefined();
    await expect(aStep('Create', 'account', { stage: 30 })).rejects.toThrow('0x8004419a');
    await expect(aStep('Create', 'account', { mode: 1, stage: 20 })).rejects.toThrow('0x8004419a');
  });
});

describe('what a call carries and how long it may take', () => {
  it('leaves the parameters out of a context over 256 KB and says so in a header', async () => {
    await aStep('Create', 'list');
    const query = `<fetch><entity name="contact"><!--${'x'.repeat(270_000)}--></entity></fetch>`;
    await world.create('lists', { listname: 'Long', createdfromcode: 2, type: true, query });
    const [call] = receiver.received;
    expect(call?.headers['x-ms-dynamics-msg-size-exceeded']).toBe('true');
    const context = JSON.parse(call?.text ?? '') as Record<string, unknown>;
    expect(context['MessageName']).toBe('Create');
    for (const left of ['InputParameters', 'ParentContext', 'PreEntityImages', 'PostEntityImages']) {
      expect(context).not.toHaveProperty(left);
    }
  });

  it('writes columns as the platform’s serializer does: references, options, money, dates', async () => {
    await aStep('Create', 'contact');
    const account = await world.create('accounts', { name: 'A' });
    await world.create('contacts', {
      lastname: 'L',
      gendercode: 2,
      creditlimit: 5.5,
      birthdate: '2000-01-02',
      'parentcustomerid_account@odata.bind': `/accounts(${account})`,
    });
    const { InputParameters } = JSON.parse(receiver.received[0]?.text ?? '') as {
      readonly InputParameters: readonly {
        readonly value: { readonly Attributes: readonly { key: string; value: unknown }[] };
      }[];
    };
    const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';
    const values = Object.fromEntries(
      (InputParameters[0]?.value.Attributes ?? []).map(({ key, value }) => [key, value]),
    );
    expect(values).toMatchObject({
      lastname: 'L',
      gendercode: { __type: `OptionSetValue:${contracts}`, Value: 2 },
      creditlimit: { __type: `Money:${contracts}`, Value: 5.5 },
      birthdate: `/Date(${Date.UTC(2000, 0, 2)})/`,
      parentcustomerid: { __type: `EntityReference:${contracts}`, Id: account, LogicalName: 'account' },
    });
  });

  it('gives up on an endpoint that does not answer in time, without a second attempt', async () => {
    receiver.hold();
    const result = await sendWebhook({
      endpoint: { url: receiver.url, authtype: 4, authvalue: 'k' },
      body: '{}',
      headers: {},
      signal: new AbortController().signal,
      timeoutMs: 30,
    });
    expect(result).toEqual({ ok: false, attempts: 1, reason: expect.stringContaining('timed out') as string });
  });

  it('holds nobody else up while a Custom API waits for its endpoint', async () => {
    await aCustomApi();
    await aStep('test_Do', 'contact');
    const contact = await world.create('contacts', { lastname: 'A' });
    receiver.hold();
    const waiting = world.call('POST', `contacts(${contact})/Microsoft.Dynamics.CRM.test_Do`, {});
    expect((await world.call('POST', 'contacts', { lastname: 'B' })).status).toBe(204);
    expect((await world.call('GET', 'contacts/$count')).text).toBe('2');
    receiver.release();
    expect((await waiting).status).toBe(204);
  });

  it('tells steps on a list about members that come and go', async () => {
    await aStep('AddMember', 'list', { mode: 1 });
    const list = await world.create('lists', { listname: 'L', createdfromcode: 2 });
    const contact = await world.create('contacts', { lastname: 'A' });
    await world.call('POST', `lists(${list})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contact });
    await world.organisation.webhooks.settled();
    expect(JSON.parse(receiver.received[0]?.text ?? '')).toMatchObject({
      MessageName: 'AddMember',
      PrimaryEntityId: list,
      InputParameters: [
        { key: 'ListId', value: list },
        { key: 'EntityId', value: contact },
      ],
    });
  });
});
