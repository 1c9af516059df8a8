import { randomUUID } from 'node:crypto';
import { loadRows } from '@pmds/scripts/dataverse/admin';
import type { BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('N6 pmds retry', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  beforeAll(async () => {
    world = await anEdgesWorld();
    env = world.environment();
    const bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const ended = (id: string, not: string) =>
    until('another run has ended', async () => {
      const row = await world.row(`pmds_datasyncs(${id})`);
      return row['_pmds_currentrunid_value'] !== not && row['pmds_completedon'] !== null ? row : null;
    });
  const traces = (id: string) =>
    world.rows(
      `pmds_errortraces?$select=statecode,pmds_memberid,_pmds_syncrunid_value&$filter=_pmds_datasyncid_value eq ${id}`,
    );

  it('heals a member whose cause was mended: counts and Trace say so on the row, and the others count as unchanged', async () => {
    const fields = JSON.stringify({ version: 1, contact: ['firstname', 'birthdate'], lead: [] });
    const id = await world.aSync({ pmds_fields: fields });
    const [contactid, listid] = [randomUUID(), randomUUID()];
    const someone = { contactid, firstname: 'Ada', emailaddress1: 'ada@example.org', statecode: 0 };
    await loadRows(world.dataverse.adminUrl, 'contact', [{ ...someone, birthdate: 'in spring' }] as never);
    await world.call('POST', 'lists', { listid, listname: 'More', type: false, createdfromcode: 2 });
    await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
    await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, {
      '@odata.id': `${world.dataverse.url}lists(${listid})`,
    });
    const first = await world.start(id);
    expect(await world.ended(id, first)).toMatchObject({
      pmds_errors: 1,
      pmds_contactssynced: 2,
      pmds_safetosend: false,
    });

    await world.call('PATCH', `contacts(${contactid})`, { birthdate: '1980-05-17' });
    expect(await pmds(env, 'retry', '--sync', id)).toMatchObject({ code: 0 });
    const row = await ended(id, first);
    expect(row).toMatchObject({ pmds_errors: 0, pmds_contactssynced: 3, pmds_safetosend: true });
    const run = await world.row(`pmds_syncruns(${String(row['_pmds_currentrunid_value'])})`);
    expect(run).toMatchObject({ pmds_runtype: 'Retry', pmds_trigger: 'Retry', pmds_unchanged: 2, pmds_failedvalue: 0 });
    const closed = await until('the Trace row is closed', async () => {
      const rows = await traces(id);
      return rows[0]?.['statecode'] === 1 ? rows : null;
    });
    expect(closed).toMatchObject([{ pmds_memberid: contactid, _pmds_syncrunid_value: first }]);
  });

  /** A sync of two well members and as many more as are named, all with a value that is none; its first run has ended. */
  async function aFailedSync(...names: readonly string[]) {
    const fields = JSON.stringify({ version: 1, contact: ['firstname', 'birthdate'], lead: [] });
    const id = await world.aSync({ pmds_fields: fields });
    const listid = randomUUID();
    const people = names.map((firstname) => ({ contactid: randomUUID(), firstname }));
    const common = { emailaddress1: 'ada@example.org', statecode: 0, birthdate: 'in spring' };
    const rows = people.map((person) => ({ ...person, ...common }));
    await loadRows(world.dataverse.adminUrl, 'contact', rows as never);
    await world.call('POST', 'lists', { listid, listname: 'More', type: false, createdfromcode: 2 });
    for (const { contactid } of people)
      await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
    await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, {
      '@odata.id': `${world.dataverse.url}lists(${listid})`,
    });
    const first = await world.start(id);
    await world.ended(id, first);
    const rowsOfTrace = await world.rows(
      `pmds_errortraces?$select=pmds_errortraceid,pmds_memberid&$filter=_pmds_datasyncid_value eq ${id}`,
    );
    const traceOf = (at: number) => rowsOfTrace.find((row) => row['pmds_memberid'] === people[at]?.contactid)!;
    return { id, first, people, traceOf };
  }
  const retrySome = (id: string, TraceIds: readonly unknown[], RunId: string = randomUUID()) =>
    world.call('POST', `pmds_datasyncs(${id})/Microsoft.Dynamics.CRM.pmds_RetryErrors`, { RunId, TraceIds });

  it('N6 retries the selected alone: the healed is closed and the others stay open and count on the new run', async () => {
    const { id, people, traceOf } = await aFailedSync('Ada', 'Ben', 'Cid');
    for (const { contactid } of people)
      await world.call('PATCH', `contacts(${contactid})`, { birthdate: '1980-05-17' });
    const runId = randomUUID();
    const healed = String(traceOf(0)['pmds_errortraceid']);
    await retrySome(id, [healed], runId);
    expect(await world.ended(id, runId)).toMatchObject({
      pmds_errors: 2,
      pmds_contactssynced: 3,
      pmds_status: 742100005,
    });
    expect(await world.row(`pmds_syncruns(${runId})`)).toMatchObject({
      pmds_errors: 2,
      pmds_unchanged: 2,
      pmds_failedvalue: 2,
    });
    const rows = await world.rows(
      `pmds_errortraces?$select=pmds_errortraceid,statecode,_pmds_syncrunid_value&$filter=_pmds_datasyncid_value eq ${id}`,
    );
    expect(rows).toHaveLength(3);
    for (const at of [1, 2]) {
      const { pmds_errortraceid } = traceOf(at);
      const open = { pmds_errortraceid, statecode: 0, _pmds_syncrunid_value: runId };
      expect(rows).toContainEqual(expect.objectContaining(open));
    }
    expect(rows).toContainEqual(expect.objectContaining({ pmds_errortraceid: healed, statecode: 1 }));

    const rest = randomUUID();
    await retrySome(
      id,
      [1, 2].map((at) => traceOf(at)['pmds_errortraceid']),
      rest,
    );
    expect(await world.ended(id, rest)).toMatchObject({
      pmds_errors: 0,
      pmds_contactssynced: 5,
      pmds_safetosend: true,
    });
  });

  it('N6 refuses Trace rows that are settled, of another sync, or none: nothing starts, and the row stays as it was', async () => {
    const [mine, other] = [await aFailedSync('Ada'), await aFailedSync('Ben')];
    const before = await world.row(`pmds_datasyncs(${mine.id})`);
    for (const wrong of [[], [randomUUID()], [mine, other].map((sync) => sync.traceOf(0)['pmds_errortraceid'])]) {
      await expect(retrySome(mine.id, wrong)).rejects.toThrow(/webhook call failed.*400/);
    }
    expect(await world.row(`pmds_datasyncs(${mine.id})`)).toEqual(before);
    expect(
      await world.rows(`pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${mine.id}`),
    ).toHaveLength(1);
  });

  it('N6 is not taken for a retry of everybody when the platform drops the parameters of a call that names too many', async () => {
    const { id } = await aFailedSync('Ada');
    await expect(
      retrySome(
        id,
        Array.from({ length: 7_000 }, () => randomUUID()),
      ),
    ).rejects.toThrow(/400/);
    expect(await world.rows(`pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${id}`)).toHaveLength(1);
  });

  it('is what the Custom API pmds_RetryErrors asks for, once for a call that is repeated', async () => {
    const id = await world.aSync();
    const first = await world.start(id);
    await world.ended(id, first);
    const runId = randomUUID();
    const call = () =>
      world.call('POST', `pmds_datasyncs(${id})/Microsoft.Dynamics.CRM.pmds_RetryErrors`, { RunId: runId });
    await Promise.all([call(), call()]);
    await world.ended(id, runId);
    await call();
    expect(await world.row(`pmds_syncruns(${first})`)).toMatchObject({ pmds_runtype: 'Full' });
    expect(await world.row(`pmds_syncruns(${runId})`)).toMatchObject({ pmds_runtype: 'Retry', pmds_unchanged: 2 });
    expect(await world.rows(`pmds_syncruns?$select=pmds_name&$filter=_pmds_datasyncid_value eq ${id}`)).toHaveLength(2);
  });

  it('says what it needs', async () => {
    expect(await pmds(env, 'retry')).toMatchObject({ code: 2, stderr: expect.stringContaining('--sync') as unknown });
  });
});
