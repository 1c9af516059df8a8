import { randomUUID } from 'node:crypto';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;

beforeAll(async () => {
  world = await anEdgesWorld();
  env = world.environment();
  bridge = await world.serve(env);
});
afterAll(() => world[Symbol.asyncDispose]());

const setup = (...more: readonly string[]) => pmds(env, 'setup', '--webhook-url', bridge.url, ...more);
const teardown = () => pmds(env, 'teardown');
const states = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(0, 12).trim());
const lastLine = (stdout: string) => stdout.trim().split('\n').at(-1);
const steps = () => world.rows('sdkmessageprocessingsteps?$select=name,statecode');

describe('pmds setup', () => {
  it('says in a dry run what would change, and changes nothing', async () => {
    await teardown();
    const { code, stdout } = await setup('--dry-run');
    expect(code).toBe(0);
    expect(states(stdout)).toContain('would change');
    expect(states(stdout)).not.toContain('changed');
    expect(await world.rows('serviceendpoints')).toEqual([]);
    expect(await steps()).toEqual([]);
  });

  it('makes everything ready, and changes nothing the second time', async () => {
    await teardown();
    const first = await setup();
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(states(first.stdout)).toContain('changed');
    const names = (await steps()).map((step) => String(step['name']));
    expect(names.map((name) => name.replace(/^.*: /, '')).sort()).toEqual([
      'Delete of contact',
      'Delete of lead',
      'Merge of contact',
      'Merge of lead',
      'Update of contact',
      'Update of lead',
      'pmds_RetryErrors of pmds_datasync',
      'pmds_StartSync of pmds_datasync',
    ]);
    const second = await setup();
    expect(second.code).toBe(0);
    expect(new Set(states(second.stdout))).toEqual(new Set(['ok', 'note']));
    expect(lastLine(second.stdout)).toBe('Nothing had to be changed.');
  });

  it('leaves no row of its self-test behind', async () => {
    await setup();
    expect(await world.rows('pmds_datasyncs')).toEqual([]);
    expect(await world.rows('pmds_syncruns')).toEqual([]);
  });

  it('writes the key again when the self-test shows that Dataverse uses an older one', async () => {
    await setup();
    const [endpoint] = await world.rows('serviceendpoints?$select=serviceendpointid');
    await world.call('PATCH', `serviceendpoints(${String(endpoint!['serviceendpointid'])})`, {
      authvalue: '<settings><setting name="x-pmds-key" value="older"/></settings>',
    });
    const repaired = await setup();
    expect(repaired.code).toBe(0);
    expect(repaired.stdout).toMatch(/changed +self-test: /);
    expect(lastLine((await setup()).stdout)).toBe('Nothing had to be changed.');
  });

  it('switches a step on again that somebody switched off', async () => {
    await setup();
    const [step] = await world.rows('sdkmessageprocessingsteps?$select=sdkmessageprocessingstepid');
    const path = `sdkmessageprocessingsteps(${String(step!['sdkmessageprocessingstepid'])})`;
    await world.call('PATCH', path, { statecode: 1, statuscode: 2 });
    const diagnosis = await pmds(env, 'doctor', '--webhook-url', bridge.url);
    expect(diagnosis.code).toBe(1);
    expect(diagnosis.stdout).toMatch(/not right +webhook step: /);
    expect((await setup()).stdout).toMatch(/changed +webhook step: /);
    expect((await steps()).map(({ statecode }) => statecode)).toEqual(Array.from({ length: 8 }, () => 0));
  });

  it('sets up a second application user, too', async () => {
    const second = { clientId: randomUUID(), clientSecret: 'another secret of a fair length' };
    await world.admin('POST', 'clients', { ...second, name: 'Second', roles: [] });
    const more = { ...env, PMDS_APPLICATION_USERS: JSON.stringify([second]) };
    const { stdout } = await pmds(more, 'setup', '--webhook-url', bridge.url);
    expect(stdout).toContain(`role: ${second.clientId} gets "Profile Sync Application"`);
    expect(stdout).toContain(`privileges: ${second.clientId} has all that the service needs`);
    const again = await pmds(more, 'setup', '--webhook-url', bridge.url);
    expect(lastLine(again.stdout)).toBe('Nothing had to be changed.');
  });

  it('lets an administrator set up for a service that has no more than its role', async () => {
    const service = { clientId: randomUUID(), clientSecret: 'a secret for every day' };
    await world.admin('POST', 'clients', { ...service, name: 'Everyday', roles: ['Profile Sync Application'] });
    const separate = {
      ...env,
      PMDS_CLIENT_ID: service.clientId,
      PMDS_CLIENT_SECRET: service.clientSecret,
      PMDS_SETUP_CLIENT_ID: env['PMDS_CLIENT_ID']!,
      PMDS_SETUP_CLIENT_SECRET: env['PMDS_CLIENT_SECRET']!,
    };
    expect(await pmds(separate, 'setup', '--webhook-url', bridge.url)).toMatchObject({ code: 0, stderr: '' });
  });

  it('N15 says whether the service sees when mailings are planned', async () => {
    const service = { clientId: randomUUID(), clientSecret: 'a secret that opens little' };
    await world.admin('POST', 'clients', { ...service, name: 'Narrow', roles: ['Profile Sync Application'] });
    const narrow = { ...env, PMDS_CLIENT_ID: service.clientId, PMDS_CLIENT_SECRET: service.clientSecret };
    expect((await setup()).stdout).toMatch(/^ok +send order: .*the soonest goes first$/m);
    const { stdout } = await pmds(narrow, 'doctor', '--webhook-url', bridge.url);
    expect(stdout).toMatch(/^note +send order: .*share campaign activities with it or widen Read on Activity$/m);
  });

  it('takes the webhook away where there is no inbound traffic, and teardown what is left', async () => {
    const polling = await pmds(env, 'setup');
    expect(polling.code).toBe(0);
    expect(polling.stdout).toContain('the service endpoint is removed');
    expect(await steps()).toEqual([]);
    await setup();
    expect((await pmds(env, 'teardown', '--dry-run')).stdout).toMatch(/would change +service endpoint/);
    expect(await steps()).toHaveLength(8);
    expect((await teardown()).code).toBe(0);
    expect(await steps()).toEqual([]);
    expect(await world.rows('serviceendpoints')).toEqual([]);
    expect((await teardown()).stdout).toContain('is not there');
    expect((await setup()).code).toBe(0);
  });
});

