import { randomUUID } from 'node:crypto';
import { send } from '../emulator/server-world';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('S18 runs and Error Traces belong to whom their sync belongs', () => {
  let world: EdgesWorld;
  const [north, south] = [randomUUID(), randomUUID()];
  const people = {
    owner: { id: randomUUID(), unit: north, role: 'Profile Sync Service' },
    colleague: { id: randomUUID(), unit: north, role: 'Profile Sync Reader' },
    stranger: { id: randomUUID(), unit: south, role: 'Profile Sync Reader' },
    heir: { id: randomUUID(), unit: south, role: 'Profile Sync Service' },
    blind: { id: randomUUID(), unit: north, role: '' },
  };
  type Person = keyof typeof people;

  beforeAll(async () => {
    world = await anEdgesWorld();
    const [root] = await world.rows('businessunits?$select=businessunitid&$filter=_parentbusinessunitid_value eq null');
    const units = [north, south].map((businessunitid, number) => ({
      businessunitid,
      name: `Unit ${number}`,
      parentbusinessunitid: root?.['businessunitid'],
    }));
    await world.admin('POST', 'rows/businessunit', units);
    const roles = await world.rows('roles?$select=roleid,name');
    for (const [name, { id, unit, role }] of Object.entries(people)) {
      const user = { systemuserid: id, fullname: name, domainname: `${name}@local.example`, businessunitid: unit };
      await world.admin('POST', 'rows/systemuser', [user]);
      const given = roles.find((one) => one['name'] === role)?.['roleid'];
      if (typeof given !== 'string') continue;
      await world.call('POST', `systemusers(${id})/systemuserroles_association/$ref`, {
        '@odata.id': `${world.dataverse.url}roles(${given})`,
      });
    }
    const env = world.environment();
    const bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const as = (person: Person, method: string, path: string, body?: unknown) =>
    send(method, `${world.dataverse.url}${path}`, body, { Cookie: `local-dataverse-user=${people[person].id}` });
  /** How many syncs, runs and traces of a sync somebody sees. */
  async function seen(person: Person, sync: string): Promise<readonly (number | undefined)[]> {
    const paths = [
      `pmds_datasyncs?$select=pmds_name&$filter=pmds_datasyncid eq ${sync}`,
      `pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${sync}`,
      `pmds_errortraces?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${sync}`,
    ];
    const answers = await Promise.all(paths.map((path) => as(person, 'GET', path)));
    return answers.map(({ body }) => body.value?.length);
  }
  const owners = async (sync: string): Promise<ReadonlySet<unknown>> => {
    const select = '$select=_ownerid_value,_owningbusinessunit_value';
    const rows = await Promise.all(
      ['pmds_syncruns', 'pmds_errortraces'].map((set) =>
        world.rows(`${set}?${select}&$filter=_pmds_datasyncid_value eq ${sync}`),
      ),
    );
    return new Set(rows.flat().map((row) => row['_ownerid_value']));
  };
  /** A sync of somebody whose run ends with a trace: one of its contacts has a text where a date should be. */
  async function aSyncOf(owner: string): Promise<string> {
    const list = randomUUID();
    const sync = await world.aSync({
      'ownerid@odata.bind': owner,
      pmds_fields: JSON.stringify({ version: 1, contact: ['firstname', 'birthdate'], lead: [] }),
    });
    const contact = { contactid: randomUUID(), emailaddress1: 'a@b.example', statecode: 0, birthdate: 'in spring' };
    await world.admin('POST', 'rows/contact', [contact]);
    await world.call('POST', 'lists', { listid: list, listname: 'People', type: false, createdfromcode: 2 });
    await world.call('POST', `lists(${list})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contact.contactid });
    await world.call('POST', `pmds_datasyncs(${sync})/pmds_datasync_list/$ref`, {
      '@odata.id': `${world.dataverse.url}lists(${list})`,
    });
    await world.ended(sync, await world.start(sync));
    await until('the trace is there', async () =>
      (await world.rows(`pmds_errortraces?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${sync}`)).length > 0
        ? true
        : null,
    );
    return sync;
  }

  it('are seen by the business unit of the sync and by no other', async () => {
    const sync = await aSyncOf(`/systemusers(${people.owner.id})`);
    expect(await owners(sync)).toEqual(new Set([people.owner.id]));
    expect(await seen('owner', sync)).toEqual([1, 1, 1]);
    expect(await seen('colleague', sync)).toEqual([1, 1, 1]);
    expect(await seen('stranger', sync)).toEqual([0, 0, 0]);
    const [run] = await world.rows(`pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${sync}`);
    const path = `pmds_syncruns(${String(run?.['pmds_syncrunid'])})?$select=pmds_name`;
    expect((await as('stranger', 'GET', path)).status).toBe(403);
    expect((await as('colleague', 'PATCH', path, { pmds_name: 'X' })).status).toBe(403);
  });

  it('go with the sync when it is assigned, and later runs belong to the new owner', async () => {
    const sync = await aSyncOf(`/systemusers(${people.owner.id})`);
    const given = await as('owner', 'PATCH', `pmds_datasyncs(${sync})`, {
      'ownerid@odata.bind': `/systemusers(${people.heir.id})`,
    });
    expect(given.status).toBe(204);
    expect(await owners(sync)).toEqual(new Set([people.heir.id]));
    expect(await seen('stranger', sync)).toEqual([1, 1, 1]);
    expect(await seen('colleague', sync)).toEqual([0, 0, 0]);
    await world.ended(sync, await world.start(sync));
    expect(await owners(sync)).toEqual(new Set([people.heir.id]));
    expect((await seen('heir', sync))[1]).toBe(2);
  });

  it('belong to the team that owns the sync', async () => {
    const team = randomUUID();
    const [administrator] = await world.rows("systemusers?$select=systemuserid&$filter=fullname eq 'Ada Admin'");
    await world.call('POST', 'teams', {
      teamid: team,
      name: 'Campaigns',
      'businessunitid@odata.bind': `/businessunits(${south})`,
      'administratorid@odata.bind': `/systemusers(${String(administrator?.['systemuserid'])})`,
    });
    const sync = await aSyncOf(`/teams(${team})`);
    expect(await owners(sync)).toEqual(new Set([team]));
    expect(await seen('stranger', sync)).toEqual([1, 1, 1]);
    expect(await seen('colleague', sync)).toEqual([0, 0, 0]);
  });

  it('are shared with whom the sync is shared, those of later runs too, until that is taken back', async () => {
    const sync = await aSyncOf(`/systemusers(${people.owner.id})`);
    const Target = { '@odata.type': 'Microsoft.Dynamics.CRM.pmds_datasync', pmds_datasyncid: sync };
    const Principal = { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: people.stranger.id };
    const shared = await as('owner', 'POST', 'GrantAccess', {
      Target,
      PrincipalAccess: { Principal, AccessMask: 'ReadAccess' },
    });
    expect(shared).toMatchObject({ status: 204 });
    expect(await seen('stranger', sync)).toEqual([1, 1, 1]);
    await world.ended(sync, await world.start(sync));
    expect((await seen('stranger', sync)).slice(0, 2)).toEqual([1, 2]);
    await as('owner', 'POST', 'RevokeAccess', { Target, Revokee: Principal });
    expect(await seen('stranger', sync)).toEqual([0, 0, 0]);
  });
});
