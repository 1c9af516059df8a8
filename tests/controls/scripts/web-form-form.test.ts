import { savedAgain } from '../../../webresources/src/forms/column-guard.js';
import { onLoad } from '../../../webresources/src/web-form/web-form-form.js';
import { type FakeXrm, fakeXrm, syncId } from '../fakes/xrm.js';
import { type FakeForm, fakeForm } from '../fakes/xrm-form.js';

const field = (input: string, exposure = 'clear') => {
  return { input, contact: null, lead: null, exposure, submit: 'review', blankErases: false };
};
const text = (...fields: readonly object[]) => JSON.stringify({ version: 1, fields });

let xrm: FakeXrm;
afterEach(() => xrm.restore());

/** A form that was loaded with the input `a`; meanwhile Dataverse holds something else. */
function open(held: string | null): FakeForm {
  xrm = fakeXrm({ row: () => ({ pmds_fields: held }), ids: { pmds_webform: [syncId] } });
  const form = fakeForm({ values: { pmds_fields: text(field('a')) } });
  onLoad({ getFormContext: () => form.context } as Xrm.Events.EventContext);
  return form;
}
async function save(form: FakeForm): Promise<void> {
  await form.context.data.save().catch(() => undefined);
  await savedAgain();
}
const inputs = (form: FakeForm): unknown => {
  const { fields } = JSON.parse(String(form.values.get('pmds_fields'))) as { fields: ReturnType<typeof field>[] };
  return fields.map(({ input, exposure }) => [input, exposure]);
};

it('keeps inputs that two people added to one Web Form, and says so', async () => {
  const form = open(text(field('a'), field('theirs')));
  form.type('pmds_fields', text(field('a'), field('mine')));
  await save(form);
  expect(inputs(form)).toEqual([
    ['a', 'clear'],
    ['theirs', 'clear'],
    ['mine', 'clear'],
  ]);
  expect(form.counts.saves).toBe(1);
  expect(form.notices.get('pmds.selection')).toMatch(/^WARNING Somebody else changed Fields meanwhile/);
});

it('keeps the own change of an input that both changed', async () => {
  const form = open(text(field('a', 'verified')));
  form.type('pmds_fields', text(field('a', 'masked')));
  await save(form);
  expect(inputs(form)).toEqual([['a', 'masked']]);
});

it('does not store over the fields of a newer version', async () => {
  const form = open('{"version":2}');
  form.type('pmds_fields', text(field('mine')));
  await save(form);
  expect(form.counts.saves).toBe(0);
  expect(form.notices.get('pmds.selection')).toMatch(/^ERROR Not saved: a newer version/);
});

it('repairs fields that cannot be read', async () => {
  const form = open('{"version":1,"fields":[{');
  form.type('pmds_fields', text(field('mine')));
  await save(form);
  expect(inputs(form)).toEqual([['mine', 'clear']]);
  expect(form.counts.saves).toBe(1);
});
