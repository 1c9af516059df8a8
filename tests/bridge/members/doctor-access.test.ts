import { randomUUID } from 'node:crypto';
import { guidOfName } from '@pmds/emulator/model/guid';
import { anEdgesWorld, pmds, type EdgesWorld } from '../edges-world';

describe('pmds doctor on what the service may see', () => {
  let world: EdgesWorld;
  beforeAll(async () => {
    world = await anEdgesWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** The environment of a service whose user has the shipped role but for the reach of one privilege. */
  async function narrowed(privilege: string, depth: 1 | 2 | 4) {
    const service = { clientId: randomUUID(), clientSecret: 'a secret that opens little' };
    const copy = randomUUID();
    const shipped = await world.rows(
      'roleprivilegescollection?$select=privilegeid,privilegedepthmask&$filter=roleid eq c587c753-06c1-5c36-a8bd-be37e812180f',
    );
    await world.admin('POST', 'rows/role', [{ roleid: copy, name: `Narrow ${copy}` }]);
    const grants = shipped.map((row) => ({
      roleid: copy,
      privilegeid: row['privilegeid'],
      privilegedepthmask:
        row['privilegeid'] === guidOfName(`privilege:${privilege}`) ? depth : row['privilegedepthmask'],
    }));
    await world.admin('POST', 'rows/roleprivileges', grants);
    await world.admin('POST', 'clients', { ...service, name: 'Narrow', roles: [`Narrow ${copy}`] });
    return world.environment({ PMDS_CLIENT_ID: service.clientId, PMDS_CLIENT_SECRET: service.clientSecret });
  }

  it.each([
    ['prvReadContact', 2, '"contact" at the access level Business Unit'],
    ['prvReadLead', 1, '"lead" at the access level User'],
    ['prvReadAccount', 4, '"account" at the access level Parent: Child Business Units'],
  ] as const)('B6 says that %s at depth %i is not enough, in the words of a start', async (privilege, depth, said) => {
    const { code, stdout } = await pmds(await narrowed(privilege, depth), 'doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed +read access: /m);
    expect(stdout).toContain(
      `The application user reads the table ${said}, not Organization, so rows beyond it stay unseen.`,
    );
  });

  it('B2 says that a flag which stands against a mailing cannot be read, in the words of a start', async () => {
    const service = { clientId: randomUUID(), clientSecret: 'a secret for every day' };
    await world.admin('POST', 'clients', { ...service, name: 'Everyday', roles: ['Profile Sync Application'] });
    const env = world.environment({ PMDS_CLIENT_ID: service.clientId, PMDS_CLIENT_SECRET: service.clientSecret });
    const secured = { table: 'lead', column: 'donotphone' };
    await world.admin('POST', 'secured-columns', secured);
    const usual = (await pmds(env, 'doctor')).stdout;
    const phone = (await pmds({ ...env, PMDS_OPT_OUT_FLAGS: 'donotemail,donotphone' }, 'doctor')).stdout;
    await world.admin('POST', 'secured-columns', { ...secured, secured: false });
    expect(usual).toMatch(/^ok +deciding columns: /m);
    expect(usual).toMatch(/^ok +read access: /m);
    expect(phone).toMatch(/^failed +deciding columns: /m);
    expect(phone).toContain(
      'The column "donotphone" of lead decides who may be mailed, but it is protected by column security',
    );
  });
});
