import { statusValue } from '@pmds/contracts/run/sync-status';
import { until } from '../../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from '../edges-world';

let world: EdgesWorld;
beforeAll(async () => {
  world = await anEdgesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.admin('DELETE', 'faults'));

const told = (fault: object) => world.admin('POST', 'faults', fault);

describe('a tenant that does not let the service in', () => {
  it.each([
    ['53003', /AADSTS53003.*Conditional Access.*Entra administrator/],
    ['7000222', /AADSTS7000222.*secret has expired.*PMDS_CLIENT_SECRET/],
    ['90002', /AADSTS90002.*tenant does not exist.*PMDS_TENANT_ID/],
  ])('AADSTS%s is named by pmds doctor, with who has to act', async (code, sentence) => {
    await told({ kind: 'sign-in', code, count: 1_000, match: 'oauth2' });
    const { code: exit, stdout, stderr } = await pmds(world.environment(), 'doctor');
    expect(exit).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(sentence);
  });

  it('is named by /health while it lasts, and not when it is over', async () => {
    await told({ kind: 'sign-in', code: '7000215', count: 1_000, match: 'oauth2' });
    const bridge = await world.serve(world.environment());
    const health = async () =>
      (await (await fetch(`${bridge.operationsUrl}/health`)).json()) as {
        readonly status: string;
        readonly problems: readonly string[];
      };
    const bad = await until('health says so', async () => {
      const now = await health();
      return now.problems.length > 0 ? now : null;
    });
    expect(bad.status).toBe('degraded');
    expect(bad.problems.join()).toMatch(/AADSTS7000215.*PMDS_CLIENT_SECRET/);
    await world.admin('DELETE', 'faults');
    await until('health is well', async () => (await health()).status === 'ok');
    await bridge.child.stop();
  });

  it.each([401, 403])('by a claims challenge (%d) ends the run, whose row names the policy', async (status) => {
    const bridge = await world.serve(world.environment());
    await told({ kind: 'claims', status, count: 1_000, match: 'EntityDefinitions' });
    const id = await world.aSync();
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_requestedon: new Date().toISOString() });
    const row = await until('the run has ended', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_status'] === statusValue('failed') ? found : null;
    });
    expect(row['pmds_message']).toMatch(/claims challenge.*Conditional Access.*Entra administrator/);
    expect(row['pmds_safetosend']).toBe(false);
    await bridge.child.stop();
  });
});
