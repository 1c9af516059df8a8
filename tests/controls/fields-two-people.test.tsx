import { act, fireEvent, screen, within } from '@testing-library/react';
import { aColumn } from './fakes/columns.js';
import { contactsText, openFields, type OpenFields } from './fakes/open-fields.js';
import { type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

let api: FakeWebApi;
let opened: OpenFields | null = null;
beforeEach(() => {
  const labelled = (name: string, label: string) => ({
    ...aColumn(name),
    DisplayName: { UserLocalizedLabel: { Label: label } },
  });
  const columns = [
    labelled('old', '(Deprecated) Stage'),
    ...['anna', 'bert', 'cara', 'dora'].map((name) => aColumn(name)),
  ];
  api = fakeWebApi(() => ({ status: 200, body: { value: columns } }));
});
afterEach(() => {
  opened?.hosted.close();
  opened = null;
  api.restore();
});

const pane = () => within(screen.getByRole('region', { name: 'Contact' }));
const tick = (name: RegExp) => fireEvent.click(pane().getByRole('row', { name }));
async function update(stored: string) {
  if (opened === null) throw new Error('Nothing is open.');
  opened.form.stored = stored;
  opened.hosted.update();
  await act(() => Promise.resolve());
}

it('E3 keeps a change that the host has not taken when a new value of somebody else comes in', async () => {
  opened = await openFields(contactsText(['anna', 'bert']));
  tick(/cara/);
  await update(contactsText(['bert', 'dora']));
  expect(opened.hosted.outputs()?.selection).toBe(contactsText(['bert', 'dora', 'cara']));
  expect(opened.hosted.notifications()).toBe(2);
  expect(screen.getByText(/Somebody else changed the selection meanwhile/)).toBeTruthy();
  expect(pane().getByText(/^3 of/)).toBeTruthy();
});

it('E3 takes over a value that holds both changes already', async () => {
  opened = await openFields(contactsText(['anna']));
  tick(/cara/);
  expect(opened.hosted.outputs()?.selection).toBe(contactsText(['anna', 'cara']));
  await update(contactsText(['anna', 'dora', 'cara']));
  expect(opened.hosted.outputs()?.selection).toBe(contactsText(['anna', 'dora', 'cara']));
  expect(opened.hosted.notifications()).toBe(1);
});

it('E3 does not write over a newer version that comes in under a change', async () => {
  opened = await openFields(contactsText(['anna']));
  tick(/cara/);
  await update('{"version":2}');
  expect(opened.hosted.outputs()?.selection).toBe('{"version":2}');
});

it('E18 says how many columns a search finds, where screen readers hear it', async () => {
  opened = await openFields(null);
  const search = pane().getByRole('searchbox');
  const status = pane().getByRole('status');
  expect(status.textContent).toBe('');
  fireEvent.change(search, { target: { value: 'ann' } });
  expect(status.textContent).toBe('1 column matches.');
  fireEvent.change(search, { target: { value: 'zzz' } });
  expect(status.textContent).toBe('No column matches.');
  expect(pane().getByRole('status')).toBe(status);
});

it('lists deprecated columns last', async () => {
  opened = await openFields(null);
  const names = within(pane().getByRole('grid'))
    .getAllByRole('row')
    .map((row) => within(row).getAllByRole('gridcell')[1]?.textContent);
  expect(names.at(-1)).toBe('(Deprecated) Stage old');
});
