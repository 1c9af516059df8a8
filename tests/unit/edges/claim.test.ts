import { statusValue } from '@pmds/contracts/run/sync-status';
import { claimRow } from '@pmds/bridge/adapters/dataverse/reporting/claim/claim';
import { SyncOwners } from '@pmds/bridge/adapters/dataverse/reporting/rows/sync-owners';
import { compareVersions, incompatibility } from '@pmds/bridge/adapters/dataverse/reporting/claim/solution-version';
import { aRun, contactId, noon, otherRunId, runId, seconds } from './builders.js';
import { refusal, rows, scriptedDataverse, type Answer, type Call } from './scripted-dataverse.js';

const list = {
  listid: contactId,
  listname: 'VIPs',
  type: false,
  createdfromcode: 2,
  statecode: 0,
  query: null,
  membercount: 12,
};
const savedRow = {
  '@odata.etag': 'W/"7"',
  pmds_name: 'Spring mailing',
  pmds_notificationemails: 'ada@example.com',
  pmds_fields: '{"version":1,"contact":["firstname"],"lead":[]}',
  pmds_status: statusValue('draft'),
  pmds_requestedon: null,
  modifiedon: noon.toISOString(),
  _pmds_currentrunid_value: null,
  pmds_datasync_list: [list],
};
type Saved = Readonly<Record<string, unknown>>;

function claiming(
  given: readonly (Saved | null)[],
  patch: (call: Call) => Answer = () => undefined,
  version = '1.0.0.0',
  history: Saved | null = null,
) {
  let reads = 0;
  const historyRow = history === null ? refusal(404, 'Does Not Exist', '0x80040217') : { status: 200, body: history };
  const dataverse = scriptedDataverse((call) => {
    if (call.path.startsWith('solutions')) return rows({ version });
    if (call.method === 'GET' && call.path.startsWith('pmds_syncruns')) return historyRow;
    if (call.headers['if-none-match'] === '*' && history !== null)
      return refusal(412, 'A record with this key exists.');
    if (call.method === 'PATCH') return patch(call);
    const row = given[Math.min(reads, given.length - 1)];
    reads += 1;
    return row === null ? refusal(404, 'Does Not Exist', '0x80040217') : { status: 200, body: row };
  });
  const claim = (run = aRun(), startedAt = seconds(2), options: Parameters<typeof claimRow>[4] = {}) =>
    claimRow(
      run,
      startedAt,
      { client: dataverse.client, owners: new SyncOwners(dataverse.client) },
      new AbortController().signal,
      options,
    );
  const patchOf = (set: string) => dataverse.of('PATCH').find(({ path }) => path.startsWith(set));
  return { claim, patchOf, calls: dataverse.calls };
}

