import { aReceiver, aWorld, type Receiver, type World } from './server-world';

let world: World;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
  world = await aWorld({ unresolvedRecipients: true });
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

interface Parameter {
  readonly key: string;
  readonly value: unknown;
}
interface Context {
  readonly MessageName: string;
  readonly InputParameters: readonly Parameter[];
  readonly OutputParameters: readonly Parameter[];
  readonly ParentContext: Context | null;
  readonly [member: string]: unknown;
}
const posted = (): readonly Context[] => receiver.received.map(({ text }) => JSON.parse(text) as Context);

async function first(name: string, set: string, filter: string): Promise<string> {
  const { body } = await world.call('GET', `${set}?$select=${name}&$filter=${encodeURIComponent(filter)}`);
  return String(body.value?.[0]?.[name]);
}

async function aStep(message: string, table: string, more: object = {}): Promise<void> {
  const messageId = await first('sdkmessageid', 'sdkmessages', `name eq '${message}'`);
  const on = `_sdkmessageid_value eq ${messageId} and primaryobjecttypecode eq '${table}'`;
  const filterId = await first('sdkmessagefilterid', 'sdkmessagefilters', on);
  const auth = { contract: 8, authtype: 4, authvalue: 'k' };
  const endpoint = await world.create('serviceendpoints', { name: 'Receiver', url: receiver.url, ...auth });
  await world.create('sdkmessageprocessingsteps', {
    name: `${message} of ${table}`,
    mode: 0,
    stage: 40,
    rank: 1,
    'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filterId})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
    ...more,
  });
}

interface Entities {
  readonly Entities: readonly { readonly Id: string; readonly Attributes: readonly Parameter[] }[];
}
const targetsOf = (context: Context | undefined): Entities['Entities'] =>
  (context?.InputParameters.find(({ key }) => key === 'Targets')?.value as Entities | undefined)?.Entities ?? [];
