import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import type { IInputs, IOutputs } from '../../controls/FieldsToSync/WebFormFields/generated/ManifestTypes';
import { WebFormFields } from '../../controls/FieldsToSync/WebFormFields/index';
import { aColumn } from './fakes/columns.js';
import { contextOf } from './fakes/context.js';
import { host, type Hosted } from './fakes/host.js';
import { type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

interface Field {
  readonly input: string;
  readonly contact: string | null;
  readonly lead: string | null;
  readonly exposure: string;
  readonly submit: string;
  readonly blankErases: boolean;
}

const aField = (input: string, more: Partial<Field> = {}): Field => ({
  input,
  contact: null,
  lead: null,
  exposure: 'clear',
  submit: 'review',
  blankErases: false,
  ...more,
});
const textOf = (...fields: readonly Field[]): string => JSON.stringify({ version: 1, fields });

let api: FakeWebApi;
let form: { stored: string | null };
let hosted: Hosted<IOutputs> | null = null;
beforeEach(() => {
  const columns = ['firstname', 'lastname', 'emailaddress1', 'governmentid'].map((name) => aColumn(name));
  api = fakeWebApi(({ path }) => ({
    status: 200,
    body: { value: path.includes("'lead'") ? columns.slice(1) : columns },
  }));
});
afterEach(() => {
  hosted?.close();
  hosted = null;
  api.restore();
});

async function open(stored: string | null, disabled = false): Promise<Hosted<IOutputs>> {
  form = { stored };
  const context = () =>
    contextOf<IInputs>({ fields: { raw: form.stored } } as unknown as IInputs, { control: 'WebFormFields', disabled });
  const opened = host<IInputs, IOutputs>(new WebFormFields(), context);
  hosted = opened;
  await waitFor(() => expect(opened.element.querySelectorAll('datalist')).toHaveLength(2));
  return opened;
}

const outputs = (): readonly Field[] =>
  (JSON.parse(hosted?.outputs()?.fields ?? '{"fields":[]}') as { fields: readonly Field[] }).fields;
const paste = (html: string) => {
  fireEvent.change(screen.getByLabelText('HTML of the form'), { target: { value: html } });
  fireEvent.click(screen.getByRole('button', { name: 'Add the inputs' }));
};

it('makes the fields of a pasted form with a suggestion each, in four languages', async () => {
  await open(null);
  paste(`<form><input name="Vorname"><input name="nom"><input name='דוא"ל'><input name="email" type="email">
    <input name="favourite"><input type="password" name="secret"><input name="lastname" data-pmds-field="governmentid"></form>`);
  expect(outputs()).toEqual([
    aField('Vorname', { contact: 'firstname' }),
    aField('nom', { contact: 'lastname', lead: 'lastname' }),
    aField('דוא"ל', { contact: 'emailaddress1', lead: 'emailaddress1' }),
    aField('email', { contact: 'emailaddress1', lead: 'emailaddress1' }),
    aField('favourite'),
    // What links may not show is not shown, however the form names it.
    aField('governmentid', { contact: 'governmentid', lead: 'governmentid', exposure: 'never' }),
  ]);
  expect(screen.getByText(/^6 inputs added, 1 without a column/)).toBeTruthy();
});

it('adds what is new alone when a form is pasted again, and says so when nothing is', async () => {
  await open(textOf(aField('email', { contact: 'emailaddress1', exposure: 'masked' })));
  paste('<input name="email"><input name="lastname">');
  expect(outputs().map(({ input, exposure }) => [input, exposure])).toEqual([
    ['email', 'masked'],
    ['lastname', 'clear'],
  ]);
  paste('<input name="email">');
  expect(screen.getByText(/no input that is not listed yet/)).toBeTruthy();
});

it('runs and loads nothing of what is pasted', async () => {
  await open(null);
  paste('<img src="x" onerror="window.ran = true"><script>window.ran = true</script><input name="email">');
  expect(outputs()).toHaveLength(1);
  expect((window as { readonly ran?: boolean }).ran).toBeUndefined();
});

it('adds an input by name, once', async () => {
  await open(null);
  const add = () => {
    fireEvent.change(screen.getByLabelText('Name of an input'), { target: { value: ' surname ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  };
  add();
  expect(outputs()).toEqual([aField('surname', { contact: 'lastname', lead: 'lastname' })]);
  add();
  expect(outputs()).toHaveLength(1);
  expect(screen.getByText('The input surname is listed already.')).toBeTruthy();
});

it('stores exposure, rule, column and whether blank erases, and takes a field away', async () => {
  await open(textOf(aField('mail'), aField('other')));
  fireEvent.change(screen.getByLabelText('Shown of mail'), { target: { value: 'verified' } });
  fireEvent.change(screen.getByLabelText('On Submit of mail'), { target: { value: 'only-if-empty' } });
  fireEvent.click(screen.getByLabelText('Blank erases of mail'));
  const column = screen.getByLabelText('Contact of mail');
  fireEvent.change(column, { target: { value: 'EmailAddress1' } });
  fireEvent.blur(column);
  fireEvent.click(screen.getByRole('button', { name: 'Remove other' }));
  expect(outputs()).toEqual([
    aField('mail', { contact: 'emailaddress1', exposure: 'verified', submit: 'only-if-empty', blankErases: true }),
  ]);
});

it('stores no column that there is not, and says so beside it', async () => {
  await open(textOf(aField('mail', { lead: 'emailaddress1' })));
  const column = screen.getByLabelText('Contact of mail');
  fireEvent.change(column, { target: { value: 'no such column' } });
  fireEvent.blur(column);
  expect(screen.getByText(/There is no such column/)).toBeTruthy();
  expect(hosted?.notifications()).toBe(0);
  const lead = screen.getByLabelText('Lead of mail');
  fireEvent.change(lead, { target: { value: '' } });
  fireEvent.blur(lead);
  expect(outputs()[0]?.lead).toBeNull();
});

it('says where a column was deleted meanwhile, and keeps it until somebody chooses', async () => {
  await open(textOf(aField('mail', { contact: 'new_gone' })));
  expect(screen.getByText(/The column new_gone was deleted/)).toBeTruthy();
  expect(hosted?.notifications()).toBe(0);
});

it.each([
  ['{"version":2,"fields":[]}', /stored by a newer version/, false],
  ['not json', /cannot be read/, true],
  [textOf(aField('twice'), aField('twice')), /cannot be read/, true],
  [textOf(aField('x', { exposure: 'shown' })), /cannot be read/, true],
])('leaves the stored text %s as it is until the user starts over', async (stored, said, startsOver) => {
  await open(stored);
  expect(screen.getByText(said)).toBeTruthy();
  expect(screen.queryByLabelText('HTML of the form')).toBeNull();
  expect(hosted?.outputs()?.fields).toBe(stored);
  const button = screen.queryByRole('button', { name: 'Start over' });
  expect(button !== null).toBe(startsOver);
  if (button === null) return;
  fireEvent.click(button);
  expect(outputs()).toEqual([]);
});

it('changes nothing on a form that is read-only', async () => {
  await open(textOf(aField('mail')), true);
  expect(screen.queryByLabelText('HTML of the form')).toBeNull();
  expect(screen.getByLabelText<HTMLSelectElement>('Shown of mail').disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Remove mail' }).disabled).toBe(true);
});

it('E3 brings the changes of two people together, input by input', async () => {
  await open(textOf(aField('a'), aField('b'), aField('c')));
  fireEvent.change(screen.getByLabelText('Shown of a'), { target: { value: 'masked' } });
  fireEvent.click(screen.getByRole('button', { name: 'Remove c' }));
  form.stored = textOf(aField('b', { submit: 'override' }), aField('c'), aField('d'), aField('a'));
  hosted?.update();
  await act(() => Promise.resolve());
  expect(outputs()).toEqual([aField('b', { submit: 'override' }), aField('d'), aField('a', { exposure: 'masked' })]);
  expect(screen.getByText(/Somebody else changed the fields meanwhile/)).toBeTruthy();
});

it('shows 200 inputs with names of 200 characters, and changes one of them', async () => {
  const name = (n: number) => `${String(n).padStart(3, '0')}${'x'.repeat(197)}`;
  await open(textOf(...Array.from({ length: 200 }, (_none, n) => aField(name(n)))));
  // Queries by role look at every element's styles, which takes jsdom long for as many as these.
  const rows = hosted?.element.querySelectorAll('li') ?? [];
  expect(rows).toHaveLength(200);
  const [shown] = [...(rows[150]?.querySelectorAll('select') ?? [])];
  if (shown === undefined) throw new Error('The row has no choice of what is shown.');
  fireEvent.change(shown, { target: { value: 'never' } });
  expect(outputs()[150]).toEqual(aField(name(150), { exposure: 'never' }));
  expect(screen.getByText('200 inputs')).toBeTruthy();
});

it('says which columns could not be read, and reads them again', async () => {
  let broken = true;
  api.restore();
  api = fakeWebApi(({ path }) =>
    broken && path.includes("'lead'")
      ? { status: 403, body: { error: { code: '0x80040220', message: 'Not allowed.' } } }
      : { status: 200, body: { value: [aColumn('lastname')] } },
  );
  const context = () =>
    contextOf<IInputs>({ fields: { raw: textOf(aField('mail')) } } as unknown as IInputs, { control: 'WebFormFields' });
  hosted = host<IInputs, IOutputs>(new WebFormFields(), context);
  await screen.findByText(/The columns of Lead could not be read/);
  expect(screen.getByLabelText<HTMLInputElement>('Lead of mail').disabled).toBe(true);
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Lead of mail').disabled).toBe(false));
});
