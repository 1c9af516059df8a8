import { start } from '../../../webresources/src/ribbon/start-sync.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeWebApi, fakeWebApi } from '../fakes/web-api.js';
import { type FakeXrm, fakeXrm, type XrmSettings } from '../fakes/xrm.js';
import { fakeForm } from '../fakes/xrm-form.js';

let xrm: FakeXrm;
let api: FakeWebApi | null = null;
const stoppedRun = '44444444-4444-4444-8444-444444444444';
const findings = [
  { of: 'list', id: '55555555-5555-4555-8555-555555555555', name: 'Customers', before: 1200, now: 40 },
  { of: 'table', table: 'contact', before: 1200, now: 40 },
  { of: 'all', before: 1300, now: 45 },
];
const aStopped = (brake: unknown = { findings, more: 0 }, status: 'failed' | 'completed' = 'failed') => ({
  pmds_datasync: aSync(status, { _pmds_currentrunid_value: stoppedRun }),
  pmds_syncrun: { pmds_counts: JSON.stringify({ brake }) },
});
type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const rowsOf = (rows: Rows) => (table: string) => rows[table] ?? Promise.reject(new Error(`No row of ${table}.`));

/** Answers the dialogs in their order; whatever comes after is declined. */
function platform(answers: readonly boolean[], settings: Partial<XrmSettings> = {}): void {
  const left = [...answers];
  const row = rowsOf(aStopped());
  xrm = fakeXrm({ row, confirm: async () => ({ confirmed: left.shift() ?? false }), ...settings });
}
afterEach(() => {
  xrm.restore();
  api?.restore();
  api = null;
});

it('K6 asks with both numbers of each list and kind, and confirms the run that was stopped', async () => {
  platform([true]);
  const form = fakeForm();
  await start(form.context);
  expect(xrm.dialogs).toHaveLength(1);
  expect(xrm.dialogs[0]?.text).toContain('Marketing list "Customers": 1,200 before, 40 now');
  expect(xrm.dialogs[0]?.text).toContain('Contacts: 1,200 before, 40 now');
  expect(xrm.dialogs[0]?.text).toContain('All members: 1,300 before, 45 now');
  expect(xrm.executed).toMatchObject([{ Confirm: stoppedRun }]);
  const metadata = xrm.executed[0]?.getMetadata() as unknown as { parameterTypes: Record<string, unknown> };
  expect(metadata.parameterTypes['Confirm']).toEqual({ typeName: 'Edm.Guid', structuralProperty: 1 });
  expect(form.notices.get('pmds.start')).toMatch(/^INFO Start accepted/);
});

it('K6 starts nothing when nothing is confirmed and nothing is to be read again', async () => {
  platform([false, false]);
  await start(fakeForm().context);
  expect(xrm.dialogs).toHaveLength(2);
  expect(xrm.executed).toHaveLength(0);
  expect(xrm.indicators()).toBe(0);
});

it('K6 reads the lists again without confirming anything, for whoever has mended them', async () => {
  platform([false, true]);
  await start(fakeForm().context);
  expect(Object.keys(xrm.executed[0] ?? {})).toEqual(['entity', 'RunId']);
});

it.each([
  ['the last run completed', aStopped(undefined, 'completed')],
  ['the last run failed for another reason', { ...aStopped(), pmds_syncrun: { pmds_counts: '{}' } }],
  ['the last run counted nothing', { ...aStopped(), pmds_syncrun: { pmds_counts: null } }],
  ['what is stored cannot be read', aStopped({ findings: [{ of: 'list', before: 'x' }] })],
  ['nobody has found anything', aStopped({ findings: [], more: 0 })],
])('K6 does not ask when %s', async (_case, rows) => {
  platform([], { row: rowsOf(rows) });
  await start(fakeForm().context);
  expect(xrm.dialogs).toHaveLength(0);
  expect(Object.keys(xrm.executed[0] ?? {})).toEqual(['entity', 'RunId']);
});

it('K6 does not offer to queue a confirmation, which a row could not carry', async () => {
  platform([true, true], { execute: () => Promise.reject(new Error('The webhook call failed.')) });
  api = fakeWebApi(() => ({ status: 204 }));
  const form = fakeForm();
  await start(form.context);
  expect(xrm.dialogs).toHaveLength(1);
  // The form asks Dataverse what time it is; nothing else leaves it.
  expect(api.calls.filter(({ path }) => path !== 'WhoAmI')).toEqual([]);
  expect(form.notices.get('pmds.start')).toBe('ERROR The sync could not be started: The webhook call failed.');
});

it('K6 says how many numbers had no room', async () => {
  platform([], { row: rowsOf(aStopped({ findings, more: 7 })) });
  await start(fakeForm().context);
  expect(xrm.dialogs[0]?.text).toContain('7 more numbers');
});

it.each([
  [1031, 'Marketingliste „Customers“: zuvor 1.200, jetzt 40'],
  [1036, 'Liste marketing « Customers »'],
  [1037, 'רשימת שיווק'],
])('K6 asks in the language %i of the user', async (languageId, sentence) => {
  platform([], { languageId });
  await start(fakeForm().context);
  expect(xrm.dialogs[0]?.text).toContain(sentence);
});