const many = (...names: readonly string[]): object => ({
  Targets: names.map((name) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.account', name })),
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/write-plugin-multiple-operation */
describe('steps on bulk messages', () => {
  it('are called once for all rows of CreateMultiple, with their ids', async () => {
    await aStep('CreateMultiple', 'account');
    const answer = await world.call('POST', 'accounts/Microsoft.Dynamics.CRM.CreateMultiple', many('A', 'B'));
    const [context, ...others] = posted();
    expect(others).toEqual([]);
    expect(context).toMatchObject({ MessageName: 'CreateMultiple', PrimaryEntityName: 'account' });
    expect(targetsOf(context).map(({ Id }) => Id)).toEqual(answer.body['Ids']);
    expect(context?.OutputParameters).toEqual([{ key: 'Ids', value: answer.body['Ids'] }]);
    expect(receiver.received[0]?.headers['x-ms-dynamics-request-name']).toBe('CreateMultiple');
  });

  it('are called for a single Create, as a step on Create is for each row of CreateMultiple', async () => {
    await aStep('CreateMultiple', 'account');
    const id = await world.create('accounts', { name: 'A' });
    expect(posted().map((context) => targetsOf(context).map(({ Id }) => Id))).toEqual([[id]]);
    await aStep('Create', 'account', { rank: 2 });
    await world.call('POST', 'accounts/Microsoft.Dynamics.CRM.CreateMultiple', many('B', 'C'));
    const names = posted()
      .slice(1)
      .map(({ MessageName }) => MessageName);
    expect(names.sort()).toEqual(['Create', 'Create', 'CreateMultiple']);
  });

  it('are called for UpdateMultiple and Update, only for the columns they filter on', async () => {
    const accounts = await Promise.all(['A', 'B'].map((name) => world.create('accounts', { name })));
    await aStep('UpdateMultiple', 'account', { filteringattributes: 'name' });
    const update = (column: string): object => ({
      Targets: accounts.map((accountid) => {
        return { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid, [column]: 'New' };
      }),
    });
    await world.call('POST', 'accounts/Microsoft.Dynamics.CRM.UpdateMultiple', update('fax'));
    expect(posted()).toEqual([]);
    await world.call('POST', 'accounts/Microsoft.Dynamics.CRM.UpdateMultiple', update('name'));
    await world.call('PATCH', `accounts(${accounts[0] ?? ''})`, { name: 'Newer' });
    expect(posted().map((context) => targetsOf(context).length)).toEqual([2, 1]);
  });

  it('take all rows back when their endpoint refuses', async () => {
    await aStep('CreateMultiple', 'account');
    receiver.statuses.push(500);
    const answer = await world.call('POST', 'accounts/Microsoft.Dynamics.CRM.CreateMultiple', many('A', 'B'));
    expect(answer.status).toBe(400);
    expect((await world.call('GET', 'accounts?$select=name')).body.value).toEqual([]);
  });
});

describe('asynchronous steps on contacts and leads', () => {
  const settled = async () => {
    await world.organisation.webhooks.settled();
    return posted().map(({ MessageName, PrimaryEntityName, PrimaryEntityId }) => [
      MessageName,
      PrimaryEntityName,
      PrimaryEntityId,
    ]);
  };

  /** https://learn.microsoft.com/power-apps/developer/data-platform/register-plug-in#set-filtering-attributes */
  it('are called for the columns they filter on, each time these are written, and not for others', async () => {
    const id = await world.create('contacts', { lastname: 'Byron' });
    await aStep('Update', 'contact', { mode: 1, filteringattributes: 'statecode,donotbulkemail' });
    await world.call('PATCH', `contacts(${id})`, { lastname: 'King' });
    expect(await settled()).toEqual([]);
    await world.call('PATCH', `contacts(${id})`, { donotbulkemail: true });
    await world.call('PATCH', `contacts(${id})`, { donotbulkemail: true, lastname: 'Noel' });
    await world.call('PATCH', `contacts(${id})`, { statecode: 1, statuscode: 2 });
    expect(await settled()).toEqual(Array.from({ length: 3 }, () => ['Update', 'contact', id]));
  });

  it('are called for a deletion, with a reference to what is gone', async () => {
    const id = await world.create('leads', { lastname: 'Byron' });
    await aStep('Delete', 'lead', { mode: 1 });
    await world.call('DELETE', `leads(${id})`);
    expect(await settled()).toEqual([['Delete', 'lead', id]]);
    const target = posted()[0]?.InputParameters.find(({ key }) => key === 'Target')?.value;
    expect(target).toMatchObject({ Id: id, LogicalName: 'lead' });
  });

  /** https://learn.microsoft.com/dotnet/api/microsoft.crm.sdk.messages.mergerequest */
  it('are called for a merge, with both rows and what was taken over', async () => {
    const [master, subordinate] = [
      await world.create('contacts', { lastname: 'Byron' }),
      await world.create('contacts', { lastname: 'Byron', fax: '1' }),
    ];
    await aStep('Merge', 'contact', { mode: 1 });
    const of = (contactid: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid });
    await world.call('POST', 'Merge', {
      Target: of(master),
      Subordinate: of(subordinate),
      UpdateContent: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', fax: '1' },
      PerformParentingChecks: false,
    });
    expect(await settled()).toEqual([['Merge', 'contact', master]]);
    const given = new Map(posted()[0]?.InputParameters.map(({ key, value }) => [key, value]));
    expect([...given.keys()]).toEqual(['Target', 'SubordinateId', 'UpdateContent', 'PerformParentingChecks']);
    expect(given.get('SubordinateId')).toBe(subordinate);
    expect(given.get('UpdateContent')).toMatchObject({ Attributes: [{ key: 'fax', value: '1' }] });
  });
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/sendemail */
it('steps on Send are called with what SendEmail was given', async () => {
  await aStep('Send', 'email');
  const party = (participationtypemask: number): object => {
    return { participationtypemask, addressused: `${participationtypemask}@example.org` };
  };
  const id = await world.create('emails', { subject: 'Hello', email_activity_parties: [party(1), party(2)] });
  const sending = { IssueSend: true, TrackingToken: 'CRM:0001001' };
  expect((await world.call('POST', `emails(${id})/Microsoft.Dynamics.CRM.SendEmail`, sending)).status).toBe(200);
  const [context] = posted();
  expect(context).toMatchObject({ MessageName: 'Send', PrimaryEntityName: 'email', PrimaryEntityId: id });
  expect(context?.InputParameters).toEqual([
    { key: 'EmailId', value: id },
    { key: 'IssueSend', value: true },
    { key: 'TrackingToken', value: 'CRM:0001001' },
  ]);
  expect(context?.OutputParameters).toEqual([{ key: 'Subject', value: 'Hello CRM:0001001' }]);
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks#request-body */
describe('ParentContext', () => {
  it('of an asynchronous Update is the main operation, with what was sent and nothing that was added', async () => {
    const contact = await world.create('contacts', { firstname: 'Jim', lastname: 'Glynn (sample)' });
    await aStep('Update', 'contact', { mode: 1 });
    await world.call('PATCH', `contacts(${contact})`, { firstname: 'James' });
    await world.organisation.webhooks.settled();
    const [context] = posted();
    const parent = context?.ParentContext;
    expect(Object.keys(parent ?? {})).toEqual(Object.keys(context ?? {}));
    expect(parent).toMatchObject({
      CorrelationId: context?.['CorrelationId'],
      Depth: 1,
      MessageName: 'Update',
      Mode: 1,
      OperationId: context?.['OperationId'],
      OutputParameters: [],
      OwningExtension: context?.['OwningExtension'],
      ParentContext: null,
      PostEntityImages: [],
      PreEntityImages: [],
      PrimaryEntityId: contact,
      RequestId: null,
      Stage: 30,
    });
    const [target, suppress] = parent?.InputParameters ?? [];
    expect((target?.value as { readonly Attributes: unknown }).Attributes).toEqual([
      { key: 'firstname', value: 'James' },
      { key: 'contactid', value: contact },
    ]);
    expect(suppress).toEqual({ key: 'SuppressDuplicateDetection', value: false });
    expect(parent?.['SharedVariables']).toEqual([
      {
        key: 'ChangedEntityTypes',
        value: [{ __type: 'KeyValuePairOfstringstring:#System.Collections.Generic', key: 'contact', value: 'Update' }],
      },
    ]);
  });

  it('is there in the transaction, and not before it', async () => {
    await aStep('Create', 'account', { stage: 20 });
    await aStep('Create', 'account', { stage: 10, rank: 2 });
    await world.create('accounts', { name: 'A' });
    expect(posted().map(({ ParentContext: parent }) => parent?.['Stage'] ?? null)).toEqual([30, null]);
  });
});
