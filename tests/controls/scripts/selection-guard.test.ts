import { guardSelection, savedAgain } from '../../../webresources/src/forms/selection-guard.js';
import { start } from '../../../webresources/src/ribbon/start-sync.js';
import { textsFor } from '../../../webresources/src/texts/texts.js';
import { aSync, contactList } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm } from '../fakes/xrm.js';
import { type FakeForm, fakeForm } from '../fakes/xrm-form.js';

const text = (...contact: readonly string[]) => JSON.stringify({ version: 1, contact, lead: [] });

let xrm: FakeXrm;
let held: string | null;
afterEach(() => {
  xrm.restore();
  Reflect.deleteProperty(window, 'Pmds');
});

/** A form that was loaded with `a`; meanwhile Dataverse holds something else. */
function open(holds: string | null): FakeForm {
  held = holds;
  xrm = fakeXrm({ row: () => aSync('draft', { pmds_fields: held, pmds_datasync_list: [contactList] }) });
  const form = fakeForm({ values: { pmds_fields: text('a') } });
  guardSelection(form.context, textsFor(1033));
  return form;
}

async function save(form: FakeForm): Promise<void> {
  await form.context.data.save().catch(() => undefined);
  await savedAgain();
}

it('E3 keeps both changes of two people, in their order, and says so', async () => {
  const form = open(text('a', 'theirs'));
  form.type('pmds_fields', text('a', 'mine'));
  await save(form);
  expect(form.values.get('pmds_fields')).toBe(text('a', 'theirs', 'mine'));
  expect(form.counts.saves).toBe(1);
  expect(form.notices.get('pmds.selection')).toMatch(/^WARNING Somebody else changed Fields to Sync/);
});

it('E3 saves a change alone without a word', async () => {
  const form = open(text('a'));
  form.type('pmds_fields', text('a', 'mine'));
  await save(form);
  expect(form.values.get('pmds_fields')).toBe(text('a', 'mine'));
  expect(form.counts.saves).toBe(1);
  expect(form.notices.size).toBe(0);
});

it('E3 asks nobody about a save of other columns', async () => {
  const form = open(text('theirs'));
  form.type('pmds_name', 'Summer');
  await save(form);
  expect(form.counts.saves).toBe(1);
  expect(xrm.queries).toEqual([]);
});

it('E3 does not store over a selection of a newer version', async () => {
  const form = open('{"version":2}');
  form.type('pmds_fields', text('mine'));
  await save(form);
  expect(form.counts.saves).toBe(0);
  expect(form.notices.get('pmds.selection')).toMatch(/^ERROR Not saved: a newer version/);
});

it('E3 compares with what the last save left, not with what the form was opened with', async () => {
  const form = open(text('a'));
  form.type('pmds_fields', text('a', 'mine'));
  await save(form);
  held = text('a', 'mine', 'theirs');
  form.type('pmds_fields', text('mine'));
  await save(form);
  expect(form.values.get('pmds_fields')).toBe(text('mine', 'theirs'));
});

it('E3 lets a start wait for the save that goes on after the comparison', async () => {
  const form = open(text('a', 'theirs'));
  Object.assign(window, { Pmds: { Form: { savedAgain } } });
  form.type('pmds_fields', text('a', 'mine'));
  await start(form.context);
  expect(form.counts.saves).toBe(1);
  expect(xrm.executed).toHaveLength(1);
});
