import { canStart, start } from '../../../webresources/src/ribbon/start-sync.js';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { until } from '../../support/waiting.js';
import { aSync, contactList, inactiveList, leadList } from '../fakes/sync-rows.js';
import { type FakeWebApi, fakeWebApi } from '../fakes/web-api.js';
import { type ExecuteRequest, type FakeXrm, fakeXrm, type XrmSettings } from '../fakes/xrm.js';
import { fakeForm } from '../fakes/xrm-form.js';

let xrm: FakeXrm;
let api: FakeWebApi | null = null;

function platform(settings: Partial<XrmSettings> & { readonly sync?: Readonly<Record<string, unknown>> } = {}) {
  xrm = fakeXrm({ row: () => settings.sync ?? aSync(), ...settings });
}
afterEach(() => {
  xrm.restore();
  api?.restore();
  api = null;
});

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const down = () => Promise.reject(Object.assign(new Error('The webhook call failed.'), { errorCode: -2147220891 }));

it('CD-24, RT-09 calls pmds_StartSync on the saved row with a run id of its own', async () => {
  platform();
  const form = fakeForm();
  await start(form.context);
  const [request] = xrm.executed;
  expect(xrm.executed).toHaveLength(1);
  expect(request?.entity).toEqual({ entityType: 'pmds_datasync', id: '11111111-1111-4111-8111-111111111111' });
  expect(request?.RunId).toMatch(guid);
  expect(request?.getMetadata()).toMatchObject({
    operationName: 'pmds_StartSync',
    boundParameter: 'entity',
    operationType: 0,
  });
  expect(Object.keys(request ?? {})).toEqual(['entity', 'RunId']);
  expect(form.notices.get('pmds.start')).toMatch(/^INFO Start accepted/);
  expect(form.counts).toMatchObject({ refreshes: 1, ribbonRefreshes: 1 });
  expect(xrm.indicators()).toBe(0);
});

it('RT-16 saves what was typed before it reads what a start is decided by', async () => {
  const savesAtReading: number[] = [];
  const form = fakeForm();
  platform({ row: () => (savesAtReading.push(form.counts.saves), aSync()) });
  form.type('pmds_name', 'Summer mailing');
  await start(form.context);
  expect(savesAtReading).toEqual([1]);
  expect(xrm.executed).toHaveLength(1);
});

it('saves nothing where nothing was typed', async () => {
  platform();
  const form = fakeForm();
  await start(form.context);
  expect([form.counts.saves, xrm.executed.length]).toEqual([0, 1]);
});

it.each(['resolves', 'rejects'] as const)('starts nothing when the save is prevented and %s', async (prevented) => {
  platform();
  const form = fakeForm({ prevented });
  form.context.data.entity.addOnSave((event: Xrm.Events.SaveEventContext) => event.getEventArgs().preventDefault());
  form.type('pmds_name', 'Summer mailing');
  await start(form.context);
  expect([xrm.executed.length, xrm.queries.length]).toEqual([0, 0]);
  expect([...form.notices.values()]).toEqual([expect.stringMatching(/^ERROR Not saved, so nothing was started/)]);
});

it('CD-24 creates one run for a double click', async () => {
  let answer: () => void = () => undefined;
  platform({ execute: () => new Promise((resolve) => (answer = () => resolve({ ok: true }))) });
  const form = fakeForm();
  const first = start(form.context);
  await start(form.context);
  await until('the call is on its way', () => xrm.executed.length > 0);
  expect(canStart(form.context)).toBe(false);
  answer();
  await first;
  expect(xrm.executed).toHaveLength(1);
  expect(canStart(form.context)).toBe(true);
});

it('CD-24 shows the running run to a second user and starts none', async () => {
  const progress = JSON.stringify({ stage: 'read', done: 50, total: 200, ratePerSecond: 10, waiting: null });
  platform({
    sync: aSync('in-progress', {
      pmds_progress: progress,
      _pmds_currentrunid_value: '44444444-4444-4444-8444-444444444444',
      '_pmds_currentrunid_value@OData.Community.Display.V1.FormattedValue': 'Spring mailing, run 3',
    }),
  });
  const form = fakeForm();
  await start(form.context);
  expect(xrm.executed).toHaveLength(0);
  expect(form.notices.get('pmds.start')).toMatch(/^WARNING A run is on its way already \(Spring mailing, run 3\)/);
  expect(form.notices.get('pmds.start')).toContain('50 of 200 (25 %)');
});

it.each([
  ['CD-04 without a list', { pmds_datasync_list: [] }, /No marketing list is added\. Add at least one/],
  ['CD-04 with an inactive list', { pmds_datasync_list: [contactList, inactiveList] }, /"Last year" is inactive/],
  ['CD-12 without an address', { pmds_notificationemails: null }, /Notification E-mail is empty/],
  ['CD-12 with an invalid address', { pmds_notificationemails: 'a@b.example; nobody' }, /"nobody", which is not/],
  [
    'CD-25 with a lead list and no lead field',
    { pmds_fields: '{"version":1,"contact":["firstname"]}' },
    /No Lead field/,
  ],
  ['without a readable selection', { pmds_fields: '{' }, /not JSON/],
])('%s it refuses with a sentence and calls nothing', async (_case, more, sentence) => {
  platform({ sync: aSync('draft', more) });
  const form = fakeForm();
  await start(form.context);
  expect(xrm.executed).toHaveLength(0);
  expect([...form.notices.values()].join('\n')).toMatch(sentence);
  expect([...form.notices.values()].every((notice) => notice.startsWith('ERROR'))).toBe(true);
});

