import { randomUUID } from 'node:crypto';
import { guidOfName } from '@pmds/emulator/model/guid';
import { aWorld, send, type Answer, type World } from './server-world';

// https://learn.microsoft.com/power-platform/admin/security-roles-privileges
let world: World;
let role: string;
const userIds = {
  sam: guidOfName('systemuser:Sam Service'),
  rita: guidOfName('systemuser:Rita Reader'),
  noa: guidOfName('systemuser:Noa None'),
};

beforeAll(async () => {
  world = await aWorld();
  role = await world.create('roles', {
    name: 'Contact reader',
    'businessunitid@odata.bind': `/businessunits(${await rootUnit()})`,
  });
});
afterAll(() => world.close());

async function rootUnit(): Promise<string> {
  return String((await world.call('GET', 'WhoAmI')).body['BusinessUnitId']);
}

/** A request as one of the sample people, by the sign-in of the app shell. */
function as(user: string, method: string, path: string, body?: unknown): Promise<Answer> {
  return send(method, `${world.connection.url}${path}`, body, { Cookie: `local-dataverse-user=${user}` });
}

/** https://learn.microsoft.com/troubleshoot/power-platform/dataverse/user-permissions/client-errors: -2147187962 */
const noAccess = (user: string, access: string, lead: string) => ({
  code: '0x80048306',
  message: `Principal with id ${user} does not have ${access} right(s) for record with id ${lead} of entity lead`,
});

async function grant(user: string, privilege: string, depth: 1 | 2 | 4 | 8): Promise<void> {
  const roleid = await world.create('roles', {
    name: `${privilege} ${depth}`,
    'businessunitid@odata.bind': `/businessunits(${await rootUnit()})`,
  });
  const grants = [{ roleid, privilegeid: guidOfName(`privilege:${privilege}`), privilegedepthmask: depth }];
  await world.admin('POST', 'rows/roleprivileges', JSON.stringify(grants));
  await world.call('POST', `systemusers(${user})/systemuserroles_association/$ref`, {
    '@odata.id': `roles(${roleid})`,
  });
}

