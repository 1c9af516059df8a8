import { start } from '../../../webresources/src/ribbon/start-sync.js';
import { retry } from '../../../webresources/src/ribbon/retry/retry-all.js';
import { onLoad } from '../../../webresources/src/forms/data-sync-form.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm } from '../fakes/xrm.js';
import { type FakeForm, fakeForm, type FormSettings } from '../fakes/xrm-form.js';

let xrm: FakeXrm;
afterEach(() => xrm.restore());

async function press(form: FakeForm, command = start, languageId = 1033): Promise<string> {
  xrm = fakeXrm({ row: () => aSync(), languageId });
  onLoad({ getFormContext: () => form.context } as unknown as Xrm.Events.EventContext);
  await command(form.context);
  expect(xrm.executed).toHaveLength(0);
  return [...form.notices].flatMap(([id, notice]) => (id.startsWith('pmds.start') ? [notice] : [])).join('\n');
}

function aForm(settings: FormSettings = {}): FakeForm {
  return fakeForm({ values: { pmds_name: 'Spring', pmds_notificationemails: 'a@b.example' }, ...settings });
}

it('E2 names field, tab and address when a bad address prevents the save before a start', async () => {
  const form = aForm();
  form.type('pmds_notificationemails', 'a@b.example; nobody');
  expect(await press(form)).toBe(
    'ERROR Not saved, so nothing was started: "Label of pmds_notificationemails" on the tab "General" holds a value that cannot be saved. "nobody" is not an e-mail address. Separate several addresses with a semicolon.',
  );
});

it('E2 names a required field that is empty, and every other fault beside it', async () => {
  const form = aForm({ required: ['pmds_name'], rejection: { errorCode: 1, message: '' } });
  form.type('pmds_name', '');
  form.type('pmds_notificationemails', 'nobody');
  const said = await press(form);
  expect(said).toContain('"Label of pmds_name" on the tab "General" is required and empty.');
  expect(said).toContain('"nobody" is not an e-mail address');
});

it('E2 names a field whose value the platform does not accept, and no other', async () => {
  const form = aForm({ invalid: ['pmds_timezone'] });
  form.type('pmds_name', 'Summer');
  expect(await press(form)).toBe(
    'ERROR Not saved, so nothing was started: "Label of pmds_timezone" on the tab "General" holds a value that cannot be saved.',
  );
});

it('E2 names a field that stands in the header too by the tab that it stands on', async () => {
  const form = aForm({ required: ['pmds_status'] });
  form.type('pmds_name', 'Summer');
  expect(await press(form)).toContain('"Label of pmds_status" on the tab "General" is required and empty.');
});

it('E2 says what the platform says when it rejects a save, as after its duplicate detection', async () => {
  const form = aForm({ rejection: { errorCode: 0x80040333, message: 'Duplicate record found.' } });
  form.type('pmds_name', 'Summer');
  expect(await press(form)).toBe('ERROR Not saved, so nothing was started: Duplicate record found.');
});

it('E2 sends people to the fields when another script prevents the save without a word', async () => {
  const form = aForm({ rejection: undefined });
  form.type('pmds_name', 'Summer');
  expect(await press(form)).toMatch(/^ERROR Not saved, so nothing was started\. Look at the messages/);
});

it('E2 says the same before a retry, in the language of the user', async () => {
  const form = aForm();
  form.type('pmds_notificationemails', 'nobody');
  expect(await press(form, retry, 1031)).toMatch(
    /^ERROR Nicht gespeichert.*Registerkarte „General“.*„nobody“ ist keine/,
  );
});

it('E2 takes the sentence away once somebody corrects the field', async () => {
  const form = aForm();
  form.type('pmds_notificationemails', 'nobody');
  await press(form);
  form.type('pmds_notificationemails', 'a@b.example');
  expect([...form.notices.keys()].filter((id) => id.startsWith('pmds.start'))).toEqual([]);
});
