import { statusValue, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { remove, removeSelected } from '../../../webresources/src/remove/delete-sync.js';
import { until } from '../../support/waiting.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm, syncId, type XrmSettings } from '../fakes/xrm.js';
import { fakeForm } from '../fakes/xrm-form.js';

let xrm: FakeXrm;
afterEach(() => xrm.restore());

const idOf = (n: number) => `aaaaaaaa-1111-4111-8111-${String(n).padStart(12, '0')}`;
const aRow = (id: string, name: string, status: SyncStatus = 'completed', more: object = {}) => ({
  pmds_datasyncid: id,
  pmds_name: name,
  pmds_status: statusValue(status),
  ...more,
});
const some = (count: number, status: SyncStatus = 'completed') =>
  Array.from({ length: count }, (_unused, n) => aRow(idOf(n), `Sync ${String(n)}`, status));

function platform(rows: readonly ReturnType<typeof aRow>[], settings: Partial<XrmSettings> = {}) {
  const ids = { pmds_datasync: rows.map((row) => row.pmds_datasyncid) };
  xrm = fakeXrm({ row: () => aSync(), rows: () => rows, ids, confirm: async () => ({ confirmed: true }), ...settings });
}
const aGrid = () => {
  const grid = { refreshes: 0, refresh: () => void (grid.refreshes += 1) };
  return grid;
};

it('asks by name what goes, deletes, goes to the list, and asks nobody about what was typed', async () => {
  platform([aRow(syncId, 'Spring'), aRow(idOf(1), 'Other')]);
  const form = fakeForm({ values: { pmds_name: 'Spring' } });
  await remove(form.context);
  expect(xrm.dialogs).toMatchObject([{ title: 'Delete sync', confirmButtonLabel: 'Delete' }]);
  expect(xrm.dialogs[0]?.text).toMatch(/^Delete "Spring"\?\nThe history and the Error Traces go/);
  expect([xrm.deleted, xrm.visited]).toEqual([[syncId], ['pmds_datasync']]);
  expect(new Set(form.submitModes.values())).toEqual(new Set(['never']));
  expect(form.submitModes.has('pmds_name')).toBe(true);
});

it('deletes nothing after a no, and stays', async () => {
  platform([aRow(syncId, 'Spring')], { confirm: async () => ({ confirmed: false }) });
  const [form, grid] = [fakeForm(), aGrid()];
  await remove(form.context);
  await removeSelected(grid, [syncId]);
  expect(xrm.dialogs).toHaveLength(2);
  expect([xrm.deleted, xrm.visited, form.submitModes.size, grid.refreshes]).toEqual([[], [], 0, 0]);
});

it.each<[string, boolean, object]>([
  ['in progress', true, aRow(idOf(0), 'A', 'in-progress')],
  ['waiting', true, aRow(idOf(0), 'A', 'waiting')],
  ['queued', true, aRow(idOf(0), 'A', 'queued')],
  ['asked for and never started', true, aRow(idOf(0), 'A', 'draft', { pmds_requestedon: '2026-01-02T00:00:00Z' })],
  [
    'asked for again',
    true,
    aRow(idOf(0), 'A', 'completed', {
      pmds_requestedon: '2026-01-02T00:00:01Z',
      pmds_startedon: '2026-01-02T00:00:00Z',
    }),
  ],
  [
    'started after it was asked for',
    false,
    aRow(idOf(0), 'A', 'completed', {
      pmds_requestedon: '2026-01-02T00:00:00Z',
      pmds_startedon: '2026-01-02T00:00:00Z',
    }),
  ],
  ['failed', false, aRow(idOf(0), 'A', 'failed')],
])('says of a sync that is %s whether a run is cancelled: %s', async (_what, running, row) => {
  platform([row as ReturnType<typeof aRow>]);
  await removeSelected(aGrid(), [idOf(0)]);
  const [dialog] = xrm.dialogs;
  expect(dialog?.confirmButtonLabel).toBe(running ? 'Cancel the run and delete' : 'Delete');
  expect(dialog?.text.includes('A run is on its way: A.')).toBe(running);
});

it('asks once for several, names three of those that run, and refreshes the list', async () => {
  platform([...some(5, 'in-progress'), aRow(idOf(7), 'Quiet')]);
  const grid = aGrid();
  await removeSelected(
    grid,
    [...some(5), aRow(idOf(7), '')].map((row) => `{${row.pmds_datasyncid.toUpperCase()}}`),
  );
  expect(xrm.dialogs).toHaveLength(1);
  expect(xrm.dialogs[0]?.text).toMatch(/^Delete 6 syncs\?\nA run is on its way: Sync 0, Sync 1, Sync 2 and 2 more\./);
  expect([xrm.deleted.length, grid.refreshes]).toEqual([6, 1]);
});

it('names three without a count', async () => {
  platform(some(3, 'waiting'));
  await removeSelected(
    aGrid(),
    some(3).map((row) => row.pmds_datasyncid),
  );
  expect(xrm.dialogs[0]?.text).toContain('on its way: Sync 0, Sync 1, Sync 2. Deleting');
});

it('reads a hundred in addresses that are not too long, and deletes every one', async () => {
  platform(some(101));
  await removeSelected(
    aGrid(),
    some(101).map((row) => row.pmds_datasyncid),
  );
  expect(xrm.lookups).toHaveLength(3);
  expect(new Set(xrm.deleted).size).toBe(101);
});

it('says which were not deleted and why, deletes the others, and refreshes for them alone', async () => {
  platform(some(3), {
    refuseDelete: (id) => (id === idOf(1) ? new Error('No privilege.') : undefined),
  });
  const grid = aGrid();
  await removeSelected(
    grid,
    some(3).map((row) => row.pmds_datasyncid),
  );
  expect(xrm.errors).toEqual(['Not deleted: Sync 1. No privilege.']);
  expect([xrm.deleted, grid.refreshes]).toEqual([[idOf(0), idOf(2)], 1]);
  platform(some(1), { refuseDelete: () => new Error('') });
  await removeSelected(grid, [idOf(0)]);
  expect(xrm.errors).toEqual(['Not deleted: Sync 0. Error']);
  expect(grid.refreshes).toBe(1);
});

it('asks nothing about what is gone already, and says when nothing could be read', async () => {
  platform([]);
  const grid = aGrid();
  await removeSelected(grid, [idOf(0)]);
  await removeSelected(grid, []);
  expect([xrm.dialogs.length, grid.refreshes]).toEqual([0, 0]);
  platform([], { rows: () => Promise.reject(new Error('No connection.')) });
  await removeSelected(grid, [idOf(0)]);
  expect(xrm.errors).toEqual(['No connection.']);
});

it('asks once for a double press, and again afterwards', async () => {
  let answer: (confirmed: boolean) => void = () => undefined;
  platform(some(1), {
    confirm: () => new Promise((resolve) => (answer = (confirmed) => resolve({ confirmed }))),
  });
  const first = removeSelected(aGrid(), [idOf(0)]);
  await removeSelected(aGrid(), [idOf(0)]);
  await until('it was asked', () => xrm.dialogs.length > 0);
  answer(false);
  await first;
  expect(xrm.dialogs).toHaveLength(1);
  const again = removeSelected(aGrid(), [idOf(0)]);
  await until('it was asked again', () => xrm.dialogs.length > 1);
  answer(true);
  await again;
  expect(xrm.deleted).toEqual([idOf(0)]);
});

it.each([
  [1031, 'Abgleich löschen'],
  [1036, 'Supprimer la synchronisation'],
  [1037, 'מחיקת סנכרון'],
])('asks in the language %i of the user', async (languageId, title) => {
  platform(some(1), { languageId });
  await removeSelected(aGrid(), [idOf(0)]);
  expect(xrm.dialogs[0]?.title).toBe(title);
});
