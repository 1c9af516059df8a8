import { screen, waitFor, within } from '@testing-library/react';
import { FieldsToSync } from '../../controls/FieldsToSync/FieldsToSync/index';
import type { IInputs, IOutputs } from '../../controls/FieldsToSync/FieldsToSync/generated/ManifestTypes';
import { contactColumns, leadColumns } from './fakes/columns.js';
import { contextOf } from './fakes/context.js';
import { host } from './fakes/host.js';
import { fakeWebApi, type Answer, type Call } from './fakes/web-api.js';

/** The definitions of each table, cut into pages of these sizes; a link leads from each page to the next. */
function definitionsInPages(sizes: Readonly<Record<'contact' | 'lead', readonly number[]>>) {
  const linkTo = (table: string, page: number) =>
    `http://localhost/api/data/v9.2/EntityDefinitions(LogicalName='${table}')/Attributes?$skiptoken=${String(page)}`;
  return ({ path }: Call): Answer => {
    const table = path.includes("'lead'") ? 'lead' : 'contact';
    const page = Number(/skiptoken=(\d+)/.exec(path)?.[1] ?? 0);
    const from = sizes[table].slice(0, page).reduce((sum, size) => sum + size, 0);
    const columns: readonly unknown[] = table === 'lead' ? leadColumns : contactColumns;
    const isLast = page === sizes[table].length;
    const value = columns.slice(from, isLast ? undefined : from + (sizes[table][page] ?? 0));
    return { status: 200, body: { value, ...(isLast ? {} : { '@odata.nextLink': linkTo(table, page + 1) }) } };
  };
}

async function shownIn(sizes: Readonly<Record<'contact' | 'lead', readonly number[]>>): Promise<readonly string[]> {
  const api = fakeWebApi(definitionsInPages(sizes));
  const inputs = { selection: { raw: null }, tables: { raw: 'lead,contact' } } as unknown as IInputs;
  const hosted = host<IInputs, IOutputs>(new FieldsToSync(), () =>
    contextOf<IInputs>(inputs, { control: 'FieldsToSync' }),
  );
  try {
    await waitFor(() => expect(within(hosted.element).queryByRole('progressbar')).toBeNull());
    return ['Lead', 'Contact'].flatMap((table) =>
      within(screen.getByRole('grid', { name: `Columns of ${table}` }))
        .getAllByRole('row')
        .map((row) => row.textContent),
    );
  } finally {
    hosted.close();
    api.restore();
  }
}

describe('CD-22 the columns that are offered', () => {
  it.each([
    ['two pages', { contact: [2], lead: [1] }],
    ['many pages', { contact: [1, 1, 1], lead: [1] }],
    // Dataverse may send a page without rows and a link all the same.
    ['an empty page between two', { contact: [2, 0], lead: [0] }],
  ])('are the same when their definitions come in %s', async (_, sizes) => {
    const whole = await shownIn({ contact: [], lead: [] });
    expect(whole.length).toBeGreaterThan(5);
    expect(await shownIn(sizes)).toEqual(whole);
  });
});
