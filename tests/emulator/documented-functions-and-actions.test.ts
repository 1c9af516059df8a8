import { aWorld, type World } from './server-world';

/**
 * The published requests and answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-functions-actions-sample,
 * …/use-web-api-functions, …/use-web-api-actions and …/merge-entity-using-web-api
 */
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const context = (name: string): string => `${world.connection.url}$metadata#Microsoft.Dynamics.CRM.${name}`;
const people = async (name: string): Promise<string> => {
  const found = await world.call('GET', `systemusers?$select=fullname&$filter=fullname eq '${name}'`);
  return String(found.body.value?.[0]?.['systemuserid']);
};
const typed = (table: string, key: string, id: string) => ({
  [key]: id,
  '@odata.type': `Microsoft.Dynamics.CRM.${table}`,
});

describe('web-api-functions-actions-sample: functions', () => {
  it.each([
    [
      "@p1='123%20Maple%20St.'&@p2='Seattle'&@p3='WA'&@p4='98007'&@p5='USA'",
      '123 Maple St.\r\nSeattle, WA 98007\r\nUSA',
    ],
    [
      "@p1='1-2-3%20Sakura'&@p2='Nagoya'&@p3='Aichi'&@p4='455-2345'&@p5='JAPAN'",
      '455-2345\r\nAichi\r\nNagoya\r\n1-2-3 Sakura\r\nJAPAN',
    ],
  ])('FormatAddress(…)?%s', async (values, expected) => {
    const call = 'FormatAddress(Line1=@p1,City=@p2,StateOrProvince=@p3,PostalCode=@p4,Country=@p5)';
    const answer = await world.call('GET', `${call}?${values}`);
    expect(answer.body).toEqual({ '@odata.context': context('FormatAddressResponse'), Address: expected });
  });

  it('InitializeFrom: the context of the new row, its type and the lookup to the origin, which makes a new row', async () => {
    const origin = await world.create('accounts', { name: 'Contoso Consulting' });
    const answer = await world.call(
      'GET',
      `InitializeFrom(EntityMoniker=@p1,TargetEntityName=@p2,TargetFieldType=@p3)?@p1={'@odata.id':'accounts(${origin})'}&@p2='account'&@p3=Microsoft.Dynamics.CRM.TargetFieldType'ValidForCreate'`,
    );
    expect(answer.body).toEqual({
      '@odata.context': `${world.connection.url}$metadata#accounts/$entity`,
      '@odata.type': '#Microsoft.Dynamics.CRM.account',
      'parentaccountid@odata.bind': `accounts(${origin})`,
    });
    const branch = await world.create('accounts', { ...answer.body, name: 'Contoso Consulting Chicago Branch' });
    const read = await world.call('GET', `accounts(${branch})?$select=_parentaccountid_value`);
    expect(read.body).toMatchObject({ _parentaccountid_value: origin });
  });

  it('RetrieveCurrentOrganization: the three documented endpoints', async () => {
    const call = "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'";
    const { Detail: detail } = (await world.call('GET', call)).body as { Detail: Record<string, unknown> };
    expect(Object.keys(detail)).toEqual([
      'OrganizationId',
      'FriendlyName',
      'OrganizationVersion',
      'EnvironmentId',
      'DatacenterId',
      'Geo',
      'TenantId',
      'UrlName',
      'UniqueName',
      'State',
      'Endpoints',
    ]);
    expect(detail['Endpoints']).toMatchObject({
      Count: 3,
      Keys: ['WebApplication', 'OrganizationService', 'OrganizationDataService'],
    });
  });

  it('CalculateTotalTimeIncident: the minutes of completed activities', async () => {
    const incident = await world.create('incidents', {
      title: 'Case',
      Incident_Tasks: [
        { subject: 'done', actualdurationminutes: 30, statecode: 1, statuscode: 5 },
        { subject: 'open' },
      ],
    });
    const answer = await world.call(
      'GET',
      `incidents(${incident})/Microsoft.Dynamics.CRM.CalculateTotalTimeIncident()`,
    );
    expect(answer.body).toEqual({ '@odata.context': context('CalculateTotalTimeIncidentResponse'), TotalTime: 30 });
  });
});