describe('security roles', () => {
  it('give a user without any role nothing', async () => {
    const answer = await as(userIds.noa, 'GET', 'contacts?$select=fullname');
    expect(answer).toMatchObject({ status: 403, body: { error: { code: '0x80040220' } } });
    expect(answer.body.error?.message).toContain(`Principal user (Id=${userIds.noa}, type=8`);
    expect(answer.body.error?.message).toContain('is missing prvReadContact privilege');
    expect(answer.body.error?.message).toContain("for entity 'contact'");
  });

  it('name the missing privilege of each kind of request', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    const answers = await Promise.all([
      as(userIds.noa, 'POST', 'contacts', { lastname: 'B' }),
      as(userIds.noa, 'PATCH', `contacts(${id})`, { lastname: 'B' }),
      as(userIds.noa, 'DELETE', `contacts(${id})`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(answers.map(({ body }) => /missing (\w+)/.exec(body.error?.message ?? '')?.[1])).toEqual([
      'prvCreateContact',
      'prvWriteContact',
      'prvDeleteContact',
    ]);
  });

  it('leave rows that depth does not reach silently out', async () => {
    const mine = { 'ownerid@odata.bind': `/systemusers(${userIds.sam})` };
    await world.create('leads', { lastname: 'Of Sam', ...mine });
    const other = await world.create('leads', { lastname: 'Of Ada' });
    await grant(userIds.sam, 'prvReadLead', 1);
    const names = async () =>
      (await as(userIds.sam, 'GET', 'leads?$select=lastname')).body.value?.map((row) => row['lastname']);
    expect(await names()).toEqual(['Of Sam']);
    // Asked for by id, the platform says that the row may not be read; 404 is for rows that are not there.
    const refused = await as(userIds.sam, 'GET', `leads(${other})?$select=lastname`);
    expect(refused).toMatchObject({ status: 403, body: { error: noAccess(userIds.sam, 'ReadAccess', other) } });
    expect((await as(userIds.sam, 'GET', `leads(${randomUUID()})?$select=lastname`)).status).toBe(404);
    await grant(userIds.sam, 'prvReadLead', 2);
    expect(await names()).toEqual(expect.arrayContaining(['Of Sam', 'Of Ada']));
  });

  it('refuse to change a row that depth does not reach', async () => {
    const other = await world.create('leads', { lastname: 'Of Ada' });
    await grant(userIds.rita, 'prvWriteLead', 1);
    const answer = await as(userIds.rita, 'PATCH', `leads(${other})`, { lastname: 'Hers' });
    expect(answer).toMatchObject({ status: 403, body: { error: noAccess(userIds.rita, 'WriteAccess', other) } });
    await grant(userIds.rita, 'prvDeleteLead', 1);
    const kept = await as(userIds.rita, 'DELETE', `leads(${other})`);
    expect(kept).toMatchObject({ status: 403, body: { error: noAccess(userIds.rita, 'DeleteAccess', other) } });
    expect((await world.call('GET', `leads(${other})?$select=lastname`)).body['lastname']).toBe('Of Ada');
  });

  it('guard what a role may be told about: RetrieveUserPrivileges lists the caller’s own', async () => {
    await grant(userIds.rita, 'prvReadContact', 8);
    const name = `systemusers(${userIds.rita})/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvReadContact')`;
    expect((await as(userIds.rita, 'GET', name)).body).toMatchObject({
      RolePrivileges: [{ Depth: 'Global', PrivilegeName: 'prvReadContact' }],
    });
  });

  it('are read anew when rows of roles change', async () => {
    expect((await as(userIds.noa, 'GET', 'leads')).status).toBe(403);
    await grant(userIds.noa, 'prvReadLead', 8);
    expect((await as(userIds.noa, 'GET', 'leads')).status).toBe(200);
    expect(role).toBeDefined();
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/column-level-security
describe('column security', () => {
  it('reads a secured column as null and refuses to write it with 0x8004f507, until a profile allows it', async () => {
    const { model } = world.organisation.store;
    const column = model.table('contact').columns.get('governmentid');
    if (column === undefined) throw new Error('contact has no governmentid');
    model.addColumn('contact', { ...column, isSecured: true });
    await grant(userIds.sam, 'prvReadContact', 8);
    await grant(userIds.sam, 'prvWriteContact', 8);
    const id = await world.create('contacts', { lastname: 'S', governmentid: 'secret' });
    const read = () => as(userIds.sam, 'GET', `contacts(${id})?$select=governmentid`);
    const write = () => as(userIds.sam, 'PATCH', `contacts(${id})`, { governmentid: 'other' });
    expect((await read()).body).toMatchObject({ governmentid: null });
    expect(await write()).toMatchObject({ status: 403, body: { error: { code: '0x8004f507' } } });

    const profile = await world.create('fieldsecurityprofiles', { name: 'Sees it' });
    await world.create('fieldpermissions', {
      'fieldsecurityprofileid@odata.bind': `/fieldsecurityprofiles(${profile})`,
      entityname: 'contact',
      attributelogicalname: 'governmentid',
      canread: 4,
      canupdate: 4,
    });
    const profiles = `systemusers(${userIds.sam})/systemuserprofiles_association/$ref`;
    expect((await world.call('POST', profiles, { '@odata.id': `fieldsecurityprofiles(${profile})` })).status).toBe(204);
    expect((await read()).body).toMatchObject({ governmentid: 'secret' });
    expect((await write()).status).toBe(204);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
describe('impersonation', () => {
  it('acts as the other user and says on whose behalf', async () => {
    const answer = await world.call(
      'POST',
      'accounts?$select=_createdby_value,_createdonbehalfby_value',
      { name: 'By Sam' },
      {
        MSCRMCallerID: userIds.sam,
        Prefer: 'return=representation',
      },
    );
    expect(answer.status).toBe(403);
    await grant(userIds.sam, 'prvCreateAccount', 8);
    await grant(userIds.sam, 'prvReadAccount', 8);
    const { UserId } = (await world.call('GET', 'WhoAmI')).body;
    const made = await world.call(
      'POST',
      'accounts?$select=_createdby_value,_createdonbehalfby_value',
      { name: 'By Sam' },
      {
        MSCRMCallerID: userIds.sam,
        Prefer: 'return=representation',
      },
    );
    expect(made.body).toMatchObject({ _createdby_value: userIds.sam, _createdonbehalfby_value: UserId });
  });

  it('finds the user by Entra object id with CallerObjectId', async () => {
    const answer = await world.call('GET', 'WhoAmI', undefined, {
      CallerObjectId: guidOfName('entra user:Rita Reader'),
    });
    expect(answer.body).toMatchObject({ UserId: userIds.rita });
  });

  it('needs prvActOnBehalfOfAnotherUser', async () => {
    const answer = await send('GET', `${world.connection.url}WhoAmI`, undefined, {
      Cookie: `local-dataverse-user=${userIds.rita}`,
      MSCRMCallerID: userIds.sam,
    });
    expect(answer.status).toBe(403);
    expect(answer.body.error?.message).toContain('prvActOnBehalfOfAnotherUser');
  });
});