describe('E10 pmds teardown', () => {
  const role = async (userId: string) =>
    (await world.rows(`systemusers(${userId})/systemuserroles_association?$select=name`)).map((row) => row['name']);
  const profiles = async (userId: string) =>
    (await world.rows(`systemusers(${userId})/systemuserprofiles_association?$select=name`)).map((row) => row['name']);
  const aClient = async (name: string, roles: readonly string[]) => {
    const client = { clientId: randomUUID(), clientSecret: `a secret of ${name}, of a fair length` };
    await world.admin('POST', 'clients', { ...client, name, roles });
    const [user] = await world.rows(`systemusers?$select=systemuserid&$filter=applicationid eq ${client.clientId}`);
    return { client, userId: String(user!['systemuserid']) };
  };

  it('takes back what set-up granted, and keeps what was there before; twice is harmless', async () => {
    await teardown();
    const made = await aClient('Granted by set-up', []);
    const before = await aClient('Granted before', ['Profile Sync Application']);
    const reader = await aClient('Reader', ['Profile Sync Reader']);
    const [own] = await world.rows("fieldsecurityprofiles?$filter=name eq 'Profile Sync Application'");
    await world.call('POST', `systemusers(${before.userId})/systemuserprofiles_association/$ref`, {
      '@odata.id': `${world.dataverse.origin}/api/data/v9.2/fieldsecurityprofiles(${String(own!['fieldsecurityprofileid'])})`,
    });
    const all = { ...env, PMDS_APPLICATION_USERS: JSON.stringify([made.client, before.client]) };
    expect((await pmds(all, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
    expect(await role(made.userId)).toEqual(['Profile Sync Application']);
    expect(await profiles(made.userId)).toEqual(['Profile Sync Application']);
    expect(await profiles(reader.userId)).toEqual(['Profile Sync Readers']);
    expect(await world.rows('environmentvariablevalues')).toHaveLength(2);

    const dry = await pmds(all, 'teardown', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/would change +role: "Profile Sync Application" is taken from .*Granted by set-up/);
    expect(dry.stdout).not.toContain('Granted before');
    expect(await role(made.userId)).toHaveLength(1);

    // Whoever takes down may know of fewer users than whoever set up.
    expect((await teardown()).code).toBe(0);
    expect([await role(made.userId), await profiles(made.userId), await profiles(reader.userId)]).toEqual([[], [], []]);
    expect([await role(before.userId), await profiles(before.userId)]).toEqual([
      ['Profile Sync Application'],
      ['Profile Sync Application'],
    ]);
    expect(await role(reader.userId)).toEqual(['Profile Sync Reader']);
    expect(await world.rows('environmentvariablevalues')).toEqual([]);
    const again = await teardown();
    expect(again.code).toBe(0);
    expect(new Set(states(again.stdout))).toEqual(new Set(['ok']));
  });

  it('keeps a value of the address that somebody else set', async () => {
    await teardown();
    const [definition] = await world.rows("environmentvariabledefinitions?$filter=schemaname eq 'pmds_BridgeUrl'");
    await world.call('POST', 'environmentvariablevalues', {
      schemaname: 'pmds_BridgeUrl',
      value: 'https://older.example.com',
      'EnvironmentVariableDefinitionId@odata.bind': `/environmentvariabledefinitions(${String(definition!['environmentvariabledefinitionid'])})`,
    });
    const values = () => world.rows('environmentvariablevalues?$select=value,environmentvariablevalueid');
    try {
      await setup();
      await teardown();
      expect(await values()).toMatchObject([{ value: bridge.url }]);
    } finally {
      // The next test begins without any, however this one ends.
      for (const { environmentvariablevalueid: id } of await values()) {
        await world.call('DELETE', `environmentvariablevalues(${String(id)})`);
      }
    }
  });
});

describe('E9 exit codes', () => {
  it('of a dry run are 1 when something needs people, and 0 when set-up would do all of it', async () => {
    await teardown();
    expect((await setup('--dry-run')).code).toBe(0);
    const service = { clientId: randomUUID(), clientSecret: 'a secret of one without a role' };
    await world.admin('POST', 'clients', { ...service, name: 'Without a role', roles: [] });
    const more = { ...env, PMDS_APPLICATION_USERS: JSON.stringify([service]) };
    const fresh = await pmds(more, 'setup', '--webhook-url', bridge.url, '--dry-run');
    expect(fresh).toMatchObject({ code: 0, stdout: expect.stringMatching(/would change +privileges: /) as unknown });
    const [solution] = await world.rows("solutions?$select=version&$filter=uniquename eq 'ProfileManagementDataSync'");
    const row = { solutionid: solution!['solutionid'], uniquename: 'ProfileManagementDataSync' };
    await world.admin('DELETE', 'rows/solution', { ids: [row.solutionid] });
    const failed = await setup('--dry-run');
    await world.admin('POST', 'rows/solution', [{ ...row, version: String(solution!['version']) }]);
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^failed +solution: /m) as unknown });
  });

  it.each([
    ['setup', '--dry'],
    ['setup', '--webhook-url'],
    ['setup', 'https://bridge.example.com'],
    ['teardown', '--force'],
    ['doctor', '--dry-run'],
    ['link', '--table'],
    ['revoke', '--run', 'x', '--everything'],
    ['verify', '--run'],
    ['cancel'],
    ['retry', '--sync', 'x'],
    ['serve', '--port', '1'],
    ['work', '--once'],
    ['resync'],
  ])('are 2 for wrong options: pmds %s %s', async (...args) => {
    const { code, stdout, stderr } = await pmds(env, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n +at /);
  });
});

