import { randomUUID } from 'node:crypto';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { loadRows } from '@pmds/scripts/dataverse/admin';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('a start that was accepted', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  let listid: string;
  const people = [1, 2, 3].map((number) => ({
    contactid: randomUUID(),
    emailaddress1: `p${number}@example.org`,
    birthdate: 'soon',
  }));

  beforeAll(async () => {
    world = await anEdgesWorld();
    env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
    listid = randomUUID();
    await world.call('POST', 'lists', { listid, listname: 'Troubled', type: false, createdfromcode: 2 });
    await loadRows(world.dataverse.adminUrl, 'contact', people as never);
    for (const { contactid } of people) {
      await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
    }
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.admin('DELETE', 'faults'));

  /** The row once it is *Failed* for this reason. */
  const refused = (id: string, words: string) =>
    until(`the row says "${words}"`, async () => {
      const row = await world.row(`pmds_datasyncs(${id})`);
      const said = row['pmds_status'] === statusValue('failed') && String(row['pmds_message']).includes(words);
      return said ? row : null;
    });
  const openTraces = async (runId: unknown): Promise<number> => {
    const filter = `_pmds_syncrunid_value eq ${String(runId)} and statecode eq 0 and pmds_severity eq 'Error'`;
    return (await world.rows(`pmds_errortraces?$select=pmds_memberid&$filter=${filter}`)).length;
  };
  async function aTroubledSync(): Promise<string> {
    const fields = JSON.stringify({ version: 1, contact: ['firstname', 'birthdate'], lead: [] });
    const id = await world.aSync({ pmds_fields: fields });
    const list = { '@odata.id': `${world.dataverse.url}lists(${listid})` };
    await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, list);
    return id;
  }

  it('S13 under the id of a run that has ended is refused on the row, and the history stays', async () => {
    const id = await world.aSync();
    const runId = await world.start(id);
    const before = await world.ended(id, runId);
    const history = await world.row(`pmds_syncruns(${runId})`);
    await world.start(id, runId);
    const row = await refused(id, 'named the id of a run');
    expect(row['_pmds_currentrunid_value']).not.toBe(runId);
    expect(row['pmds_contactssynced']).toBe(before['pmds_contactssynced']);
    expect(await world.row(`pmds_syncruns(${runId})`)).toEqual(history);
  });

  it('S13 under the id of a run of another sync is refused on its own row', async () => {
    const other = await world.aSync();
    const runId = await world.start(other);
    await world.ended(other, runId);
    const history = await world.row(`pmds_syncruns(${runId})`);
    const id = await world.aSync();
    await world.start(id, runId);
    await refused(id, 'named the id of a run');
    expect(await world.row(`pmds_syncruns(${runId})`)).toEqual(history);
    expect(await world.row(`pmds_datasyncs(${other})`)).toMatchObject({ pmds_status: statusValue('completed') });
  });

  it('S13 under an id that only the history of Dataverse knows is refused too', async () => {
    const other = await world.aSync();
    const runId = randomUUID();
    await world.call('POST', 'pmds_syncruns', {
      pmds_syncrunid: runId,
      pmds_name: 'Of a store that is gone',
      pmds_status: statusValue('completed'),
      'pmds_DataSyncId@odata.bind': `/pmds_datasyncs(${other})`,
    });
    const id = await world.aSync();
    await world.start(id, runId);
    await refused(id, 'named the id of a run');
    expect(await world.row(`pmds_syncruns(${runId})`)).toMatchObject({ _pmds_datasyncid_value: other });
    await expect(world.start(id, 'not-an-id')).rejects.toThrow('status code 400');
  });

  it('K11 of a sync that was deactivated is refused in words, by button and by request', async () => {
    const id = await world.aSync();
    await world.call('PATCH', `pmds_datasyncs(${id})`, { statecode: 1, statuscode: 2 });
    await world.start(id);
    await refused(id, 'This sync is inactive. Activate it and start again.');
    const asked = await world.aSync();
    await world.call('PATCH', `pmds_datasyncs(${asked})`, { pmds_requestedon: new Date().toISOString() });
    await world.call('PATCH', `pmds_datasyncs(${asked})`, { statecode: 1, statuscode: 2 });
    const row = await until('the request has an end', async () => {
      const found = await world.row(`pmds_datasyncs(${asked})`);
      return found['pmds_completedon'] === null ? null : found;
    });
    expect([statusValue('failed'), statusValue('completed')]).toContain(row['pmds_status']);
    await world.call('PATCH', `pmds_datasyncs(${id})`, { statecode: 0, statuscode: 1 });
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_contactssynced: 2 });
  });

  it('K8 that fails says how many can be read: nobody the first time, the last good number later', async () => {
    const failing = { kind: 'status', status: 400, match: 'contacts?', count: 1_000 };
    await world.admin('POST', 'faults', failing);
    const id = await world.aSync();
    expect(await world.ended(id, await world.start(id))).toMatchObject({
      pmds_status: statusValue('failed'),
      pmds_contactssynced: 0,
    });
    await world.admin('DELETE', 'faults');
    expect(await world.ended(id, await world.start(id))).toMatchObject({ pmds_contactssynced: 2 });
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_notificationemails: 'nonsense' });
    expect(await world.ended(id, await world.start(id))).toMatchObject({
      pmds_status: statusValue('failed'),
      pmds_contactssynced: 2,
      pmds_safetosend: false,
    });
  });

  it('K4 counts as errors what stands open under its run, also after a part was retried', async () => {
    const id = await aTroubledSync();
    const first = await world.start(id);
    expect(await world.ended(id, first)).toMatchObject({ pmds_errors: 3 });
    expect(await openTraces(first)).toBe(3);
    await world.call('PATCH', `contacts(${people[0]?.contactid ?? ''})`, { birthdate: '1980-05-17' });
    const filter = `_pmds_syncrunid_value eq ${first} and pmds_memberid eq '${people[0]?.contactid ?? ''}'`;
    const [trace] = await world.rows(`pmds_errortraces?$select=pmds_errortraceid&$filter=${filter}`);
    const retry = randomUUID();
    await world.call('POST', `pmds_datasyncs(${id})/Microsoft.Dynamics.CRM.pmds_RetryErrors`, {
      RunId: retry,
      TraceIds: [trace?.['pmds_errortraceid']],
    });
    expect(await world.ended(id, retry)).toMatchObject({ pmds_errors: 2 });
    expect([await openTraces(retry), await openTraces(first)]).toEqual([2, 0]);
    const again = await world.start(id);
    const row = await world.ended(id, again);
    expect(await openTraces(again)).toBe(row['pmds_errors']);
    expect([await openTraces(retry), await openTraces(first)]).toEqual([0, 0]);
  });

  it('S21 ends soon although hundreds of starts of rows that do not exist came before it', async () => {
    const post = (row: string) =>
      fetch(`${bridge.url}/webhooks/dataverse`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-pmds-key': env['PMDS_WEBHOOK_KEY'] ?? '' },
        body: JSON.stringify({
          MessageName: 'pmds_StartSync',
          PrimaryEntityName: 'pmds_datasync',
          PrimaryEntityId: row,
          InputParameters: [{ key: 'RunId', value: randomUUID() }],
        }),
      });
    const ids = await Promise.all(Array.from({ length: 5 }, () => world.aSync()));
    const junk = Array.from({ length: 600 }, () => randomUUID());
    for (let at = 0; at < junk.length; at += 50) {
      const answers = await Promise.all(junk.slice(at, at + 50).map(post));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    }
    for (const id of ids) await world.ended(id, await world.start(id));
    await until('nothing waits', async () => {
      const health = (await (await fetch(`${bridge.operationsUrl}/health`)).json()) as Readonly<
        Record<string, unknown>
      >;
      return health['queuedRuns'] === 0 && health['activeRuns'] === 0;
    });
  });
});
