import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { IInputs, IOutputs } from '../../controls/MarketingLists/MarketingLists/generated/ManifestTypes';
import { MarketingLists } from '../../controls/MarketingLists/MarketingLists/index';
import { contextOf, type HostSettings } from './fakes/context.js';
import { type Hosted, host } from './fakes/host.js';
import { type Asked, type DatasetState, type ListData, listsOf } from './fakes/lists.js';
import { type Answer, type Call, type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

const idOf = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const manyLists = (count: number, more: Partial<ListData> = {}): readonly ListData[] =>
  Array.from({ length: count }, (_unused, n) => ({ id: idOf(n), name: `List ${String(n)}`, ...more }));
const picked = (lists: readonly ListData[]) => async () =>
  lists.map(({ id, name }) => ({ id, name, entityType: 'list' }));

let api: FakeWebApi;
let asked: Asked;
let hosted: Hosted<IOutputs> | null = null;
let questions: string[];

const well = ({ method }: Call): Answer => (method === 'GET' ? { status: 200, body: { value: [] } } : { status: 204 });

beforeEach(() => {
  api = fakeWebApi(well);
  asked = { refreshes: 0, pages: 0, opened: [], selected: [], sorted: [] };
  questions = [];
});
afterEach(() => {
  hosted?.close();
  hosted = null;
  api.restore();
});

function open(state: DatasetState, settings: Partial<HostSettings> = {}, confirmed = true) {
  const confirm = async (strings?: { readonly text: string }) => {
    questions.push(strings?.text ?? '');
    return { confirmed };
  };
  const all = { control: 'MarketingLists', confirm, ...settings } as const;
  hosted = host<IInputs, IOutputs>(new MarketingLists(), () => contextOf<IInputs>(listsOf(state, asked), all));
  return hosted;
}

const grid = () => screen.getByRole('grid');
const press = (key: string, more: object = {}) => fireEvent.keyDown(grid(), { key, ...more });
const writes = (method: string) => api.calls.filter((call) => call.method === method);
const activeRow = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

describe('E16 many lists at once', () => {
  it('asks with the number before Ctrl+A and Delete take 500 lists off, and takes none off after a no', async () => {
    open({ lists: manyLists(500) }, {}, false);
    press('a', { ctrlKey: true });
    press('Delete');
    await waitFor(() =>
      expect(questions).toEqual(['Remove 500 marketing lists from this sync? The lists themselves stay.']),
    );
    expect(api.calls).toHaveLength(0);
    expect(asked.selected).toHaveLength(500);
  });

  it('asks from two on before it takes lists off, and from twenty-five on before it adds them', async () => {
    open({ lists: manyLists(3) });
    fireEvent.focus(grid());
    press(' ');
    press('Delete');
    expect(await screen.findByText(/^Removed \(1\)/)).toBeTruthy();
    expect(questions).toEqual([]);
    hosted?.close();
    open({ lists: manyLists(2) });
    press('a', { ctrlKey: true });
    press('Delete');
    await waitFor(() => expect(questions).toEqual([expect.stringContaining('Remove 2 ')]));
    hosted?.close();
    for (const [count, asks] of [
      [24, 0],
      [25, 1],
    ] as const) {
      questions = [];
      open({ lists: [] }, { lookup: picked(manyLists(count)) });
      fireEvent.click(button('Add Existing Marketing List'));
      expect(await screen.findByText(new RegExp(`^Added \\(${String(count)}\\)`))).toBeTruthy();
      expect(questions).toHaveLength(asks);
      hosted?.close();
    }
  });

  it('makes no row the active one when a link in it is gone to', () => {
    open({ lists: manyLists(3) });
    fireEvent.focus(screen.getByText('List 2'));
    expect(activeRow()).toBeNull();
    fireEvent.focus(grid());
    expect(activeRow()?.textContent).toContain('List 0');
  });

  it('reckons with the height that its rows have, and shows for each kind of member who it is', () => {
    open({ lists: [...manyLists(1), ...manyLists(2, { code: '4' }).slice(1)] });
    const [contact, lead] = within(grid()).getAllByRole('row').slice(1);
    expect([contact, lead].map((one) => getComputedStyle(one!).height)).toEqual(['40px', '40px']);
    const icon = (one?: HTMLElement) => one?.querySelector('svg path')?.getAttribute('d');
    expect(icon(contact)).toMatch(/^M/);
    expect(icon(lead)).not.toBe(icon(contact));
  });

  it('asks before Remove takes several off, and gives them back by Undo', async () => {
    open({ lists: manyLists(30) });
    press('a', { ctrlKey: true });
    fireEvent.click(button('Remove'));
    await screen.findByText(/^Removed \(30\)/);
    expect(questions).toHaveLength(1);
    fireEvent.click(button('Undo'));
    await screen.findByText(/^Added \(30\)/);
    expect(writes('POST')).toHaveLength(30);
  });

  it('gives back what it took off itself, and not what somebody else had taken off before', async () => {
    api.restore();
    api = fakeWebApi((call) =>
      call.method === 'DELETE' && call.path.includes(idOf(1)) ? { status: 404, body: {} } : well(call),
    );
    open({ lists: manyLists(3) });
    press('a', { ctrlKey: true });
    press('Delete');
    await screen.findByText(/^Removed \(3\)/);
    fireEvent.click(button('Undo'));
    await screen.findByText('Added (2): List 0, List 2');
  });

  it('asks before hundreds are added, and takes them off by Undo', async () => {
    open({ lists: [] }, { lookup: picked(manyLists(200)) });
    fireEvent.click(button('Add Existing Marketing List'));
    await screen.findByText(/^Added \(200\)/);
    expect(questions).toEqual(['Add 200 marketing lists to this sync?']);
    fireEvent.click(button('Undo'));
    await screen.findByText(/^Removed \(200\)/);
    expect(writes('DELETE')).toHaveLength(200);
  });

  it('changes nothing in a host that cannot ask, and says so', async () => {
    open({ lists: manyLists(3) }, { without: 'navigation' });
    press('a', { ctrlKey: true });
    press('Delete');
    await screen.findByText(/cannot ask/);
    expect(api.calls).toHaveLength(0);
  });
});

describe('E15 many rows', () => {
  it('keeps the active row in view, and only the rows around it in the document', () => {
    open({ lists: manyLists(500) });
    fireEvent.focus(grid());
    for (let n = 0; n < 25; n += 1) press('ArrowDown');
    expect(activeRow()?.textContent).toContain('List 25');
    expect(grid().scrollTop).toBe(26 * 40 - 400);
    expect(within(grid()).getAllByRole('row').length).toBeLessThan(80);
    press('End');
    expect(activeRow()?.textContent).toContain('List 499');
  });

  it('goes on with the neighbour when the active row is removed by somebody else', () => {
    const state: DatasetState = { lists: manyLists(5) };
    const opened = open(state);
    fireEvent.focus(grid());
    press('ArrowDown');
    state.lists = state.lists.filter(({ name }) => name !== 'List 1');
    opened.update();
    expect(activeRow()?.textContent).toContain('List 2');
  });

  it('loads every page after one press, also after a refresh', () => {
    const state: DatasetState = { lists: manyLists(250), hasMore: true };
    const opened = open(state);
    fireEvent.click(button('Load all'));
    opened.update();
    expect(asked.pages).toBe(1);
    const page = (count: number, hasMore: boolean) => {
      state.loading = true;
      opened.update();
      Object.assign(state, { lists: manyLists(count), hasMore, loading: false });
      opened.update();
    };
    page(500, true);
    expect(asked.pages).toBe(2);
    page(600, false);
    expect(asked.pages).toBe(2);
    page(250, true);
    expect(asked.pages).toBe(3);
    expect(grid().getAttribute('aria-rowcount')).toBe('-1');
  });

  it('counts one list as one', () => {
    open({ lists: manyLists(1) });
    expect(screen.getByText('1 list, 0 selected')).toBeTruthy();
  });
});

describe('E17 messages', () => {
  it('names a few lists and counts the others, in what was done and in what is warned of', async () => {
    open({ lists: manyLists(500, { code: 1, active: false }) });
    const short = 'List 0, List 1, List 2, List 3, List 4 and 495 more';
    expect(screen.getByText(`Hold accounts; their primary contacts are synced: ${short}.`)).toBeTruthy();
    expect(screen.getByText(`Inactive, so a start is refused: ${short}. Activate or remove.`)).toBeTruthy();
    press('a', { ctrlKey: true });
    press('Delete');
    await screen.findByText(/^Removed \(500\): List 0, .* and 495 more$/);
  });

  it('names lists that were refused for one reason in one line', async () => {
    api.restore();
    api = fakeWebApi((call) =>
      call.method === 'DELETE'
        ? { status: 403, body: { error: { code: '0x1', message: 'No privilege.' } } }
        : well(call),
    );
    open({ lists: manyLists(40) });
    press('a', { ctrlKey: true });
    press('Delete');
    await screen.findByText('“List 0, List 1, List 2, List 3, List 4 and 35 more” were not removed: No privilege.');
  });
});

it('E18 puts what was done into a place that screen readers watch, and says it once', async () => {
  open({ lists: manyLists(2) });
  const region = screen.getByRole('status');
  expect(region.textContent).toBe('');
  fireEvent.click(screen.getByRole('row', { name: /List 1/ }));
  fireEvent.click(button('Remove'));
  await waitFor(() => expect(region.textContent).toContain('Removed (1): List 1'));
  expect(screen.getByRole('status')).toBe(region);
  expect(document.body.textContent.split('Removed (1)')).toHaveLength(2);
});

describe('E19 focus', () => {
  it('goes to the grid after Remove, and to Add when no row is left', async () => {
    const state: DatasetState = { lists: manyLists(2) };
    const opened = open(state);
    fireEvent.click(screen.getByRole('row', { name: /List 1/ }));
    act(() => button('Remove').focus());
    fireEvent.click(button('Remove'));
    await screen.findByText(/^Removed/);
    expect(document.activeElement).toBe(grid());
    state.lists = [];
    opened.update();
    await waitFor(() => expect(document.activeElement).toBe(button('Add Existing Marketing List')));
  });

  it('stays on Refresh and on the page buttons while the rows are loaded', () => {
    const state: DatasetState = { lists: manyLists(2), hasMore: true };
    const opened = open(state);
    for (const name of ['Refresh', 'Load more', 'Load all']) {
      act(() => button(name).focus());
      state.loading = true;
      opened.update();
      expect(document.activeElement).toBe(button(name));
      state.loading = false;
      opened.update();
    }
  });

  it('does not call back whoever left the control', () => {
    const state: DatasetState = { lists: manyLists(2) };
    const opened = open(state);
    act(() => grid().focus());
    act(() => grid().blur());
    opened.update();
    expect(document.activeElement).toBe(document.body);
  });
});
