import { randomUUID } from 'node:crypto';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

const minutes = (count: number): number => count * 60_000;

/** The clock of the service is this much ahead of that of Dataverse. */
describe.each([
  ['15 minutes ahead', minutes(15)],
  ['15 minutes behind', minutes(-15)],
  ['3 minutes ahead', minutes(3)],
])('K1 a service whose clock is %s', (_, aheadMs) => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  let contactid: string;
  let leaver: string;
  let sync: string;

  beforeAll(async () => {
    world = await anEdgesWorld();
    await world.admin('POST', 'clock', { now: new Date(Date.now() - aheadMs).toISOString() });
    env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(1);
    const listid = randomUUID();
    await world.call('POST', 'lists', { listid, listname: 'Own', type: false, createdfromcode: 2 });
    [contactid, leaver] = [randomUUID(), randomUUID()];
    for (const id of [contactid, leaver]) {
      const person = { contactid: id, firstname: 'Before', lastname: 'Clock', emailaddress1: 'clock@example.org' };
      await world.call('POST', 'contacts', person);
      await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: id });
    }
    sync = await world.aSync();
    await world.call('POST', `pmds_datasyncs(${sync})/pmds_datasync_list/$ref`, {
      '@odata.id': `${world.dataverse.url}lists(${listid})`,
    });
    await world.ended(sync, await world.start(sync));
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('CD-05 reads again who changed since, and never counts as ready who opted out', async () => {
    await world.call('PATCH', `contacts(${contactid})`, { firstname: 'After' });
    await world.call('PATCH', `contacts(${leaver})`, { donotemail: true });
    const runId = await world.start(sync);
    expect(await world.ended(sync, runId)).toMatchObject({ pmds_contactssynced: 3 });
    const run = await world.row(`pmds_syncruns(${runId})`);
    expect(run).toMatchObject({ pmds_skippedoptedout: 1, pmds_contactssynced: 3, pmds_runtype: 'Incremental' });
    expect(run['pmds_unchanged']).toBe(2);
  });

  it('CD-15 writes times that fit together, for a request from a browser an hour ahead too', async () => {
    const before = (await world.row(`pmds_datasyncs(${sync})`))['_pmds_currentrunid_value'];
    const asked = new Date(Date.now() - aheadMs + minutes(60));
    await world.call('PATCH', `pmds_datasyncs(${sync})`, { pmds_requestedon: asked.toISOString() });
    const row = await until('the requested run has ended', async () => {
      const found = await world.row(`pmds_datasyncs(${sync})`);
      return found['_pmds_currentrunid_value'] !== before && found['pmds_completedon'] !== null ? found : null;
    });
    expect(Date.parse(String(row['pmds_requestedon']))).toBeLessThan(asked.getTime() - minutes(59));
    const run = await world.row(`pmds_syncruns(${String(row['_pmds_currentrunid_value'])})`);
    const times = ['pmds_requestedon', 'pmds_startedon', 'pmds_completedon'].map((name) =>
      Date.parse(String(run[name])),
    );
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times.every((time) => Math.abs(time - (Date.now() - aheadMs)) < minutes(1))).toBe(true);
    expect(run).toMatchObject({ pmds_trigger: 'Request' });
    expect(run['pmds_seconds']).toBeGreaterThanOrEqual(0);
  });

  it('says so in its health, its metrics and doctor', async () => {
    const health = (await (await fetch(`${bridge.operationsUrl}/health`)).json()) as {
      status: string;
      problems: string[];
    };
    expect(health.status).toBe('degraded');
    expect(health.problems.join()).toMatch(/(89\d|90\d|17\d|18\d) s (ahead of|behind) the clock of Dataverse/);
    expect(await (await fetch(`${bridge.operationsUrl}/metrics`)).text()).toMatch(/pmds_clock_skew_seconds -?\d+/);
    const doctor = await pmds(env, 'doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/clock: .* the clock of Dataverse. Let the machine keep time by NTP/);
  });
});
