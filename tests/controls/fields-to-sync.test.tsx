import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { FieldsToSync } from '../../controls/FieldsToSync/FieldsToSync/index';
import type { IInputs, IOutputs } from '../../controls/FieldsToSync/FieldsToSync/generated/ManifestTypes';
import { aColumn, contactColumns, leadColumns } from './fakes/columns.js';
import { contextOf, type HostSettings } from './fakes/context.js';
import { type Hosted, host } from './fakes/host.js';
import { type Answer, type Call, type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

const syncId = '11111111-1111-4111-8111-111111111111';
const otherId = '22222222-2222-4222-8222-222222222222';

let api: FakeWebApi;
let hosted: Hosted<IOutputs> | null = null;

const definitions = ({ path }: Call): Answer => ({
  status: 200,
  body: { value: path.includes("'lead'") ? leadColumns : contactColumns },
});

beforeEach(() => {
  api = fakeWebApi(definitions);
});
afterEach(() => {
  hosted?.close();
  hosted = null;
  api.restore();
});

interface Open extends Partial<HostSettings> {
  readonly stored?: string | null;
}

/** Hosts the control on a form; `form.stored` is the bound column's value as the host holds it. */
async function open(settings: Open = {}) {
  const form = { stored: settings.stored ?? null };
  const context = () =>
    contextOf<IInputs>({ selection: { raw: form.stored }, tables: { raw: 'lead,contact' } } as unknown as IInputs, {
      control: 'FieldsToSync',
      ...settings,
    });
  const opened = host<IInputs, IOutputs>(new FieldsToSync(), context);
  hosted = opened;
  await waitFor(() => expect(within(opened.element).queryByRole('progressbar')).toBeNull());
  return { form, hosted: opened };
}

const grid = (table: 'Lead' | 'Contact') => screen.getByRole('grid', { name: `Columns of ${table}` });
const row = (table: 'Lead' | 'Contact', name: RegExp) => within(grid(table)).getByRole('row', { name });
const shownNames = (table: 'Lead' | 'Contact') =>
  within(grid(table))
    .queryAllByRole('row')
    .map((shown) => within(shown).getAllByRole('gridcell')[1]?.textContent);
const selectionOf = (outputs: IOutputs | undefined): unknown => JSON.parse(outputs?.selection ?? 'null');
const text = (selection: { contact?: string[]; lead?: string[] }) =>
  JSON.stringify({ version: 1, contact: [], lead: [], ...selection });

it('CD-22, RT-03 offers the columns of both tables as the definitions have them now', async () => {
  await open();
  expect(shownNames('Lead')).toEqual(['Company Name companyname', 'Topic subject']);
  expect(row('Contact', /Shoe size.*Number/)).toBeTruthy();
  expect(row('Contact', /nolabel/)).toBeTruthy();
});

it.each([
  [/Government.*Protected by column security/],
  [/Default Image.*Holds a file or an image/],
  [/Is Private.*Cannot be read/],
  [/Composite.*Virtual/],
])('CD-22 shows %s disabled, with the reason, and does not choose it', async (name) => {
  const { hosted: opened } = await open();
  const blocked = row('Contact', name);
  expect(blocked.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(blocked);
  expect(opened.notifications()).toBe(0);
});

it('CD-23 stores what is ticked per table in the order of ticking', async () => {
  const { hosted: opened } = await open();
  fireEvent.click(row('Contact', /Last Name/));
  fireEvent.click(row('Contact', /Email/));
  fireEvent.click(row('Lead', /Topic/));
  expect(selectionOf(opened.outputs())).toEqual({
    version: 1,
    contact: ['lastname', 'emailaddress1'],
    lead: ['subject'],
  });
  expect(row('Contact', /Email/).getAttribute('aria-selected')).toBe('true');
});

it('keeps a change that the host has not taken yet when an update still carries the old value', async () => {
  const { hosted: opened } = await open();
  fireEvent.click(row('Contact', /Email/));
  opened.update();
  expect(row('Contact', /Email/).getAttribute('aria-selected')).toBe('true');
  expect(selectionOf(opened.outputs())).toMatchObject({ contact: ['emailaddress1'] });
});

it('shows the value of the host again after the host has taken a change and gone back', async () => {
  const { form, hosted: opened } = await open();
  fireEvent.click(row('Contact', /Email/));
  form.stored = opened.outputs()?.selection ?? null;
  opened.update();
  form.stored = null;
  opened.update();
  expect(row('Contact', /Email/).getAttribute('aria-selected')).toBe('false');
});

it('finds columns by display name and by logical name without changing the selection', async () => {
  const { hosted: opened } = await open({ stored: text({ contact: ['firstname'] }) });
  const search = screen.getByRole('searchbox', { name: 'Search columns of Contact' });
  fireEvent.change(search, { target: { value: 'address1' } });
  expect(shownNames('Contact')).toEqual(['Email emailaddress1']);
  fireEvent.change(search, { target: { value: 'nothing like it' } });
  expect(screen.getByText('No column matches.')).toBeTruthy();
  expect(opened.notifications()).toBe(0);
});

it('selects and clears all that the filter shows, and nothing else', async () => {
  const { hosted: opened } = await open({ stored: text({ contact: ['jobtitle'] }) });
  const tools = within(screen.getByRole('toolbar', { name: 'Selection of Contact' }));
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search columns of Contact' }), { target: { value: 'name' } });
  fireEvent.click(tools.getByRole('button', { name: 'Select all' }));
  expect(selectionOf(opened.outputs())).toMatchObject({ contact: ['jobtitle', 'firstname', 'lastname'] });
  fireEvent.click(tools.getByRole('button', { name: 'Clear' }));
  expect(selectionOf(opened.outputs())).toMatchObject({ contact: ['jobtitle'] });
});

it('shows the selected columns alone, in their order, and moves one', async () => {
  const { hosted: opened } = await open({ stored: text({ contact: ['jobtitle', 'firstname', 'lastname'] }) });
  const pane = within(screen.getByRole('region', { name: 'Contact' }));
  fireEvent.click(pane.getByRole('switch', { name: 'Selected only' }));
  expect(shownNames('Contact').map((name) => name?.split(' ').pop())).toEqual(['jobtitle', 'firstname', 'lastname']);
  const list = grid('Contact');
  fireEvent.keyDown(list, { key: 'End' });
  fireEvent.keyDown(list, { key: 'ArrowUp', altKey: true });
  expect(selectionOf(opened.outputs())).toMatchObject({ contact: ['jobtitle', 'lastname', 'firstname'] });
  fireEvent.click(pane.getByRole('button', { name: 'Move up' }));
  expect(selectionOf(opened.outputs())).toMatchObject({ contact: ['lastname', 'jobtitle', 'firstname'] });
});

it('is worked by keyboard: one tab stop, arrows move, Space chooses', async () => {
  const { hosted: opened } = await open();
  const list = grid('Lead');
  expect(list.querySelectorAll('[tabindex="0"]')).toHaveLength(0);
  fireEvent.focus(list);
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  const active = document.getElementById(list.getAttribute('aria-activedescendant') ?? '');
  expect(active?.textContent).toContain('Topic');
  fireEvent.keyDown(list, { key: ' ' });
  expect(selectionOf(opened.outputs())).toMatchObject({ lead: ['subject'] });
});

it('CD-23 keeps only the rows in view in the document, however many columns there are', async () => {
  api.restore();
  const many = Array.from({ length: 1200 }, (_unused, n) => aColumn(`new_column${String(n).padStart(4, '0')}`));
  api = fakeWebApi(() => ({ status: 200, body: { value: many } }));
  await open();
  const list = grid('Contact');
  expect(list.getAttribute('aria-rowcount')).toBe('1200');
  expect(within(list).getAllByRole('row').length).toBeLessThan(40);
  fireEvent.keyDown(list, { key: 'End' });
  expect(document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain(
    'column1199',
  );
});

it('CD-13 is locked before the first save, says why, and works after it without a reload', async () => {
  const settings: { recordId: string | null } = { recordId: null };
  const { hosted: opened } = await open(settings);
  expect(screen.getByText(/Save the record first/)).toBeTruthy();
  fireEvent.click(row('Lead', /Topic/));
  fireEvent.keyDown(grid('Lead'), { key: ' ' });
  expect(opened.notifications()).toBe(0);
  expect(grid('Lead').getAttribute('aria-readonly')).toBe('true');
  settings.recordId = '{33333333-3333-4333-8333-333333333333}';
  opened.update();
  expect(screen.queryByText(/Save the record first/)).toBeNull();
  fireEvent.click(row('Lead', /Topic/));
  expect(selectionOf(opened.outputs())).toMatchObject({ lead: ['subject'] });
});

it('says that a disabled control is read-only and changes nothing', async () => {
  const { hosted: opened } = await open({ disabled: true });
  expect(screen.getByText(/read-only for you/)).toBeTruthy();
  fireEvent.click(row('Lead', /Topic/));
  expect(opened.notifications()).toBe(0);
  for (const name of ['Reset to last saved', 'Copy from another sync', 'Select by form']) {
    expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(true);
  }
});

it('reckons with the heights that its rows and its page have', async () => {
  await open();
  const { height, overflowY } = getComputedStyle(grid('Contact'));
  expect([height, overflowY]).toEqual(['396px', 'auto']);
  expect(getComputedStyle(row('Lead', /Topic/)).height).toBe('36px');
});

it('shows a selected column that no longer exists and lets it be removed', async () => {
  const { hosted: opened } = await open({ stored: text({ lead: ['pmds_gone', 'subject'] }) });
  const gone = row('Lead', /pmds_gone.*No longer exists/);
  expect(gone.getAttribute('aria-selected')).toBe('true');
  fireEvent.click(gone);
  expect(selectionOf(opened.outputs())).toMatchObject({ lead: ['subject'] });
});

it.each([
  ['{"version":1', /not JSON/],
  ['{"version":0}', /another version/],
  ['{"version":1,"lead":["a","a"]}', /twice \(lead\.a\)/],
])('names what is wrong with the stored text %s and starts over on request', async (stored, reason) => {
  const { hosted: opened } = await open({ stored });
  expect(screen.getByText(reason)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Start over' }));
  expect(selectionOf(opened.outputs())).toEqual({ version: 1, contact: [], lead: [] });
  expect(screen.queryByText(reason)).toBeNull();
});

it('says that the columns could not be read and reads them again on request', async () => {
  api.restore();
  let up = false;
  api = fakeWebApi((call) => {
    if (up) return definitions(call);
    return { status: 403, body: { error: { code: '0x80040220', message: 'Missing prvReadEntity' } } };
  });
  const { hosted: opened } = await open();
  expect(await screen.findByText(/columns of Lead could not be read: Missing prvReadEntity/)).toBeTruthy();
  up = true;
  fireEvent.click(within(screen.getByRole('region', { name: 'Lead' })).getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(within(opened.element).getByRole('grid', { name: 'Columns of Lead' })).toBeTruthy());
});

it('CD-22 reads the columns again by itself after an answer that was lost', async () => {
  api.restore();
  let lost = 0;
  api = fakeWebApi((call) => {
    if (!call.path.includes("'lead'") || lost > 0) return definitions(call);
    lost += 1;
    throw new TypeError('Failed to fetch');
  });
  await open();
  expect(lost).toBe(1);
  expect(shownNames('Lead')).toEqual(['Company Name companyname', 'Topic subject']);
});

describe('CD-23 select by form', () => {
  const paste = async (pasted: string, stored: string | null = null) => {
    const { hosted: opened } = await open({ stored });
    fireEvent.click(screen.getByRole('button', { name: 'Select by form' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Your web form' }), { target: { value: pasted } });
    fireEvent.click(screen.getByRole('button', { name: 'Select its fields' }));
    await screen.findByText(/of the form (?:is|are) selected|names no field/);
    return opened;
  };

  it('adds the fields of its HTML to both tables, after what is selected already', async () => {
    const html = `<form><input name="firstname"><select data-pmds-field="jobtitle" name="job"></select>
      <textarea name="subject"></textarea><input type="hidden" name="lastname"><button name="go">Send</button></form>`;
    const opened = await paste(html, text({ contact: ['emailaddress1'] }));
    expect(selectionOf(opened.outputs())).toEqual({
      version: 1,
      contact: ['emailaddress1', 'firstname', 'jobtitle'],
      lead: ['subject'],
    });
    expect(screen.getByText('3 of 3 fields of the form are selected.')).toBeTruthy();
  });

  it('speaks of one field in the singular', async () => {
    await paste('firstname');
    expect(screen.getByText('1 of 1 field of the form is selected.')).toBeTruthy();
  });

  it('takes a list of logical or display names, and names what cannot be selected', async () => {
    const opened = await paste('Job Title, FIRSTNAME\nshoe colour; governmentid');
    expect(selectionOf(opened.outputs())).toEqual({ version: 1, contact: ['jobtitle', 'firstname'], lead: [] });
    expect(
      screen.getByText(
        '2 of 4 fields of the form are selected. No column that can be selected: shoe colour, governmentid.',
      ),
    ).toBeTruthy();
  });

  it('E1 selects a column once, however many fields of the form stand for it', async () => {
    const html = '<input name="email"><input name="emailaddress1"><input name="EMailAddress1"><input name="firstname">';
    const opened = await paste(html, text({ contact: ['lastname'] }));
    expect(selectionOf(opened.outputs())).toEqual({
      version: 1,
      contact: ['lastname', 'emailaddress1', 'firstname'],
      lead: [],
    });
  });

  it('A12 says of a name that only people understand what has to stand in the form', async () => {
    const opened = await paste('FirstName, LastName, Email, Shoe size');
    expect(selectionOf(opened.outputs())).toMatchObject({
      contact: ['firstname', 'lastname', 'emailaddress1', 'pmds_shoesize'],
    });
    expect(screen.getByText(/4 of 4 fields.*Shoe size: data-pmds-field="pmds_shoesize"/)).toBeTruthy();
  });

  it('looks well only where every field was found', async () => {
    const icon = () =>
      screen
        .getByText(/of the form (?:is|are) selected/)
        .closest('.fui-MessageBar')
        ?.querySelector('svg')?.innerHTML;
    await paste('firstname');
    const well = icon();
    hosted?.close();
    await paste('firstname, shoe colour');
    expect(well).toBeDefined();
    expect(icon()).not.toBe(well);
  });

  it('changes nothing for a text that names no field', async () => {
    const opened = await paste('<p>Thank you</p>');
    expect(opened.notifications()).toBe(0);
    expect(screen.getByText('This text names no field.')).toBeTruthy();
  });

  it('is not there while nothing may be changed', async () => {
    await open({ disabled: true });
    expect(screen.getByRole('button', { name: 'Select by form' }).hasAttribute('disabled')).toBe(true);
  });
});

it('RT-08 asks before it goes back to what Dataverse holds', async () => {
  const saved = text({ contact: ['lastname'] });
  let answer = false;
  let reads = 0;
  const questions: string[] = [];
  const { hosted: opened } = await open({
    stored: text({ contact: ['firstname'] }),
    confirm: async (strings) => (questions.push(strings?.text ?? ''), { confirmed: answer }),
    rows: { [syncId]: async () => ((reads += 1), { pmds_fields: saved }) },
  });
  const reset = screen.getByRole('button', { name: 'Reset to last saved' });
  fireEvent.click(reset);
  await waitFor(() => expect(questions).toHaveLength(1));
  // All that a no could still set going has run by then.
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  expect([reads, opened.notifications()]).toEqual([0, 0]);
  expect(row('Contact', /First Name/).getAttribute('aria-selected')).toBe('true');
  answer = true;
  fireEvent.click(reset);
  await waitFor(() => expect(opened.notifications()).toBe(1));
  expect([questions.length, reads]).toEqual([2, 1]);
  expect(opened.outputs()?.selection).toBe(saved);
});

it.each([
  ['not-json', '{"version":1', /not JSON/],
  ['twice', '{"version":1,"contact":["a","a"]}', /twice \(contact\.a\)/],
  ['not a column', '{"version":1,"lead":["A B"]}', /not a column \(lead\)/],
])('E1 does not copy a selection that cannot be read over a good one: %s', async (_case, broken, reason) => {
  const { hosted: opened } = await open({
    stored: text({ contact: ['firstname'] }),
    lookup: async () => [{ id: '{22222222-2222-4222-8222-222222222222}', entityType: 'pmds_datasync', name: 'Spring' }],
    rows: { [otherId]: { pmds_fields: broken } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Copy from another sync' }));
  expect(await screen.findByText(reason)).toBeTruthy();
  expect(opened.notifications()).toBe(0);
  fireEvent.click(row('Lead', /Topic/));
  expect(selectionOf(opened.outputs())).toMatchObject({ contact: ['firstname'], lead: ['subject'] });
});

it('CD-23 copies the selection of another sync', async () => {
  const other = text({ lead: ['companyname'] });
  const { hosted: opened } = await open({
    lookup: async () => [{ id: '{22222222-2222-4222-8222-222222222222}', entityType: 'pmds_datasync', name: 'Spring' }],
    rows: { [otherId]: { pmds_fields: other }, [syncId]: { pmds_fields: text({ lead: ['subject'] }) } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Copy from another sync' }));
  await waitFor(() => expect(opened.outputs()?.selection).toBe(other));
});

it('CD-23 says where the selection of another sync is broken, and keeps what is chosen', async () => {
  const { hosted: opened } = await open({
    stored: text({ contact: ['firstname'] }),
    lookup: async () => [{ id: otherId, entityType: 'pmds_datasync', name: 'Spring' }],
    rows: { [otherId]: { pmds_fields: '{"version":1,"contact":["First Name"],"lead":[]}' } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Copy from another sync' }));
  expect(await screen.findByText(/First Name/)).toBeTruthy();
  expect(opened.notifications()).toBe(0);
});

it('CD-23 leaves the form as it is when the other sync has the same selection', async () => {
  const same = text({ contact: ['firstname'] });
  let reads = 0;
  const { hosted: opened } = await open({
    stored: same,
    lookup: async () => [{ id: otherId, entityType: 'pmds_datasync', name: 'Spring' }],
    rows: { [otherId]: () => ((reads += 1), Promise.resolve({ pmds_fields: same })) },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Copy from another sync' }));
  await waitFor(() => expect(reads).toBe(1));
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  expect(opened.notifications()).toBe(0);
});

it.each([
  ['Reset to last saved', /could not be read: Not now\./],
  ['Copy from another sync', /could not be read: Not now\./],
])('%s says so when the row cannot be read, and keeps what is chosen', async (name, sentence) => {
  const refused = () => Promise.reject(new Error('Not now.'));
  const { hosted: opened } = await open({
    stored: text({ contact: ['firstname'] }),
    confirm: async () => ({ confirmed: true }),
    lookup: async () => [{ id: `{${otherId}}`, entityType: 'pmds_datasync', name: 'Spring' }],
    rows: { [otherId]: refused, [syncId]: refused },
  });
  fireEvent.click(screen.getByRole('button', { name }));
  expect(await screen.findByText(sentence)).toBeTruthy();
  expect(opened.notifications()).toBe(0);
});

it.each<[string, () => Promise<ComponentFramework.LookupValue[]>]>([
  ['nothing', async () => []],
  ['null', async () => null as unknown as ComponentFramework.LookupValue[]],
  ['a rejection', () => Promise.reject(new Error('cancelled'))],
  ['the record itself', async () => [{ id: syncId, entityType: 'pmds_datasync', name: 'This one' }]],
])('CD-23 copies nothing when the lookup gives %s', async (_way, lookup) => {
  let lookups = 0;
  const { hosted: opened } = await open({
    stored: text({ contact: ['firstname'] }),
    lookup: () => ((lookups += 1), lookup()),
    rows: { [syncId]: { pmds_fields: text({ lead: ['subject'] }) } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Copy from another sync' }));
  await waitFor(() => expect(lookups).toBe(1));
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  expect(opened.notifications()).toBe(0);
  expect(screen.queryByText(/could not be read/)).toBeNull();
});

it('RT-08 goes back to nothing where Dataverse holds nothing', async () => {
  const { hosted: opened } = await open({
    stored: text({ contact: ['firstname'] }),
    confirm: async () => ({ confirmed: true }),
    rows: { [syncId]: { pmds_fields: null } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Reset to last saved' }));
  await waitFor(() => expect(selectionOf(opened.outputs())).toEqual({ version: 1, contact: [], lead: [] }));
});