describe('what stands against a set-up', () => {
  const failing = async (more: BridgeEnvironment) => {
    const { code, stdout, stderr } = await pmds({ ...env, ...more }, 'setup', '--webhook-url', bridge.url);
    expect(code).toBe(1);
    return `${stdout}${stderr}`;
  };

  it('RT-02 a wrong secret, a wrong tenant and a missing privilege have three distinct messages', async () => {
    const nobody = { clientId: randomUUID(), clientSecret: 'a secret of somebody without rights' };
    await world.admin('POST', 'clients', { ...nobody, name: 'Nobody', roles: ['Profile Sync Reader'] });
    const secret = await failing({ PMDS_CLIENT_SECRET: 'not-the-secret' });
    const tenant = await failing({ PMDS_AUTHORITY: `${world.dataverse.origin}/${randomUUID()}` });
    const privilege = await failing({ PMDS_CLIENT_ID: nobody.clientId, PMDS_CLIENT_SECRET: nobody.clientSecret });
    expect(secret).toMatch(/client secret is wrong .*PMDS_CLIENT_SECRET/);
    expect(tenant).toMatch(/tenant does not exist.*PMDS_TENANT_ID/);
    expect(privilege).toMatch(/lacks the privilege prv\w+.*Profile Sync Application/);
    expect(secret).not.toMatch(/tenant does not exist|lacks the privilege|not-the-secret/);
    expect(tenant).not.toMatch(/secret is wrong|lacks the privilege/);
    for (const text of [secret, tenant, privilege]) expect(text).not.toMatch(/\n +at /);
  });

  it('CD-10 names an app registration that is no user of the environment', async () => {
    const stranger = { clientId: randomUUID(), clientSecret: 'a secret of a stranger' };
    await world.admin('POST', 'clients', stranger);
    const text = await failing({ PMDS_CLIENT_ID: stranger.clientId, PMDS_CLIENT_SECRET: stranger.clientSecret });
    expect(text).toContain(`${stranger.clientId} is no user of this environment`);
  });

  it('says that the service cannot be reached', async () => {
    const { code, stdout } = await pmds(env, 'setup', '--webhook-url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stdout).toMatch(/failed +self-test: .*Check that the service runs/);
    expect((await setup()).code).toBe(0);
  });

  it('CD-29 refuses a solution outside the range of versions', async () => {
    const [solution] = await world.rows("solutions?$select=version&$filter=uniquename eq 'ProfileManagementDataSync'");
    const row = { solutionid: solution!['solutionid'], uniquename: 'ProfileManagementDataSync' };
    await world.admin('DELETE', 'rows/solution', { ids: [row.solutionid] });
    await world.admin('POST', 'rows/solution', [{ ...row, version: '2.0.0.0' }]);
    expect(await failing({})).toMatch(/failed +solution: .*2\.0\.0\.0.*1\.0\.0\.0/);
    await world.admin('DELETE', 'rows/solution', { ids: [row.solutionid] });
    await world.admin('POST', 'rows/solution', [{ ...row, version: String(solution!['version']) }]);
    expect((await setup()).code).toBe(0);
  });

  it('refuses addresses that Dataverse does not post to, and a webhook without a key', async () => {
    const port = await pmds(env, 'setup', '--webhook-url', 'https://sync.example.com:8443');
    expect(port).toMatchObject({ code: 2, stderr: expect.stringContaining('ports 80 and 443 only') as unknown });
    const key = await pmds({ ...env, PMDS_WEBHOOK_KEY: '' }, 'setup', '--webhook-url', bridge.url);
    expect(key).toMatchObject({ code: 2, stderr: expect.stringContaining('PMDS_WEBHOOK_KEY is missing') as unknown });
  });
});