describe('the claim of a row', () => {
  it('CD-15 makes the row ours with its version, and says what the run will do', async () => {
    const { claim, patchOf } = claiming([savedRow]);
    expect(await claim()).toMatchObject({
      kind: 'claimed',
      order: {
        name: 'Spring mailing',
        notificationEmails: ['ada@example.com'],
        fields: { contact: ['firstname'], lead: [] },
        lists: [{ id: contactId, name: 'VIPs', table: 'contact', kind: 'static', query: null, memberCount: 12 }],
        newestMembership: 0,
      },
    });
    const patch = patchOf('pmds_datasyncs')!;
    expect(patch.headers['if-match']).toBe('W/"7"');
    expect(patch.body).toMatchObject({
      pmds_status: statusValue('in-progress'),
      pmds_startedon: seconds(2).toISOString(),
      pmds_requestedon: noon.toISOString(),
      pmds_completedon: null,
      'pmds_CurrentRunId@odata.bind': `/pmds_syncruns(${runId})`,
    });
    // The last good result stays beside the run.
    for (const count of ['pmds_contactssynced', 'pmds_leadssynced', 'pmds_errors']) {
      expect(patch.body).not.toHaveProperty(count);
    }
  });

  it('CD-31 writes a run row of its own, whose key is the run id', async () => {
    const { claim, patchOf } = claiming([savedRow]);
    await claim();
    expect(patchOf(`pmds_syncruns(${runId})`)!.body).toMatchObject({
      pmds_name: 'Spring mailing 2025-06-01 12:00 UTC',
      pmds_trigger: 'Button',
      pmds_runtype: 'Full',
    });
  });

  it('CD-15 never lets a request be newer than its start, whatever the clock of the person who asked', async () => {
    const ahead = { ...savedRow, pmds_requestedon: seconds(600).toISOString() };
    const { claim, patchOf } = claiming([ahead]);
    await claim(aRun({ trigger: 'request', requestedAt: seconds(600) }));
    expect(patchOf('pmds_datasyncs')!.body['pmds_requestedon']).toBe(seconds(2).toISOString());
  });

  it('reads again when somebody saved the form at that moment', async () => {
    let attempts = 0;
    const { claim } = claiming([savedRow], ({ path }) => {
      if (!path.startsWith('pmds_datasyncs')) return undefined;
      attempts += 1;
      return attempts === 1 ? refusal(412, 'The version does not match.') : undefined;
    });
    expect(await claim()).toMatchObject({ kind: 'claimed' });
    expect(attempts).toBe(2);
  });

  it('CD-24 gives way to a run that is on its way', async () => {
    const busy = { ...savedRow, pmds_status: statusValue('waiting'), _pmds_currentrunid_value: otherRunId };
    const { claim, calls } = claiming([busy]);
    expect(await claim()).toEqual({ kind: 'taken', by: otherRunId, silentForMs: expect.any(Number) as number });
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('S6 says for how long a row was told nothing, by the clock of Dataverse, and takes it over when its run is over', async () => {
    const row = {
      ...savedRow,
      pmds_status: statusValue('in-progress'),
      _pmds_currentrunid_value: otherRunId,
      modifiedon: seconds(-901).toISOString(),
    };
    const taken = await claiming([row]).claim();
    if (taken.kind !== 'taken') throw new Error(`The row was ${taken.kind}.`);
    expect(Math.round(taken.silentForMs / 10_000)).toBe(90);
    expect(await claiming([row]).claim(aRun(), seconds(2), { over: otherRunId })).toMatchObject({ kind: 'claimed' });
    expect(await claiming([row]).claim(aRun(), seconds(2), { over: runId })).toMatchObject({ kind: 'taken' });
  });

  it.each([
    ['of another sync', { _pmds_datasyncid_value: contactId, pmds_status: statusValue('in-progress') }],
    ['of a run that has ended', { _pmds_datasyncid_value: aRun().dataSyncId, pmds_status: statusValue('completed') }],
  ])('S13 never writes over a history row %s', async (_, history) => {
    const { claim, calls } = claiming([savedRow], undefined, '1.0.0.0', history);
    expect(await claim()).toEqual({ kind: 'id-taken' });
    const written = calls.filter(({ method, headers }) => method !== 'GET' && headers['if-none-match'] !== '*');
    expect(written).toEqual([]);
  });

  it('K11 refuses a sync that was deactivated', async () => {
    const { claim, patchOf } = claiming([{ ...savedRow, statecode: 1 }]);
    expect(await claim()).toMatchObject({ kind: 'refused', problems: [{ code: 'SYNC_INACTIVE' }] });
    expect(patchOf('pmds_datasyncs')).toBeUndefined();
  });

  it('answers claimed again for its own run and writes nothing', async () => {
    const ours = { ...savedRow, pmds_status: statusValue('in-progress'), _pmds_currentrunid_value: runId };
    const { claim, calls } = claiming([ours]);
    expect(await claim()).toMatchObject({ kind: 'claimed' });
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('CD-04 CD-25 checks the rules of a start again, and says whom to tell', async () => {
    const { claim, patchOf } = claiming([{ ...savedRow, pmds_datasync_list: [], pmds_fields: null }]);
    expect(await claim()).toMatchObject({
      kind: 'refused',
      problems: [{ code: 'NO_LIST' }],
      name: 'Spring mailing',
      notificationEmails: ['ada@example.com'],
    });
    expect(patchOf('pmds_datasyncs')).toBeUndefined();
  });

  it('says that a row is gone', async () => {
    expect(await claiming([null]).claim()).toEqual({ kind: 'gone' });
  });

  it('CD-29 refuses a solution outside the range, naming both', async () => {
    const claim = await claiming([savedRow], undefined, '2.0.0.0').claim();
    expect(claim.kind === 'incompatible' && claim.detail).toMatch(/2\.0\.0\.0.*1\.0\.0\.0/);
  });
});

describe('versions', () => {
  it('compare number by number', () => {
    expect(compareVersions('1.10.0.0', '1.9.0.0')).toBeGreaterThan(0);
    expect(compareVersions('1.0', '1.0.0.0')).toBe(0);
    expect(compareVersions('0.9.9.9', '1.0.0.0')).toBeLessThan(0);
  });

  it.each([
    ['1.0.0.0', true],
    ['1.99.0.0', true],
    ['0.9.9.9', false],
    ['2.0.0.0', false],
    [null, false],
  ])('CD-29 %s fits: %s', (version, fits) => {
    expect(incompatibility(version) === null).toBe(fits);
  });
});
