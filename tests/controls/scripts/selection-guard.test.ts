import { savedAgain } from '../../../webresources/src/forms/column-guard.js';
import { guardSelection } from '../../../webresources/src/forms/selection-guard.js';
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

it.each([
  [2, 'saveandclose'],
  [59, 'saveandnew'],
])('E3 goes on with a save of mode %i as it was meant', async (mode, action) => {
  const form = open(text('a', 'theirs'));
  form.type('pmds_fields', text('a', 'mine'));
  expect(form.save(mode)).toBe(false);
  await savedAgain();
  expect(form.actions).toEqual([action]);
  expect([form.values.get('pmds_fields'), form.counts.saves]).toEqual([text('a', 'theirs', 'mine'), 1]);
});

it('E3 goes on with a save by the platform itself, and leaves a deactivation alone', async () => {
  const form = open(text('a', 'theirs'));
  form.type('pmds_fields', text('a', 'mine'));
  expect(form.save(70)).toBe(false);
  await savedAgain();
  expect([form.counts.saves, form.actions]).toEqual([1, []]);
  form.type('pmds_fields', text('a'));
  const { length } = xrm.queries;
  expect(form.save(5)).toBe(true);
  expect(xrm.queries).toHaveLength(length);
});

it('E3 asks nobody about a record that was never saved', () => {
  const form = fakeForm({ id: '', values: { pmds_fields: null } });
  xrm = fakeXrm({ row: () => aSync() });
  guardSelection(form.context, textsFor(1033));
  form.type('pmds_fields', text('mine'));
  expect(form.save()).toBe(true);
  expect(xrm.queries).toEqual([]);
});

it.each([
  ['cannot be read', '{'],
  ['holds nothing', null],
])('E3 saves the own selection where the held one %s', async (_what, holds) => {
  const form = open(holds);
  form.type('pmds_fields', text('mine'));
  await save(form);
  expect(form.counts.saves).toBe(1);
  expect(form.notices.has('pmds.selection')).toBe(holds === null);
});

it('E3 saves the own selection where the row cannot be read', async () => {
  const form = open(text('a'));
  xrm.restore();
  xrm = fakeXrm({ row: () => Promise.reject(new Error('No connection.')) });
  form.type('pmds_fields', text('mine'));
  await save(form);
  expect([form.counts.saves, form.values.get('pmds_fields'), form.notices.size]).toEqual([1, text('mine'), 0]);
});

it('E3 compares again when the selection is changed after a comparison, and takes the old notice away', async () => {
  const form = open(text('a', 'theirs'));
  form.type('pmds_fields', text('a', 'mine'));
  await save(form);
  expect(form.notices.has('pmds.selection')).toBe(true);
  form.type('pmds_fields', text('a', 'theirs', 'mine', 'more'));
  held = text('a', 'theirs', 'mine');
  await save(form);
  expect(form.notices.has('pmds.selection')).toBe(false);
  expect([form.counts.saves, xrm.queries.length]).toEqual([2, 2]);
});
