import { startProblems } from '@pmds/contracts/start/start-rules';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { showProblems } from '../../../webresources/src/ribbon/start-notices.js';
import { textsFor } from '../../../webresources/src/texts/texts.js';
import { onLoad } from '../../../webresources/src/forms/data-sync-form.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm, syncId } from '../fakes/xrm.js';
import { type FakeForm, fakeForm, type FormSettings } from '../fakes/xrm-form.js';

let xrm: FakeXrm;
let row: Readonly<Record<string, unknown>>;
let failure: Error | null = null;
const otherSyncId = '22222222-2222-4222-8222-222222222222';

beforeEach(() => {
  jest.useFakeTimers();
  failure = null;
  row = aSync();
  const ids = { pmds_datasync: [syncId, otherSyncId] };
  xrm = fakeXrm({ ids, row: () => (failure === null ? row : Promise.reject(failure)) });
});
afterEach(() => {
  // Ends the watch of the test before: a new form takes the only timer over and has no id to read.
  open({ id: '' });
  jest.useRealTimers();
  xrm.restore();
});

function open(settings: FormSettings = {}): FakeForm {
  const form = fakeForm(settings);
  onLoad({ getFormContext: () => form.context } as Xrm.Events.EventContext);
  return form;
}

/** Lets answers arrive and timers run for so many seconds. */
const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);
const progress = (more: object) =>
  JSON.stringify({ stage: 'read', done: 0, total: 0, ratePerSecond: 0, waiting: null, ...more });

it('CD-17 shows status, progress and counts as they change, without a reload', async () => {
  row = aSync('in-progress', {
    pmds_startedon: '2026-11-20T10:00:00Z',
    pmds_progress: progress({ done: 12_000, total: 28_000, ratePerSecond: 4000 }),
  });
  const form = open();
  await pass(0);
  expect(form.notices.get('pmds.state')).toBe(
    'INFO In progress: reading members, 12,000 of 28,000 (42 %), 4,000 per second, 4 s left',
  );
  row = aSync('completed-with-errors', {
    pmds_startedon: '2026-11-20T10:00:00Z',
    pmds_completedon: '2026-11-20T10:01:00Z',
    pmds_contactssynced: 19_990,
    pmds_leadssynced: 7999,
    pmds_errors: 3,
  });
  await pass(2);
  expect(form.values.get('pmds_status')).toBe(statusValue('completed-with-errors'));
  expect(form.values.get('pmds_contactssynced')).toBe(19_990);
  expect(form.values.get('pmds_completedon')).toEqual(new Date('2026-11-20T10:01:00Z'));
  expect(form.notices.get('pmds.state')).toMatch(/^WARNING Completed with errors: 19,990 contacts and 7,999 leads/);
});

it.each([
  [1033, '9 of 11 members ready (81.8 %). Not ready: 2 deleted.'],
  [1031, '9 von 11 Mitgliedern bereit (81,8 %). Nicht bereit: 2 gelöscht.'],
])('CD-28 says readiness in the language %i of the user, by the counts of the run', async (languageId, sentence) => {
  xrm.restore();
  xrm = fakeXrm({ row: () => row, languageId });
  const run = { pmds_status: statusValue('completed'), pmds_contactmembers: 10, pmds_leadmembers: 1 };
  row = aSync('completed', {
    pmds_safetosend: true,
    pmds_readinessreasons: 'As the service stored it.',
    pmds_CurrentRunId: { ...run, pmds_contactssynced: 8, pmds_leadssynced: 1, pmds_skippeddeleted: 2 },
  });
  const form = open();
  await pass(0);
  expect(form.values.get('pmds_readinessreasons')).toBe(sentence);
  expect(form.notices.get('pmds.safe')).toContain(sentence);
  expect(form.context.data.getIsDirty()).toBe(false);
});

it('CD-05 says with the readiness how many members are newer in CRM', async () => {
  const counts = JSON.stringify({ newer: { members: 3, more: false } });
  const run = { pmds_status: statusValue('completed'), pmds_contactmembers: 10, pmds_contactssynced: 10 };
  row = aSync('completed', { pmds_safetosend: true, pmds_CurrentRunId: { ...run, pmds_counts: counts } });
  const form = open();
  await pass(0);
  expect(form.values.get('pmds_readinessreasons')).toMatch(/Nobody is left out\. 3 members are newer in CRM/);
});

