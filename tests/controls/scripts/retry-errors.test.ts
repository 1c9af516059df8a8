import { actorValue } from '@pmds/contracts/run/actors';
import { statusValue, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { canRetry, canRetrySelected, retry, retrySelected } from '../../../webresources/src/ribbon/retry-errors.js';
import { until } from '../../support/waiting.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm, syncId, type XrmSettings } from '../fakes/xrm.js';
import { fakeForm } from '../fakes/xrm-form.js';

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
  pmds_actor: actorValue('marketer'),
  statecode: 0,
  ...more,
});

let xrm: FakeXrm;
function platform(settings: Partial<XrmSettings> = {}) {
  xrm = fakeXrm({
    row: () => aSync('completed-with-errors', { pmds_errors: 2 }),
    rows: () => [one, two].map((id) => aTrace(id)),
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

  it('saves what was typed before it reads anything', async () => {
    const savesAtReading: number[] = [];
    const form = formIn('completed-with-errors');
    platform({ row: () => (savesAtReading.push(form.counts.saves), aSync('completed-with-errors')) });
    form.type('pmds_name', 'Summer mailing');
    await retry(form.context);
    expect(savesAtReading).toEqual([1]);
    expect(xrm.executed).toHaveLength(1);
  });

  it.each(['resolves', 'rejects'] as const)('does nothing when the save is prevented and %s', async (prevented) => {
    platform();
    const form = fakeForm({ prevented, values: { pmds_status: statusValue('completed-with-errors') } });
    form.context.data.entity.addOnSave((event: Xrm.Events.SaveEventContext) => event.getEventArgs().preventDefault());
    form.type('pmds_name', 'Summer mailing');
    await retry(form.context);
    expect([xrm.executed.length, xrm.queries.length, xrm.dialogs.length]).toEqual([0, 0, 0]);
    expect([...form.notices.values()]).toEqual([expect.stringMatching(/^ERROR Not saved, so nothing was started/)]);
    expect(form.counts.refreshes).toBe(0);
  });

  it('creates one run for a double click', async () => {
    let answer: () => void = () => undefined;
    platform({ execute: () => new Promise((resolve) => (answer = () => resolve({ ok: true }))) });
    const form = formIn('completed-with-errors');
    const first = retry(form.context);
    await retry(form.context);
    await until('the call is on its way', () => xrm.executed.length > 0);
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

  it.each([
    ['of another sync', { _pmds_datasyncid_value: other }],
    ['closed', { statecode: 1 }],
    ['a warning', { pmds_severity: 'Warning' }],
    ['for support', { pmds_actor: actorValue('support') }],
    ['about the run as a whole', { pmds_memberid: null }],
  ])('is not enabled when every Error Trace is %s, and is with one that may be retried beside it', async (_, more) => {
    platform({ rows: () => [aTrace(one, more)] });
    expect(await canRetry(formIn('completed-with-errors').context)).toBe(false);
    platform({ rows: () => [aTrace(one, more), aTrace(two)] });
    expect(await canRetry(formIn('completed-with-errors').context)).toBe(true);
    expect(xrm.lookups[0]?.query).toContain('$top=1&');
  });

  it('is not enabled when there is no Error Trace, or none can be read', async () => {
    platform({ rows: () => [] });
    expect(await canRetry(formIn('completed-with-errors').context)).toBe(false);
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

  it('saves what was typed before it reads the selected rows, and starts nothing when that is prevented', async () => {
    const savesAtReading: number[] = [];
    const [form, grid] = [formIn('completed-with-errors'), aGrid()];
    platform({ rows: () => (savesAtReading.push(form.counts.saves), [aTrace(one)]) });
    form.type('pmds_name', 'Summer mailing');
    await retrySelected(form.context, grid, [one]);
    expect([savesAtReading, xrm.executed.length]).toEqual([[1], 1]);
    form.context.data.entity.addOnSave((event: Xrm.Events.SaveEventContext) => event.getEventArgs().preventDefault());
    form.type('pmds_name', 'Autumn mailing');
    await retrySelected(form.context, grid, [one]);
    expect([savesAtReading, xrm.executed.length, grid.refreshes]).toEqual([[1], 1, 1]);
    expect([...form.notices.values()]).toEqual([expect.stringMatching(/^ERROR Not saved, so nothing was started/)]);
  });

  it('starts nothing when the user thinks better of it, and says and refreshes nothing', async () => {
    platform({ confirm: async () => ({ confirmed: false }) });
    const [form, grid] = [formIn('completed-with-errors'), aGrid()];
    await retrySelected(form.context, grid, [one]);
    await retrySelected(grid, grid, [one]);
    expect(xrm.dialogs).toHaveLength(2);
    expect([xrm.executed.length, form.notices.size, xrm.alerts.length]).toEqual([0, 0, 0]);
    expect([form.counts.refreshes, grid.refreshes, xrm.indicators()]).toEqual([0, 0, 0]);
  });

  it('creates one run for a double click, and is not enabled meanwhile', async () => {
    let answer: () => void = () => undefined;
    platform({ execute: () => new Promise((resolve) => (answer = () => resolve({ ok: true }))) });
    const grid = aGrid();
    const first = retrySelected(grid, grid, [one]);
    await retrySelected(grid, grid, [one]);
    await until('the call is on its way', () => xrm.executed.length > 0);
    expect(await canRetrySelected([one])).toBe(false);
    answer();
    await first;
    expect(xrm.executed).toHaveLength(1);
    expect(await canRetrySelected([one])).toBe(true);
  });

  it('names the run that is on its way on a list of its own, and starts none', async () => {
    platform({ row: () => aSync('in-progress', { _pmds_currentrunid_value: other }) });
    const grid = aGrid();
    await retrySelected(grid, grid, [one]);
    expect(xrm.alerts).toEqual([expect.stringMatching(/^A run is on its way already/)]);
    expect([xrm.executed.length, xrm.dialogs.length]).toEqual([0, 0]);
  });

  it('refuses an error of no sync with a sentence', async () => {
    platform({ rows: () => [aTrace(one, { _pmds_datasyncid_value: null })] });
    const grid = aGrid();
    await retrySelected(grid, grid, [one]);
    expect(xrm.alerts).toEqual(['The retry could not be started: -']);
    expect(xrm.executed).toHaveLength(0);
  });

  it('says why a call was refused, and leaves form and list as they are', async () => {
    platform({ execute: async () => ({ ok: false, text: async () => 'Service endpoint is gone.' }) });
    const [form, grid] = [formIn('completed-with-errors'), aGrid()];
    form.context.ui.setFormNotification('Of an earlier press.', 'ERROR', 'pmds.start.0');
    await retrySelected(form.context, grid, [one]);
    expect([...form.notices]).toEqual([
      ['pmds.start', 'ERROR The retry could not be started: Service endpoint is gone.'],
    ]);
    expect([form.counts.refreshes, xrm.indicators()]).toEqual([0, 0]);
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
    ['for support', { pmds_actor: actorValue('support') }, /cannot be retried\. Do what its column What to Do says/],
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

  it('is enabled for open errors of members of one sync, for one that is gone or for none it is not', async () => {
    platform();
    expect(await canRetrySelected([one, two])).toBe(true);
    expect(await canRetrySelected([one, other])).toBe(false);
    expect(await canRetrySelected([])).toBe(false);
  });

  it('reads a page of selected rows in queries that fit into an address', async () => {
    const ids = Array.from({ length: 250 }, (_, at) => `aaaaaaaa-1111-4111-8111-${String(at).padStart(12, '0')}`);
    platform({ rows: () => ids.map((id) => aTrace(id)) });
    expect(await canRetrySelected(ids)).toBe(true);
    const asked = xrm.lookups.map(({ query }) => query);
    expect(asked).toHaveLength(5);
    expect(Math.max(...asked.map((query) => query.length))).toBeLessThan(4_000);
    // Each of the last ones counts like the first.
    platform({ rows: () => ids.slice(0, -1).map((id) => aTrace(id)) });
    expect(await canRetrySelected(ids)).toBe(false);
  });
});