describe('web-api-functions-actions-sample: GrantAccess', () => {
  it('shares a row: RetrievePrincipalAccess shows the right, and the user has it', async () => {
    const rita = await people('Rita Reader');
    const account = await world.create('accounts', { name: 'Account to share' });
    const target = typed('account', 'accountid', account);
    const principal = typed('systemuser', 'systemuserid', rita);
    const access = async () =>
      (
        await world.call(
          'GET',
          `systemusers(${rita})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@p1)?@p1={'@odata.id':'accounts(${account})'}`,
        )
      ).body;
    const none = { '@odata.context': context('RetrievePrincipalAccessResponse'), AccessRights: 'None' };
    expect(await access()).toEqual(none);
    const grant = (mask: string) =>
      world.call('POST', 'GrantAccess', {
        Target: target,
        PrincipalAccess: { AccessMask: mask, Principal: principal },
      });
    expect(await grant('ShareAccess')).toMatchObject({ status: 204, text: '' });
    expect((await grant('DeleteAccess')).status).toBe(204);
    expect(await access()).toEqual({ ...none, AccessRights: 'DeleteAccess, ShareAccess' });
    const shared = await world.call(
      'GET',
      `RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={"@odata.id":"accounts(${account})"}`,
    );
    expect(shared.body['PrincipalAccesses']).toMatchObject([{ AccessMask: 'DeleteAccess, ShareAccess' }]);
    expect((await world.call('POST', 'RevokeAccess', { Target: target, Revokee: principal })).status).toBe(204);
    expect(await access()).toEqual(none);
  });

  it('a share opens one row to somebody whose role reaches only their own', async () => {
    const [noa, unit] = [await people('Noa None'), (await world.call('GET', 'WhoAmI')).body['BusinessUnitId']];
    const role = await world.create('roles', {
      name: 'Reads own accounts',
      'businessunitid@odata.bind': `businessunits(${String(unit)})`,
    });
    const { body } = await world.call('GET', "privileges?$select=name&$filter=name eq 'prvReadAccount'");
    const privilege = {
      Depth: 'Basic',
      PrivilegeId: body.value?.[0]?.['privilegeid'],
      PrivilegeName: 'prvReadAccount',
    };
    const add = `roles(${role})/Microsoft.Dynamics.CRM.AddPrivilegesRole`;
    expect(await world.call('POST', add, { Privileges: [privilege] })).toMatchObject({ status: 204, text: '' });
    const expanded = await world.call(
      'GET',
      `roles(${role})?$select=roleid&$expand=roleprivileges_association($select=name)`,
    );
    expect(expanded.body['roleprivileges_association']).toMatchObject([{ name: 'prvReadAccount' }]);
    const listed = await world.call('GET', `roles(${role})/Microsoft.Dynamics.CRM.RetrieveRolePrivilegesRole()`);
    expect(listed.body['RolePrivileges']).toMatchObject([{ Depth: 'Basic', PrivilegeName: 'prvReadAccount' }]);
    const assign = `systemusers(${noa})/systemuserroles_association/$ref`;
    await world.call('POST', assign, { '@odata.id': `${world.connection.url}roles(${role})` });
    const account = await world.create('accounts', { name: 'Seen by share' });
    const read = () => world.call('GET', `accounts(${account})?$select=name`, undefined, { MSCRMCallerID: noa });
    expect((await read()).status).toBe(403);
    await world.call('POST', 'GrantAccess', {
      Target: typed('account', 'accountid', account),
      PrincipalAccess: { AccessMask: 'ReadAccess', Principal: typed('systemuser', 'ownerid', noa) },
    });
    expect(await read()).toMatchObject({ status: 200, body: { name: 'Seen by share' } });
  });
});