it('B5 warns above the form of what a query asks, as its run row says, and takes it away with the next run', async () => {
  const note = { kind: 'zone', list: 'Spring', said: 'createdon today', service: 'UTC', owner: 'Pacific/Auckland' };
  const run = { pmds_status: statusValue('completed'), pmds_contactmembers: 1, pmds_contactssynced: 1 };
  const pmds_counts = JSON.stringify({ queries: { notes: [note], more: 0 } });
  row = aSync('completed', { pmds_safetosend: true, pmds_CurrentRunId: { ...run, pmds_counts } });
  const form = open();
  await pass(0);
  expect(form.notices.get('pmds.queries')).toMatch(/^WARNING .*"createdon today".*\(UTC\).*\(Pacific\/Auckland\)/);
  row = aSync('completed', { pmds_safetosend: true, pmds_CurrentRunId: run });
  await pass(2);
  expect(form.notices.has('pmds.queries')).toBe(false);
});

it('shows what the service stored where the current run failed', async () => {
  row = aSync('failed', {
    pmds_safetosend: false,
    pmds_readinessreasons: 'No list.',
    pmds_message: 'No list.',
    pmds_CurrentRunId: { pmds_status: statusValue('failed'), pmds_contactmembers: 10 },
  });
  const form = open();
  await pass(0);
  expect(form.values.get('pmds_message')).toBe('No list.');
});

it('never makes the form dirty and leaves what the user typed', async () => {
  row = aSync('in-progress', {
    pmds_name: 'Name on the server',
    pmds_contactssynced: 5,
    pmds_startedon: '2026-11-20T10:00:00Z',
  });
  const form = open({ values: { pmds_name: 'Name on the server' } });
  await pass(0);
  expect(form.context.data.getIsDirty()).toBe(false);
  form.type('pmds_name', 'Half typ');
  await pass(4);
  expect(form.values.get('pmds_name')).toBe('Half typ');
  expect(form.counts).toMatchObject({ saves: 0, refreshes: 0 });
  expect([...new Set(form.submitModes.values())]).toEqual(['never']);
});

it.each([
  ['as it ended before', 'completed-with-errors'],
  ['better', 'completed'],
] as const)('N6 notices a retry that came and went between two readings and ended %s', async (_, ended) => {
  row = aSync('completed-with-errors', { _pmds_currentrunid_value: '44444444-4444-4444-8444-444444444444' });
  const form = open();
  await pass(0);
  form.context.ui.setFormNotification('Retry accepted.', 'INFO', 'pmds.start');
  row = aSync(ended, { _pmds_currentrunid_value: '55555555-4444-4444-8444-444444444444' });
  await pass(2);
  expect(form.notices.has('pmds.start')).toBe(false);
  expect(form.counts).toMatchObject({ ribbonRefreshes: 1, gridRefreshes: 3 });
});

it('stops reading once the run has ended, and refreshes ribbon and subgrids once', async () => {
  row = aSync('in-progress');
  const form = open();
  await pass(60);
  row = aSync('completed');
  await pass(2);
  const { length } = xrm.queries;
  expect(length).toBeGreaterThan(20);
  await pass(120);
  expect(xrm.queries).toHaveLength(length);
  expect(form.counts).toMatchObject({ ribbonRefreshes: 1, gridRefreshes: 3 });
});

it('stops reading a sync in which nothing moves', async () => {
  open();
  await pass(40);
  const { length } = xrm.queries;
  await pass(120);
  expect(xrm.queries).toHaveLength(length);
});

it('K3 takes Yes back on a form that has been open since the run ended, and reads no more after it', async () => {
  row = aSync('in-progress');
  const form = open();
  await pass(2);
  row = aSync('completed', { pmds_safetosend: true });
  await pass(2);
  expect(form.values.get('pmds_safetosend')).toBe(true);
  await pass(600);
  const { length } = xrm.queries;
  const readiness = 'Not safe to send any more: marketing list "Spring" was deactivated. Start the sync again.';
  row = aSync('completed', { pmds_safetosend: false, pmds_readinessreasons: readiness });
  await pass(15);
  expect(form.values.get('pmds_safetosend')).toBe(false);
  expect(form.notices.get('pmds.safe')).toBe(`WARNING ${readiness}`);
  expect(xrm.queries).toHaveLength(length + 1);
  expect(form.context.data.getIsDirty()).toBe(false);
  await pass(600);
  expect(xrm.queries).toHaveLength(length + 1);
});

it('K3 reads what only stands four times a minute, and shows a run that somebody else starts from there', async () => {
  row = aSync('completed', { pmds_safetosend: true });
  const form = open();
  await pass(60);
  const { length } = xrm.queries;
  await pass(300);
  expect(xrm.queries).toHaveLength(length + 20);
  row = aSync('in-progress', { pmds_safetosend: true });
  await pass(15);
  expect(form.notices.get('pmds.state')).toMatch(/In progress/);
  row = aSync('completed', { pmds_safetosend: true });
  await pass(2);
  expect(form.notices.get('pmds.state')).toMatch(/Completed/);
});

