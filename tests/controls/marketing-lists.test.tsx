import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { MarketingLists } from '../../controls/MarketingLists/MarketingLists/index';
import type { IInputs, IOutputs } from '../../controls/MarketingLists/MarketingLists/generated/ManifestTypes';
import { contextOf, type HostSettings } from './fakes/context.js';
import { type Hosted, host } from './fakes/host.js';
import { type Asked, type DatasetState, type ListData, listsOf } from './fakes/lists.js';
import { type Answer, type Call, type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

const syncId = '11111111-1111-4111-8111-111111111111';
const idOf = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${String(n)}`;
const aList = (n: number, more: Partial<ListData> = {}): ListData => ({
  id: idOf(n),
  name: `List ${String(n)}`,
  ...more,
});
const picked = (...lists: readonly ListData[]) =>
  lists.map(({ id, name }) => ({ id: `{${id.toUpperCase()}}`, name, entityType: 'list' }));

let api: FakeWebApi;
let asked: Asked;
let hosted: Hosted<IOutputs> | null = null;

/** Answers as Dataverse would while the relation holds `present`. */
const relation =
  (present: readonly string[], refuse: (call: Call) => Answer | null = () => null) =>
  (call: Call): Answer =>
    refuse(call) ??
    (call.method === 'GET' ? { status: 200, body: { value: present.map((listid) => ({ listid })) } } : { status: 204 });

function serve(answer: (call: Call) => Answer) {
  api.restore();
  api = fakeWebApi(answer);
}

beforeEach(() => {
  api = fakeWebApi(relation([]));
  asked = { refreshes: 0, pages: 0, opened: [], selected: [], sorted: [] };
});
afterEach(() => {
  hosted?.close();
  hosted = null;
  api.restore();
});

function open(state: DatasetState, settings: Partial<HostSettings> = {}) {
  const context = () => contextOf<IInputs>(listsOf(state, asked), { control: 'MarketingLists', ...settings });
  hosted = host<IInputs, IOutputs>(new MarketingLists(), context);
  return hosted;
}

const add = () => fireEvent.click(screen.getByRole('button', { name: 'Add Existing Marketing List' }));
const writes = () => api.calls.filter((call) => call.method !== 'GET');
const dataRows = () => within(screen.getByRole('grid')).getAllByRole('row').slice(1);

it('CD-21 shows each list with member type, static or dynamic, member count and last change, in the order of the view', () => {
  open({ lists: [aList(1, { members: 12000 }), aList(2, { code: 4, dynamic: true })] });
  const heads = screen.getAllByRole('columnheader').map((head) => head.textContent);
  expect(heads).toEqual(['Selection', 'Name', 'Targeted At', 'Type', 'Members', 'Status', 'Modified On']);
  const cells = dataRows().map((row) =>
    within(row)
      .getAllByRole('gridcell')
      .slice(1)
      .map((cell) => cell.textContent),
  );
  expect(cells).toEqual([
    ['List 1', 'Contact', 'Static', '12,000', 'Active', '11/20/2026'],
    ['List 2', 'Lead', 'Dynamic', '10', 'Active', '11/20/2026'],
  ]);
});

it('CD-21 adds three lists of one lookup as three relations and asks for the rows again', async () => {
  open({ lists: [] }, { lookup: async () => picked(aList(1), aList(2), aList(3)) });
  add();
  expect(await screen.findByText('Added (3): List 1, List 2, List 3')).toBeTruthy();
  expect(writes()).toEqual(
    [1, 2, 3].map((n) => ({
      method: 'POST',
      path: `pmds_datasyncs(${syncId})/pmds_datasync_list/$ref`,
      body: { '@odata.id': `http://localhost/api/data/v9.2/lists(${idOf(n)})` },
    })),
  );
  expect(asked.refreshes).toBe(1);
});

it('skips lists that are there already, also those that another page or another user holds', async () => {
  // The relation comes in two pages: List 1 on the first, List 4 on the second. Somebody adds List 2 meanwhile.
  const nextLink = `http://localhost/api/data/v9.2/pmds_datasyncs(${syncId})/pmds_datasync_list?$skiptoken=2`;
  serve((call) => {
    if (call.method === 'GET') {
      const last = call.path.includes('$skiptoken');
      const value = [{ listid: idOf(last ? 4 : 1) }];
      return { status: 200, body: last ? { value } : { value, '@odata.nextLink': nextLink } };
    }
    return JSON.stringify(call.body).includes(idOf(2))
      ? { status: 412, body: { error: { code: '0x80040237', message: 'A record with matching key values exists.' } } }
      : { status: 204 };
  });
  open({ lists: [] }, { lookup: async () => picked(aList(1), aList(4), aList(2), aList(3), aList(3)) });
  add();
  expect(await screen.findByText('Already there: List 1, List 4, List 2')).toBeTruthy();
  expect(screen.getByText('Added (1): List 3')).toBeTruthy();
  expect(writes()).toHaveLength(2);
  expect(asked.refreshes).toBe(1);
});

