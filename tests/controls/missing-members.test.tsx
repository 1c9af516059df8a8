import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type * as Fields from '../../controls/FieldsToSync/FieldsToSync/generated/ManifestTypes';
import { FieldsToSync } from '../../controls/FieldsToSync/FieldsToSync/index';
import type * as Lists from '../../controls/MarketingLists/MarketingLists/generated/ManifestTypes';
import { MarketingLists } from '../../controls/MarketingLists/MarketingLists/index';
import { contactColumns } from './fakes/columns.js';
import { contextOf } from './fakes/context.js';
import { type Hosted, host } from './fakes/host.js';
import { listsOf } from './fakes/lists.js';
import { type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

let api: FakeWebApi;
let hosted: Hosted<unknown> | null = null;
let shouted: jest.SpyInstance;
beforeEach(() => {
  shouted = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  api = fakeWebApi(() => ({ status: 200, body: { value: contactColumns } }));
});
afterEach(() => {
  hosted?.close();
  hosted = null;
  api.restore();
  shouted.mockRestore();
});

type Part = Record<string, unknown>;

/** Removes one member, by its path, from an object of plain parts. */
function without(whole: object, path: string): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const part = names.reduce<Part | undefined>((at, name) => at?.[name] as Part | undefined, whole as Part);
  if (part === undefined || !(last in part)) throw new Error(`There is no ${path} to remove.`);
  Reflect.deleteProperty(part, last);
}

/** Every member below an object of plain parts, as a path. Texts come from `resources`, which every host has. */
function membersOf(whole: object, depth: number): readonly string[] {
  return Object.entries(whole).flatMap(([name, value]) => {
    const below =
      depth > 0 && typeof value === 'object' && value !== null && !Array.isArray(value)
        ? membersOf(value as object, depth - 1).map((path) => `${name}.${path}`)
        : [];
    return [name, ...below];
  });
}

const row = { id: 'a', name: 'Spring', code: 2 };
function listsContext() {
  const asked = { refreshes: 0, pages: 0, opened: [], selected: [], sorted: [] };
  const confirm = async () => ({ confirmed: true });
  return contextOf(listsOf({ lists: [row], hasMore: true }, asked), { control: 'MarketingLists', confirm });
}
function fieldsContext(raw: string | null = null) {
  const parameters = { selection: { raw, security: { editable: true } }, tables: { raw: 'lead,contact' } };
  return contextOf(parameters as unknown as Fields.IInputs, { control: 'FieldsToSync' });
}
const needed = (path: string) => !path.startsWith('resources');

it.each(membersOf(listsContext(), 3).filter(needed))(
  'E14 MarketingLists renders and works without %s',
  async (path) => {
    const context = listsContext();
    without(context, path);
    hosted = host<Lists.IInputs, unknown>(new MarketingLists(), () => context);
    const buttons = within(hosted.element).getAllByRole('button');
    for (const name of [/Load more/, /Load all/, /Refresh/, /Name/]) {
      const found = buttons.find((button) => name.test(button.textContent));
      if (found !== undefined) fireEvent.click(found);
    }
    const grid = screen.queryByRole('grid');
    if (grid !== null) for (const key of ['ArrowDown', ' ', 'Enter']) fireEvent.keyDown(grid, { key });
    hosted.update();
    expect(screen.getByRole('button', { name: 'Add Existing Marketing List' })).toBeTruthy();
  },
);

it.each(membersOf(fieldsContext(), 3).filter(needed))('E14 FieldsToSync renders and works without %s', async (path) => {
  const context = fieldsContext();
  without(context, path);
  hosted = host<Fields.IInputs, Fields.IOutputs>(new FieldsToSync(), () => context);
  await waitFor(() => expect(screen.getAllByRole('grid').length).toBeGreaterThan(0));
  for (const button of within(hosted.element).getAllByRole('button')) fireEvent.click(button);
  expect(screen.getByRole('grid', { name: 'Columns of Contact' })).toBeTruthy();
});

it.each([
  '{"version":2,"contact":[{"name":"firstname"}]}',
  '{"version":17}',
  '{"version":1.1,"contact":["firstname"]}',
])('E14 shows the newer selection %s, says so, and never overwrites it', async (stored) => {
  const context = fieldsContext(stored);
  const opened = host<Fields.IInputs, Fields.IOutputs>(new FieldsToSync(), () => context);
  hosted = opened;
  await waitFor(() => expect(screen.getAllByRole('grid')).toHaveLength(2));
  expect(screen.getByText(/stored by a newer version/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Start over' })).toBeNull();
  for (const button of within(opened.element).getAllByRole('button')) fireEvent.click(button);
  const list = screen.getByRole('grid', { name: 'Columns of Contact' });
  for (const key of ['Home', ' ']) fireEvent.keyDown(list, { key });
  fireEvent.keyDown(list, { key: 'a', ctrlKey: true });
  expect(opened.notifications()).toBe(0);
  expect(opened.outputs()?.selection).toBe(stored);
});