it('CD-24 starts to watch again after a start has refreshed the form', async () => {
  row = aSync('completed');
  const form = open();
  await pass(120);
  form.load();
  row = aSync('queued');
  await pass(2);
  expect(form.notices.get('pmds.state')).toMatch(/^INFO Queued/);
});

it('takes the notice of the start away once the status has followed', async () => {
  const form = open();
  await pass(0);
  form.context.ui.setFormNotification('Start accepted.', 'INFO', 'pmds.start');
  await pass(2);
  expect(form.notices.has('pmds.start')).toBe(true);
  row = aSync('in-progress');
  await pass(2);
  expect(form.notices.has('pmds.start')).toBe(false);
});

it('has one timer, whatever loads the form and however often', async () => {
  row = aSync('in-progress');
  const form = open();
  form.load();
  form.load();
  await pass(0);
  const before = xrm.queries.length;
  await pass(10);
  expect(xrm.queries.length - before).toBe(5);
});

it('leaves the record that was open before alone when the form goes to the next', async () => {
  row = aSync('in-progress');
  const first = open();
  await pass(2);
  const second = open({ id: `{${otherSyncId}}` });
  first.notices.clear();
  await pass(4);
  expect(first.notices.size).toBe(0);
  expect(second.notices.get('pmds.state')).toMatch(/In progress/);
});

it('reads nothing before the first save, and begins after it', async () => {
  const settings = { id: '' };
  const form = open(settings);
  await pass(10);
  expect(xrm.queries).toHaveLength(0);
  settings.id = '{11111111-1111-4111-8111-111111111111}';
  form.save();
  await pass(0);
  expect(xrm.queries).toHaveLength(1);
});

it('says that the live status is interrupted, pauses longer each time, and recovers', async () => {
  failure = new Error('Network error.');
  const form = open();
  await pass(0);
  expect(form.notices.get('pmds.live')).toMatch(/^WARNING The live status is interrupted: Network error\./);
  await pass(3);
  expect(xrm.queries).toHaveLength(1);
  failure = null;
  row = aSync('in-progress');
  await pass(1);
  expect(form.notices.has('pmds.live')).toBe(false);
  expect(form.notices.get('pmds.state')).toMatch(/In progress/);
});

it('CD-27 says whether sending is safe, except while a run is on its way', async () => {
  row = aSync('completed', { pmds_safetosend: true });
  const form = open();
  await pass(0);
  expect(form.notices.get('pmds.safe')).toMatch(/^INFO Safe to send/);
  row = aSync('completed', { pmds_safetosend: false, pmds_readinessreasons: 'not ready: 1' });
  await pass(2);
  expect(form.notices.get('pmds.safe')).toBe('WARNING Not safe to send. not ready: 1');
  row = aSync('in-progress', { pmds_safetosend: false });
  await pass(2);
  expect(form.notices.has('pmds.safe')).toBe(false);
});

it('shows the run on its way as a lookup that can be opened', async () => {
  row = aSync('in-progress', {
    _pmds_currentrunid_value: '44444444-4444-4444-8444-444444444444',
    '_pmds_currentrunid_value@OData.Community.Display.V1.FormattedValue': 'Run 3',
  });
  const form = open();
  await pass(0);
  expect(form.values.get('pmds_currentrunid')).toEqual([
    { id: '44444444-4444-4444-8444-444444444444', name: 'Run 3', entityType: 'pmds_syncrun' },
  ]);
  // What is shown already is not set again.
  const shown = form.values.get('pmds_currentrunid');
  await pass(4);
  expect(form.values.get('pmds_currentrunid')).toBe(shown);
});

it('CD-12 marks an invalid address at its field while it is typed and refuses to save it', () => {
  const form = open();
  form.type('pmds_notificationemails', 'team@contoso.example; nobody');
  expect(form.fieldNotices.get('pmds_notificationemails:pmds.email')).toMatch(/^"nobody" is not an e-mail address/);
  expect(form.save()).toBe(false);
  form.type('pmds_notificationemails', 'team@contoso.example; second@contoso.example');
  expect(form.fieldNotices.size).toBe(0);
  expect(form.save()).toBe(true);
});

it('takes the reasons of a refused start away once the user changes what they are about, so that the form can be saved', () => {
  const form = open();
  showProblems(
    form.context,
    startProblems({ name: 'A', notificationEmails: null, fields: null, lists: [] }),
    textsFor(1033),
  );
  expect(form.fieldNotices.has('pmds_notificationemails:pmds.start')).toBe(true);
  expect([...form.notices.keys()]).toContain('pmds.start.1');
  form.type('pmds_notificationemails', 'ada@example.com');
  expect([...form.notices.keys()].filter((id) => id.startsWith('pmds.start'))).toEqual([]);
  expect([...form.fieldNotices.keys()]).toEqual([]);
});
