import { aReceiver, aWorld, type Receiver, type World } from './server-world';

let world: World;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await aReceiver();
  world = await aWorld();
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const user = {
  __type: `EntityReference:${contracts}`,
  KeyAttributes: [],
  LogicalName: 'systemuser',
  Name: null,
  RowVersion: null,
};

interface Context {
  readonly InputParameters: readonly [
    {
      readonly key: string;
      readonly value: { readonly Attributes: readonly { readonly key: string; readonly value: unknown }[] };
    },
  ];
  readonly [member: string]: unknown;
}

async function first(name: string, table: string, query: string): Promise<string> {
  const { body } = await world.call('GET', `${table}?$select=${name}&$filter=${encodeURIComponent(query)}`);
  return String(body.value?.[0]?.[name]);
}

// https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks#request-body
it('an asynchronous Update posts what the page shows for one: stamps behind what was sent, and the image of the name', async () => {
  const contact = await world.create('contacts', { firstname: 'Jim', lastname: 'Glynn (sample)' });
  const messageId = await first('sdkmessageid', 'sdkmessages', "name eq 'Update'");
  const endpoint = await world.create('serviceendpoints', {
    name: 'Test',
    url: receiver.url,
    contract: 8,
    authtype: 4,
    authvalue: 'k',
  });
  await world.create('sdkmessageprocessingsteps', {
    name: 'Update of contact',
    mode: 1,
    stage: 40,
    rank: 1,
    filteringattributes: 'firstname,lastname',
    'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
  });
  await world.call('PATCH', `contacts(${contact})`, { firstname: 'James' });
  await world.organisation.webhooks.settled();
  const context = JSON.parse(receiver.received[0]?.text ?? '') as Context;
  expect(context).toMatchObject({
    Depth: 1,
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: 'Update',
    Mode: 1,
    OutputParameters: [],
    PreEntityImages: [],
    PrimaryEntityId: contact,
    PrimaryEntityName: 'contact',
    SecondaryEntityName: 'none',
    SharedVariables: [],
    Stage: 40,
  });
  const [target] = context.InputParameters;
  expect(target).toMatchObject({
    key: 'Target',
    value: {
      __type: `Entity:${contracts}`,
      EntityState: null,
      FormattedValues: [],
      Id: contact,
      KeyAttributes: [],
      LogicalName: 'contact',
      RelatedEntities: [],
      RowVersion: null,
    },
  });
  const values = Object.fromEntries(target.value.Attributes.map(({ key, value }) => [key, value]));
  expect(Object.keys(values).slice(0, 2)).toEqual(['firstname', 'contactid']);
  expect(values).toMatchObject({
    firstname: 'James',
    contactid: contact,
    fullname: 'James Glynn (sample)',
    modifiedby: user,
    modifiedonbehalfby: null,
    modifiedon: expect.stringMatching(/^\/Date\(\d+\)\/$/) as unknown,
  });
  expect(context['PostEntityImages']).toEqual([
    {
      key: 'AsynchronousStepPrimaryName',
      value: {
        Attributes: [
          { key: 'fullname', value: 'James Glynn (sample)' },
          { key: 'contactid', value: contact },
        ],
        EntityState: null,
        FormattedValues: [],
        Id: contact,
        KeyAttributes: [],
        LogicalName: 'contact',
        RelatedEntities: [],
        RowVersion: null,
      },
    },
  ]);
});
