import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { IOutputs } from '../../controls/FieldsToSync/FieldsToSync/generated/ManifestTypes';
import { aColumn } from './fakes/columns.js';
import type { HostSettings } from './fakes/context.js';
import { contactsText, openFields, type OpenFields } from './fakes/open-fields.js';
import { type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

/** A table of 1,200 columns, whose names sort as they are numbered. */
const nameOf = (n: number) => `new_column${String(n).padStart(4, '0')}`;
const many = Array.from({ length: 1200 }, (_unused, n) => nameOf(n));

let api: FakeWebApi;
let opened: OpenFields | null = null;
beforeEach(() => {
  api = fakeWebApi(() => ({ status: 200, body: { value: many.map((name) => aColumn(name)) } }));
});
afterEach(() => {
  opened?.hosted.close();
  opened = null;
  api.restore();
});

async function open(contact: readonly string[], settings: Partial<HostSettings> = {}) {
  opened = await openFields(contactsText(contact), settings);
  return opened;
}

const pane = () => within(screen.getByRole('region', { name: 'Contact' }));
const list = () => pane().getByRole('grid');
const press = (...keys: readonly string[]) => {
  for (const key of keys) fireEvent.keyDown(list(), { key });
};
const activeRow = () => document.getElementById(list().getAttribute('aria-activedescendant') ?? '');
const chosenOf = (outputs: IOutputs | undefined) =>
  (JSON.parse(outputs?.selection ?? '{"contact":[]}') as { contact: string[] }).contact;
const chosenOnly = () => fireEvent.click(pane().getByRole('switch', { name: 'Selected only' }));
const search = (value: string) => fireEvent.change(pane().getByRole('searchbox'), { target: { value } });

it('E13 goes on with the neighbouring row when Space takes the active one out of the list', async () => {
  const { hosted } = await open([]);
  fireEvent.click(pane().getByRole('button', { name: 'Select all' }));
  chosenOnly();
  fireEvent.focus(list());
  press('PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', ' ');
  expect(activeRow()?.textContent).toContain(nameOf(56));
  press(' ');
  expect(activeRow()?.textContent).toContain(nameOf(57));
  expect(chosenOf(hosted.outputs())).toEqual(many.filter((name) => name !== nameOf(55) && name !== nameOf(56)));
});

it('E13 goes on with the row before when the last one is taken out', async () => {
  const { hosted } = await open(many.slice(0, 5));
  chosenOnly();
  fireEvent.focus(list());
  press('End', ' ');
  expect(activeRow()?.textContent).toContain(nameOf(3));
  press(' ', ' ', ' ', ' ', ' ', ' ');
  expect(chosenOf(hosted.outputs())).toEqual([]);
  expect(list().getAttribute('aria-activedescendant')).toBeNull();
});

it('E13 changes nothing where no row is active', async () => {
  const { hosted } = await open(many);
  press(' ');
  fireEvent.keyDown(list(), { key: 'ArrowDown', altKey: true });
  expect(hosted.notifications()).toBe(0);
});

it('E13 keeps the active row while the filter changes, and none where nothing of its neighbourhood is left', async () => {
  const { hosted } = await open(many);
  fireEvent.focus(list());
  press('PageDown', 'PageDown');
  search('column0');
  expect(activeRow()?.textContent).toContain(nameOf(22));
  search('column05');
  press('Home');
  expect(activeRow()?.textContent).toContain(nameOf(500));
  search('column10');
  expect(list().getAttribute('aria-activedescendant')).toBeNull();
  press(' ');
  expect(hosted.notifications()).toBe(0);
});

it('E13 takes the neighbour when a reset takes the active row away', async () => {
  const saved = contactsText([nameOf(1), nameOf(4)]);
  await open([nameOf(1), nameOf(2), nameOf(3), nameOf(4)], {
    confirm: async () => ({ confirmed: true }),
    rows: { '11111111-1111-4111-8111-111111111111': { pmds_fields: saved } },
  });
  chosenOnly();
  fireEvent.focus(list());
  press('ArrowDown');
  fireEvent.click(screen.getByRole('button', { name: 'Reset to last saved' }));
  await waitFor(() => expect(within(list()).getAllByRole('row')).toHaveLength(2));
  expect(activeRow()?.textContent).toContain(nameOf(4));
});

it('E13, E20 shows an active row that was scrolled away before a key changes it', async () => {
  const { hosted } = await open([]);
  fireEvent.focus(list());
  list().scrollTop = 36 * 600;
  fireEvent.scroll(list());
  press(' ');
  expect(hosted.notifications()).toBe(0);
  expect(activeRow()?.textContent).toContain(nameOf(0));
  press(' ');
  expect(chosenOf(hosted.outputs())).toEqual([nameOf(0)]);
});

it('E20 keeps its place when somebody tabs into a list that was scrolled', async () => {
  const { hosted } = await open([]);
  list().scrollTop = 36 * 600;
  fireEvent.scroll(list());
  fireEvent.focus(list());
  expect(list().scrollTop).toBe(36 * 600);
  expect(activeRow()?.textContent).toContain(nameOf(600));
  press(' ');
  expect(chosenOf(hosted.outputs())).toEqual([nameOf(600)]);
});

it('E20 keeps a thousand pixels of rows ready above and below, and no more than that', async () => {
  await open([]);
  list().scrollTop = 36 * 600;
  fireEvent.scroll(list());
  const rows = within(list())
    .getAllByRole('row')
    .map((row) => Number(row.getAttribute('aria-rowindex')) - 1);
  expect(Math.min(...rows)).toBeLessThanOrEqual(600 - 1000 / 36);
  expect(Math.max(...rows)).toBeGreaterThanOrEqual(611 + 1000 / 36 - 4);
  expect(rows.length).toBeLessThan(100);
});
