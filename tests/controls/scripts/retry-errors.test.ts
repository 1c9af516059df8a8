import { statusValue, type SyncStatus } from '@pmds/contracts/sync-status';
import { canRetry, canRetrySelected, retry, retrySelected } from '../../../webresources/src/ribbon/retry-errors.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm, type XrmSettings } from '../fakes/xrm.js';
import { fakeForm } from '../fakes/xrm-form.js';

const syncId = '11111111-1111-4111-8111-111111111111';
const [one, two, other] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-1111-4111-8111-111111111111`) as [
  string,
  string,
  string,
];
const aTrace = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  pmds_errortraceid: id,
  _pmds_datasyncid_value: syncId,
  pmds_memberid: '99999999-1111-4111-8111-111111111111',
  pmds_severity: 'Error',
  pmds_retryable: true,
  statecode: 0,
  ...more,
});

let xrm: FakeXrm;
function platform(settings: Partial<XrmSettings> = {}) {
  xrm = fakeXrm({
    row: () => aSync('completed-with-errors', { pmds_errors: 2 }),
    rows: (query) =>
      [one, two].filter((id) => !query.includes('pmds_errortraceid eq') || query.includes(id)).map((id) => aTrace(id)),
    confirm: async () => ({ confirmed: true }),
    ...settings,
  });
}
afterEach(() => xrm.restore());
const formIn = (status: SyncStatus, formType = 2) =>
  fakeForm({ formType, values: { pmds_status: statusValue(status) } });
const down = () => Promise.reject(Object.assign(new Error('The webhook call failed.'), { errorCode: -2147220891 }));

describe('N6 Retry Errors on the form', () => {
  it('asks, then calls pmds_RetryErrors on the row for everybody who failed', async () => {
    platform();
    const form = formIn('completed-with-errors');
    await retry(form.context);
    expect(xrm.dialogs[0]?.text).toMatch(/^The last run left 2 errors\. Everybody who failed is read again/);
    const [request] = xrm.executed;
    expect(request?.getMetadata()).toMatchObject({ operationName: 'pmds_RetryErrors', boundParameter: 'entity' });
    expect(request?.entity).toEqual({ entityType: 'pmds_datasync', id: syncId });
    expect(Object.keys(request ?? {})).toEqual(['entity', 'RunId']);
    expect(form.notices.get('pmds.start')).toMatch(/^INFO Retry accepted/);
    expect(form.counts).toMatchObject({ refreshes: 1, ribbonRefreshes: 1 });
    expect(xrm.indicators()).toBe(0);
  });

  it('calls nothing and says nothing when the user thinks better of it', async () => {
    platform({ confirm: async () => ({ confirmed: false }) });
    const form = formIn('completed-with-errors');
    await retry(form.context);
    expect([xrm.executed.length, form.notices.size, form.counts.refreshes]).toEqual([0, 0, 0]);
  });

  it('saves what was typed first, and does nothing when that is refused', async () => {
    platform();
    const form = formIn('completed-with-errors');
    form.type('pmds_name', 'Summer mailing');
    await retry(form.context);
    expect([form.counts.saves, xrm.executed.length]).toEqual([1, 1]);
    form.context.data.entity.addOnSave((event: Xrm.Events.SaveEventContext) => event.getEventArgs().preventDefault());
    form.type('pmds_name', '');
    await retry(form.context);
    expect(xrm.executed).toHaveLength(1);
  });

  it('creates one run for a double click', async () => {
    let answer: () => void = () => undefined;
    platform({ execute: () => new Promise((resolve) => (answer = () => resolve({ ok: true }))) });
    const form = formIn('completed-with-errors');
    const first = retry(form.context);
    await retry(form.context);
    while (xrm.executed.length === 0) await Promise.resolve();
    expect(await canRetry(form.context)).toBe(false);
    answer();
    await first;
    expect(xrm.executed).toHaveLength(1);
    expect(await canRetry(form.context)).toBe(true);
  });

  it('names the run that somebody else has started, and asks nothing', async () => {
    platform({ row: () => aSync('in-progress', { _pmds_currentrunid_value: other }) });
    const form = formIn('completed-with-errors');
    await retry(form.context);
    expect(form.notices.get('pmds.start')).toMatch(/^WARNING A run is on its way already/);
    expect([xrm.executed.length, xrm.dialogs.length]).toEqual([0, 0]);
  });

  it.each([
    [down, 'ERROR The retry could not be started: The webhook call failed.'],
    [
      () => Promise.reject(new Error('Principal user (Id=1) is missing prvCreatepmds_DataSync privilege')),
      'ERROR You may not start this sync: the privilege prvCreatepmds_DataSync is missing. The security role "Profile Sync Service" grants it; ask your administrator for that role.',
    ],
  ])('says why the call was refused', async (execute, sentence) => {
    platform({ execute });
    const form = formIn('completed-with-errors');
    await retry(form.context);
    expect(form.notices.get('pmds.start')).toBe(sentence);
    expect([xrm.indicators(), form.counts.refreshes]).toEqual([0, 0]);
  });

  it.each([
    ['completed-with-errors', 2, true],
    ['completed', 2, false],
    ['draft', 2, false],
    ['queued', 2, false],
    ['in-progress', 2, false],
    ['waiting', 2, false],
    ['failed', 2, false],
    ['completed-with-errors', 1, false],
    ['completed-with-errors', 3, false],
  ] as const)('with status %s on a form of type %i the button is enabled: %s', async (status, formType, enabled) => {
    platform();
    expect(await canRetry(formIn(status, formType).context)).toBe(enabled);
  });

  it('is not enabled when no open error is retryable, or none can be read', async () => {
    const asked: string[] = [];
    platform({ rows: (query) => (asked.push(query), []) });
    expect(await canRetry(formIn('completed-with-errors').context)).toBe(false);
    expect(asked[0]).toContain(`_pmds_datasyncid_value eq ${syncId}`);
    for (const condition of [
      'statecode eq 0',
      "pmds_severity eq 'Error'",
      'pmds_retryable eq true',
      'pmds_memberid ne null',
    ])
      expect(asked[0]).toContain(condition);
    platform({ rows: () => Promise.reject(new Error('No privilege.')) });
    expect(await canRetry(formIn('completed-with-errors').context)).toBe(false);
  });
});

describe('N6 Retry Selected above Error Traces', () => {
  const aGrid = () => {
    const grid = { refreshes: 0, refresh: () => void (grid.refreshes += 1) };
    return grid;
  };

  it('calls pmds_RetryErrors on their sync for the selected alone, and refreshes form and grid', async () => {
    platform();
    const [form, grid] = [formIn('completed-with-errors'), aGrid()];
    await retrySelected(form.context, grid, [`{${one.toUpperCase()}}`, two]);
    expect(xrm.dialogs[0]?.text).toMatch(/^2 members are read again, and nobody else\./);
    const [request] = xrm.executed;
    expect(request?.entity).toEqual({ entityType: 'pmds_datasync', id: syncId });
    expect(request?.TraceIds).toEqual([one, two]);
    expect(request?.getMetadata()).toMatchObject({
      operationName: 'pmds_RetryErrors',
      parameterTypes: { TraceIds: { typeName: 'Collection(Edm.String)', structuralProperty: 4 } },
    });
    expect(form.notices.get('pmds.start')).toMatch(/^INFO Retry accepted/);
    expect([form.counts.refreshes, grid.refreshes, xrm.indicators()]).toEqual([1, 1, 0]);
  });

  it('says the answer in a dialog where there is no form', async () => {
    platform();
    const grid = aGrid();
    await retrySelected(grid, grid, [one]);
    expect(xrm.executed[0]?.TraceIds).toEqual([one]);
    expect(xrm.alerts).toEqual([expect.stringMatching(/^Retry accepted/)]);
    expect(grid.refreshes).toBe(1);
  });

  it.each([
    ['closed meanwhile', { statecode: 1 }, /no open error of a member/],
    ['about the run as a whole', { pmds_memberid: null }, /no open error of a member/],
    ['a warning', { pmds_severity: 'Warning' }, /no open error of a member/],
    ['not retryable', { pmds_retryable: false }, /cannot be retried\. Do what its column What to Do says/],
    ['of another sync', { _pmds_datasyncid_value: other }, /belong to several syncs/],
  ])('is not enabled with a row that is %s, and a call is refused with a sentence', async (_, more, sentence) => {
    platform({ rows: () => [aTrace(one), aTrace(two, more)] });
    expect(await canRetrySelected([one, two])).toBe(false);
    const [form, grid] = [formIn('completed-with-errors'), aGrid()];
    await retrySelected(form.context, grid, [one, two]);
    expect(form.notices.get('pmds.start')).toMatch(sentence);
    expect(form.notices.get('pmds.start')).toMatch(/^ERROR/);
    expect(xrm.executed).toHaveLength(0);
  });

  it.each([
    [1031, /gehören zu mehreren Abgleichen/],
    [1036, /plusieurs synchronisations/],
    [1037, /לכמה סנכרונים/],
  ])('says it in the language %i of the user', async (languageId, sentence) => {
    platform({ languageId, rows: () => [aTrace(one), aTrace(two, { _pmds_datasyncid_value: other })] });
    const grid = aGrid();
    await retrySelected(grid, grid, [one, two]);
    expect(xrm.alerts[0]).toMatch(sentence);
  });

  it('is enabled for open, retryable rows of one sync, for one that is gone or for none it is not', async () => {
    platform();
    expect(await canRetrySelected([one, two])).toBe(true);
    expect(await canRetrySelected([one, other])).toBe(false);
    expect(await canRetrySelected([])).toBe(false);
  });

  it('reads a page of selected rows in queries that fit into an address', async () => {
    const ids = Array.from({ length: 250 }, (_, at) => `aaaaaaaa-1111-4111-8111-${String(at).padStart(12, '0')}`);
    const asked: string[] = [];
    platform({ rows: (query) => (asked.push(query), ids.filter((id) => query.includes(id)).map((id) => aTrace(id))) });
    expect(await canRetrySelected(ids)).toBe(true);
    expect(asked).toHaveLength(5);
    expect(Math.max(...asked.map((query) => query.length))).toBeLessThan(4_000);
  });
});
