import { Store } from '@pmds/emulator/data/store';
import type { RowObject } from '@pmds/emulator/data/value';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { Model } from '@pmds/emulator/model/model';
import { annotationFilter, everythingReader, type Caller, type QueryContext } from '@pmds/emulator/query/caller';
import { addStandardTables } from '@pmds/emulator/snapshot/standard-tables';

/** A readable GUID: `id('c', 7)` ends in 000c0007-like digits; higher numbers sort later. */
export function id(kind: string, number: number): string {
  const tail = `${kind.charCodeAt(0).toString(16).padStart(4, '0')}${number.toString(16).padStart(8, '0')}`;
  return `00000000-0000-4000-8000-${tail}`;
}

export const userId = id('u', 1);
export const now = new Date('2026-03-18T12:00:00Z');

export function aStore(): Store {
  const model = new Model();
  addStandardTables(model);
  const store = new Store(model, () => now);
  store.insert('systemuser', { systemuserid: userId, fullname: 'Ada Admin' });
  return store;
}

export function contextOf(
  store: Store,
  more: Partial<QueryContext> & { readonly annotate?: string; readonly as?: Partial<Caller> } = {},
): QueryContext {
  const { annotate, as, ...rest } = more;
  return {
    store,
    caller: { ...everythingReader(userId), ...as },
    serviceRoot: 'http://127.0.0.1:5000/api/data/v9.2/',
    annotations: annotationFilter(annotate),
    ...rest,
  };
}

/** Rows as a client sees them in `value`. */
export function valueOf(body: string): Record<string, unknown>[] {
  return (JSON.parse(body) as { value: Record<string, unknown>[] }).value;
}

/** Contacts by first name, numbered in this order. */
export function insertContacts(store: Store, ...rows: readonly RowObject[]): string[] {
  return rows.map((row, at) => store.insert('contact', { contactid: id('c', at + 1), statecode: 0, ...row }));
}

/** The platform's error that a call ends with; fails when it ends otherwise. */
export function errorOf(call: () => unknown): DataverseError {
  try {
    call();
  } catch (error) {
    if (error instanceof DataverseError) return error;
    throw error;
  }
  throw new Error('The call did not fail.');
}
