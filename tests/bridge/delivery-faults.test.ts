import { randomUUID } from 'node:crypto';
import { loadRows } from '@pmds/scripts/dataverse/admin';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;
let listid: string;

beforeAll(async () => {
  world = await anEdgesWorld();
  env = world.environment();
  bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  listid = randomUUID();
  await world.call('POST', 'lists', { listid, listname: 'More', type: false, createdfromcode: 2 });
  const people = [1, 2, 3].map((number) => ({
    contactid: randomUUID(),
    emailaddress1: `p${number}@example.org`,
    birthdate: 'soon',
  }));
  await loadRows(world.dataverse.adminUrl, 'contact', people as never);
  for (const { contactid } of people) {
    await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
  }
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.admin('DELETE', 'faults'));

/** A sync of two members in good order and three whose value is not allowed. */
async function aTroubledSync(): Promise<string> {
  const fields = JSON.stringify({ version: 1, contact: ['firstname', 'birthdate'], lead: [] });
  const id = await world.aSync({ pmds_fields: fields });
  const list = { '@odata.id': `${world.dataverse.url}lists(${listid})` };
  await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, list);
  return id;
}

describe('what a run reports', () => {
  it.each([
    ['answers of 503', { kind: 'status', status: 503, count: 2 }],
    ['answers of 500', { kind: 'status', status: 500, count: 2 }],
    ['broken connections', { kind: 'reset', count: 2 }],
    ['answers cut off', { kind: 'truncate', count: 2 }],
    ['slow answers', { kind: 'slow', count: 2, milliseconds: 100 }],
  ])('arrives exactly once in spite of %s', async (_, fault) => {
    const id = await aTroubledSync();
    for (const match of ['pmds_errortraces', 'pmds_syncruns', `pmds_datasyncs(${id})?`]) {
      await world.admin('POST', 'faults', { ...fault, match });
    }
    const runId = await world.start(id);
    expect(await world.ended(id, runId)).toMatchObject({ pmds_errors: 3, pmds_contactssynced: 2 });
    const traces = await world.rows(`pmds_errortraces?$select=pmds_memberid&$filter=_pmds_syncrunid_value eq ${runId}`);
    expect(new Set(traces.map((trace) => trace['pmds_memberid'])).size).toBe(3);
    expect(traces).toHaveLength(3);
    expect(await world.rows(`pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${id}`)).toHaveLength(1);
  });
});

describe('the network', () => {
  it('that is taken away while Traces are written, and comes back, leaves each of them once', async () => {
    const fired = async () => ((await world.admin('GET', 'faults')) as { readonly fired: number }).fired;
    const before = await fired();
    const id = await aTroubledSync();
    // The first write arrives and its answer does not; what comes after it finds no way, until the orders are taken back.
    await world.admin('POST', 'faults', { kind: 'truncate', match: 'pmds_errortraces', count: 1 });
    await world.admin('POST', 'faults', { kind: 'reset', match: 'pmds_errortraces', count: 1_000_000 });
    const runId = await world.start(id);
    await until('the write has been tried again', async () => (await fired()) >= before + 2);
    await world.admin('POST', 'faults', { kind: 'reset', count: 1_000_000 });
    const away = await fired();
    await until('nothing gets through', async () => (await fired()) >= away + 3);
    const { pending } = (await world.admin('GET', 'faults')) as {
      readonly pending: readonly { readonly kind: string }[];
    };
    expect(pending.map(({ kind }) => kind)).toEqual(['reset', 'reset']);
    await world.admin('DELETE', 'faults');
    expect(await world.ended(id, runId)).toMatchObject({ pmds_errors: 3, pmds_contactssynced: 2 });
    const filter = `_pmds_syncrunid_value eq ${runId}`;
    await until('all Traces are there', async () => {
      const traces = await world.rows(`pmds_errortraces?$select=pmds_memberid&$filter=${filter}`);
      return traces.length >= 3;
    });
    const traces = await world.rows(`pmds_errortraces?$select=pmds_memberid&$filter=${filter}`);
    expect(traces).toHaveLength(3);
    expect(new Set(traces.map((trace) => trace['pmds_memberid'])).size).toBe(3);
  });
});

describe('a webhook', () => {
  it('CD-24 that comes twice at once, and again when its run has long ended, is one run', async () => {
    const id = await world.aSync();
    const runId = randomUUID();
    const post = () =>
      fetch(`${bridge.url}/webhooks/dataverse`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-pmds-key': env['PMDS_WEBHOOK_KEY'] ?? '' },
        body: JSON.stringify({
          MessageName: 'pmds_StartSync',
          PrimaryEntityName: 'pmds_datasync',
          PrimaryEntityId: id,
          InputParameters: [{ key: 'RunId', value: runId }],
        }),
      });
    const answers = await Promise.all([post(), post(), post()]);
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202]);
    const first = await world.ended(id, runId);
    expect((await post()).status).toBe(202);
    // A run of another sync that begins later and ends: whatever the late webhook began would have shown by then.
    const other = await world.aSync();
    await world.ended(other, await world.start(other));
    await until('nothing is on its way', async () => {
      const health = (await (await fetch(`${bridge.operationsUrl}/health`)).json()) as { readonly activeRuns: number };
      return health.activeRuns === 0;
    });
    expect((await world.row(`pmds_datasyncs(${id})`))['pmds_startedon']).toBe(first['pmds_startedon']);
    expect(await world.rows(`pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${id}`)).toHaveLength(1);
  });
});