describe('use-web-api-actions', () => {
  it('WinOpportunity closes the opportunity with an activity', async () => {
    const opportunity = await world.create('opportunities', { name: 'Big Win', estimatedvalue: 10 });
    const answer = await world.call('POST', 'WinOpportunity', {
      Status: 3,
      OpportunityClose: {
        subject: 'Won Opportunity',
        'opportunityid@odata.bind': `${world.connection.url}opportunities(${opportunity})`,
      },
    });
    expect(answer).toMatchObject({ status: 204, text: '' });
    const read = await world.call(
      'GET',
      `opportunities(${opportunity})?$select=statecode,statuscode&$expand=Opportunity_OpportunityClose($select=subject)`,
    );
    expect(read.body).toMatchObject({
      statecode: 1,
      statuscode: 3,
      Opportunity_OpportunityClose: [{ subject: 'Won Opportunity' }],
    });
  });

  it('AddToQueue answers the queue item, the same one for the same row', async () => {
    const letter = await world.create('letters', { subject: 'Letter' });
    const queue = await world.create('queues', { name: 'Queue' });
    const add = () =>
      world.call('POST', `queues(${queue})/Microsoft.Dynamics.CRM.AddToQueue`, {
        Target: typed('letter', 'activityid', letter),
      });
    const answer = await add();
    expect(answer).toMatchObject({ status: 200, body: { '@odata.context': context('AddToQueueResponse') } });
    expect((await add()).body['QueueItemId']).toBe(answer.body['QueueItemId']);
  });

  it('AddMembersTeam takes a user by ownerid with its type, and refuses one without in the documented words', async () => {
    const sam = await people('Sam Service');
    const { body: me } = await world.call('GET', 'WhoAmI');
    const team = await world.create('teams', {
      name: 'Team',
      'businessunitid@odata.bind': `businessunits(${String(me['BusinessUnitId'])})`,
    });
    const call = (name: string, member: object) =>
      world.call('POST', `teams(${team})/Microsoft.Dynamics.CRM.${name}`, { Members: [member] });
    const count = async () => (await world.call('GET', `teams(${team})/teammembership_association/$count`)).text;
    expect((await call('AddMembersTeam', typed('systemuser', 'ownerid', sam))).status).toBe(204);
    expect(await count()).toBe('1');
    expect((await call('RemoveMembersTeam', typed('systemuser', 'ownerid', sam))).status).toBe(204);
    expect(await count()).toBe('0');
    expect((await call('AddMembersTeam', { ownerid: sam })).body.error?.message).toBe(
      'EdmEntityObject passed should have the key property value set.',
    );
  });

  it('a bound action without its namespace has unresolved parameters', async () => {
    const answer = await world.call('POST', `queues(00000000-0000-0000-0000-000000000001)/AddToQueue`, {});
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: 'Request message has unresolved parameters.' } },
    });
  });
});

describe('merge-entity-using-web-api', () => {
  it('updates the target, deactivates the subordinate and moves what belonged to it', async () => {
    const [target, subordinate] = [
      await world.create('accounts', { name: 'Account 1' }),
      await world.create('accounts', { name: 'Account 2', Account_Tasks: [{ subject: 'moves' }] }),
    ];
    const answer = await world.call('POST', 'Merge', {
      Target: { name: 'Account 1', ...typed('account', 'accountid', target) },
      Subordinate: { name: 'Account 2', ...typed('account', 'accountid', subordinate) },
      UpdateContent: { accountnumber: '1234', '@odata.type': 'Microsoft.Dynamics.CRM.account' },
      PerformParentingChecks: false,
    });
    expect(answer).toMatchObject({ status: 204, text: '' });
    const read = await world.call(
      'GET',
      `accounts(${target})?$select=accountnumber&$expand=Account_Tasks($select=subject)`,
    );
    expect(read.body).toMatchObject({ accountnumber: '1234', Account_Tasks: [{ subject: 'moves' }] });
    const old = await world.call('GET', `accounts(${subordinate})?$select=statecode,statuscode,merged,_masterid_value`);
    expect(old.body).toMatchObject({ statecode: 1, statuscode: 2, merged: true, _masterid_value: target });
  });

  it('merges nothing but the four documented tables', async () => {
    const [a, b] = [await world.create('tasks', {}), await world.create('tasks', {})];
    const answer = await world.call('POST', 'Merge', {
      Target: typed('task', 'activityid', a),
      Subordinate: typed('task', 'activityid', b),
      UpdateContent: {},
      PerformParentingChecks: false,
    });
    expect(answer.status).toBe(400);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations
describe('bulk-operations', () => {
  it('whether a table supports a message is asked by sdkmessagefilters with aliases', async () => {
    const query =
      "sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name eq @message and primaryobjecttypecode eq @table&@message='CreateMultiple'&@table='account'";
    expect((await world.call('GET', query)).body.value).toHaveLength(1);
  });

  it('DeleteMultiple and an update of what is not there are refused in the documented words', async () => {
    const none = '00000000-0000-0000-0000-000000000001';
    const bulk = (name: string) =>
      world.call('POST', `contacts/Microsoft.Dynamics.CRM.${name}`, { Targets: [typed('contact', 'contactid', none)] });
    expect((await bulk('DeleteMultiple')).body.error?.message).toBe('DeleteMultiple has not yet been implemented.');
    expect((await bulk('UpdateMultiple')).body.error?.message).toBe(`Contact With Ids = ${none} Do Not Exist`);
  });
});