it('names all that is missing at once, marks the fields, and clears both at the next start', async () => {
  let sync = aSync('draft', { pmds_notificationemails: '', pmds_datasync_list: [leadList], pmds_fields: null });
  platform({ row: () => sync });
  const form = fakeForm();
  await start(form.context);
  expect(form.notices.size).toBe(2);
  // What is marked cannot be saved, however right it is by now.
  expect(form.save()).toBe(false);
  expect([...form.fieldNotices.keys()]).toEqual(['pmds_notificationemails:pmds.start', 'pmds_fields:pmds.start']);
  sync = aSync();
  await start(form.context);
  expect(form.fieldNotices.size).toBe(0);
  expect([...form.notices.keys()]).toEqual(['pmds.start']);
});

it.each([
  [1031, /Es ist keine Marketingliste hinzugefügt/],
  [1036, /Aucune liste marketing/],
  [1037, /לא נוספה רשימת שיווק/],
])('says it in the language %i of the user', async (languageId, sentence) => {
  platform({ languageId, sync: aSync('draft', { pmds_datasync_list: [] }) });
  const form = fakeForm();
  await start(form.context);
  expect([...form.notices.values()].join()).toMatch(sentence);
});

it.each([
  [
    'the privilege that Dataverse names',
    'Principal user (Id=1) is missing prvWritepmds_DataSync privilege',
    'prvWritepmds_DataSync',
  ],
  ['its own privilege where Dataverse names none', 'SecLib::AccessCheckEx failed.', 'prvCreatepmds_DataSync'],
])('CD-10 names %s and the role that grants it', async (_case, message, privilege) => {
  platform({ execute: () => Promise.reject(Object.assign(new Error(message), { errorCode: -2147220960 })) });
  const form = fakeForm();
  await start(form.context);
  expect(form.notices.get('pmds.start')).toBe(
    `ERROR You may not start this sync: the privilege ${privilege} is missing. The security role "Profile Sync Service" grants it; ask your administrator for that role.`,
  );
  expect(xrm.dialogs).toHaveLength(0);
});

it('offers to queue when no service answers, and does so with the version it checked', async () => {
  platform({ execute: down, confirm: async () => ({ confirmed: true }) });
  const sent: RequestInit[] = [];
  api = fakeWebApi(() => ({ status: 204 }));
  const faked = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    sent.push(init ?? {});
    return faked(input, init);
  };
  const form = fakeForm();
  await start(form.context);
  expect(xrm.dialogs[0]?.text).toContain('The webhook call failed.');
  // The clock is the server's, so it is asked for the time.
  const [call] = api.calls.filter(({ path }) => path !== 'WhoAmI');
  expect(call).toMatchObject({ method: 'PATCH', path: 'pmds_datasyncs(11111111-1111-4111-8111-111111111111)' });
  expect(Object.keys(call?.body as object)).toEqual(['pmds_requestedon']);
  expect(new Headers(sent.at(-1)?.headers).get('If-Match')).toBe('W/"4711"');
  expect(form.notices.get('pmds.start')).toMatch(/^INFO Queued/);
});

it('says that somebody changed the row in the meantime instead of queueing what was not checked', async () => {
  platform({ execute: down, confirm: async () => ({ confirmed: true }) });
  api = fakeWebApi(() => ({ status: 412, body: { error: { code: '0x80060882', message: 'version' } } }));
  const form = fakeForm();
  await start(form.context);
  expect(form.notices.get('pmds.start')).toMatch(/^WARNING The record was changed by somebody else/);
});

it('writes nothing when the user does not want to queue', async () => {
  platform({ execute: down });
  api = fakeWebApi(() => ({ status: 204 }));
  const form = fakeForm();
  await start(form.context);
  expect(api.calls.filter(({ method }) => method !== 'GET')).toHaveLength(0);
  expect(form.notices.get('pmds.start')).toBe('ERROR The sync could not be started: The webhook call failed.');
});

it('treats an answer that is not a success like no answer', async () => {
  const refuse = (_request: ExecuteRequest) =>
    Promise.resolve({ ok: false, text: async () => 'Service endpoint is gone.' });
  platform({ execute: refuse });
  await start(fakeForm().context);
  expect(xrm.dialogs[0]?.text).toContain('Service endpoint is gone.');
});

it('says that the row could not be read and closes the progress indicator', async () => {
  platform({ row: () => Promise.reject(new Error('No connection.')) });
  const form = fakeForm();
  await start(form.context);
  expect(form.notices.get('pmds.start')).toBe('ERROR The sync could not be started: No connection.');
  expect(xrm.indicators()).toBe(0);
});

it.each([
  [1, 'draft', false],
  [2, 'draft', true],
  [2, 'queued', false],
  [2, 'in-progress', false],
  [2, 'waiting', false],
  [2, 'completed', true],
  [2, 'failed', true],
  [3, 'draft', false],
] as const)('CD-24 on a form of type %i with status %s the button is enabled: %s', (formType, status, enabled) => {
  platform();
  const form = fakeForm({ formType, values: { pmds_status: statusValue(status) } });
  expect(canStart(form.context)).toBe(enabled);
});

it('CD-24 starts none while a start waits that has no run yet', async () => {
  platform({ sync: aSync('queued') });
  const form = fakeForm();
  await start(form.context);
  expect(xrm.executed).toHaveLength(0);
  expect(form.notices.get('pmds.start')).toMatch(/^WARNING A run is on its way already \(-\);.*Queued/);
});

it.each([{}, { Form: {} }])('starts where the form script is another or an older one: %j', async (Pmds) => {
  platform();
  Object.assign(window, { Pmds });
  const form = fakeForm();
  form.type('pmds_name', 'Summer');
  await start(form.context);
  Reflect.deleteProperty(window, 'Pmds');
  expect([form.counts.saves, xrm.executed.length]).toEqual([1, 1]);
});