it('names the list that was refused and adds the others', async () => {
  serve(
    relation([], ({ body }) =>
      JSON.stringify(body).includes(idOf(2))
        ? { status: 403, body: { error: { code: '0x80040220', message: 'Missing prvAppendToList.' } } }
        : null,
    ),
  );
  open({ lists: [] }, { lookup: async () => picked(aList(1), aList(2)) });
  add();
  expect(await screen.findByText('“List 2” was not added: Missing prvAppendToList.')).toBeTruthy();
  expect(screen.getByText('Added (1): List 1')).toBeTruthy();
});

it.each<[string, () => Promise<ComponentFramework.LookupValue[]>]>([
  ['an empty list', async () => []],
  ['null', async () => null as unknown as ComponentFramework.LookupValue[]],
  ['a rejection', () => Promise.reject(new Error('cancelled'))],
])('does nothing when the lookup is cancelled by %s', async (_way, lookup) => {
  open({ lists: [] }, { lookup });
  add();
  const button = screen.getByRole('button', { name: 'Add Existing Marketing List' });
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
  expect(api.calls).toHaveLength(0);
  expect(screen.queryByText(/Added/)).toBeNull();
});

it('says so when the present lists cannot be read, and adds none', async () => {
  serve(() => {
    throw new TypeError('Failed to fetch');
  });
  open({ lists: [] }, { lookup: async () => picked(aList(1)) });
  add();
  expect(await screen.findByText(/Failed to fetch/)).toBeTruthy();
  expect(writes()).toHaveLength(0);
});

it('CD-21 removes only the relation of what is selected', async () => {
  open({ lists: [aList(1), aList(2)] });
  const remove = screen.getByRole('button', { name: 'Remove' });
  expect((remove as HTMLButtonElement).disabled).toBe(true);
  fireEvent.click(screen.getByRole('row', { name: /List 2/ }));
  expect(asked.selected).toEqual([idOf(2)]);
  fireEvent.click(remove);
  expect(await screen.findByText('Removed (1): List 2')).toBeTruthy();
  expect(writes()).toEqual([
    { method: 'DELETE', path: `pmds_datasyncs(${syncId})/pmds_datasync_list(${idOf(2)})/$ref`, body: null },
  ]);
});

it('counts a relation that somebody removed already as removed', async () => {
  serve(relation([], () => ({ status: 404, body: { error: { code: '0x80040217', message: 'Does not exist' } } })));
  open({ lists: [aList(1)] });
  fireEvent.click(screen.getByRole('row', { name: /List 1/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Removed (1): List 1')).toBeTruthy();
});

it('CD-21 is worked by keyboard: arrows, Space, Enter, Ctrl+A, Delete', async () => {
  open({ lists: [aList(1), aList(2), aList(3)] }, { confirm: async () => ({ confirmed: true }) });
  const grid = screen.getByRole('grid');
  fireEvent.focus(grid);
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: ' ' });
  expect(asked.selected).toEqual([idOf(2)]);
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(asked.opened).toEqual(['List 2']);
  fireEvent.keyDown(grid, { key: 'a', ctrlKey: true });
  expect(asked.selected).toEqual([idOf(1), idOf(2), idOf(3)]);
  fireEvent.keyDown(grid, { key: 'Delete' });
  expect(await screen.findByText(/Removed \(3\)/)).toBeTruthy();
});

it('CD-21 warns of inactive lists and says whom a list of accounts stands for, by name', () => {
  open({ lists: [aList(1), aList(2, { active: false }), aList(3, { code: '1' })] });
  expect(screen.getByText('Inactive, so a start is refused: List 2. Activate or remove.')).toBeTruthy();
  expect(screen.getByText('Holds accounts; their primary contacts are synced: List 3.')).toBeTruthy();
});

it('CD-13 is locked before the first save, says why, and works after it without a reload', () => {
  const settings: { recordId: string | null } = { recordId: null };
  const opened = open({ lists: [] }, settings);
  const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Add Existing Marketing List' });
  expect(screen.getByText(/Save the record first/)).toBeTruthy();
  expect(button().disabled).toBe(true);
  settings.recordId = syncId;
  // The fake context reads its settings at every update.
  opened.update();
  expect(screen.queryByText(/Save the record first/)).toBeNull();
  expect(button().disabled).toBe(false);
});

it('offers neither adding nor removing on a read-only record, but still shows and refreshes', () => {
  open({ lists: [aList(1)] }, { disabled: true });
  fireEvent.click(screen.getByRole('row', { name: /List 1/ }));
  const disabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled;
  expect([disabled('Add Existing Marketing List'), disabled('Remove'), disabled('Refresh')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('sorts by a header, and the other way round at the second press', () => {
  open({ lists: [aList(1)] });
  fireEvent.click(screen.getByRole('button', { name: /Members/ }));
  expect(asked.sorted).toEqual(['membercount 0']);
  fireEvent.click(screen.getByRole('button', { name: /Members/ }));
  expect(asked.sorted).toEqual(['membercount 1']);
});

it('loads the next page on request and says what a failed query said', () => {
  open({ lists: [aList(1)], hasMore: true, errorMessage: 'The view is gone.' });
  fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
  expect(asked.pages).toBe(1);
  expect(screen.getByText(/The view is gone\./)).toBeTruthy();
});

it('says what to do when there is no list yet', () => {
  open({ lists: [] });
  expect(screen.getByText(/No marketing list yet/)).toBeTruthy();
});
