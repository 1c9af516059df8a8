import { ok, refused, type Result } from '../result.js';

/** The columns a sync copies, per table, in the order in which the user chose them. Stored in `pmds_fields` as JSON. */
export interface FieldSelection {
  readonly contact: readonly string[];
  readonly lead: readonly string[];
}

export const selectableTables = ['contact', 'lead'] as const;
export type SelectableTable = (typeof selectableTables)[number];

export const emptySelection: FieldSelection = { contact: [], lead: [] };

export interface FieldSelectionFailure {
  readonly reason: 'not-json' | 'wrong-version' | 'newer-version' | 'wrong-shape' | 'not-a-logical-name' | 'twice';
  /** The table or column at fault, where there is one. */
  readonly at?: string;
}

const logicalName = /^[a-z_][a-z0-9_]{0,127}$/;

/**
 * Reads the stored text. Empty text is the empty selection: a row made through the Web API has none.
 * Order is kept; a name that stands twice is refused, since the copy would say nothing new.
 */
export function parseFieldSelection(text: string | null | undefined): Result<FieldSelection, FieldSelectionFailure> {
  if (text === null || text === undefined || text.trim() === '') return ok(emptySelection);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused({ reason: 'not-json' });
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refused({ reason: 'wrong-shape' });
  const stored = raw as Readonly<Record<string, unknown>>;
  const { version } = stored;
  if (typeof version === 'number' && version > 1) return refused({ reason: 'newer-version' });
  if (version !== 1) return refused({ reason: 'wrong-version' });
  const columns: Record<SelectableTable, string[]> = { contact: [], lead: [] };
  for (const table of selectableTables) {
    const names = stored[table] ?? [];
    if (!Array.isArray(names)) return refused({ reason: 'wrong-shape', at: table });
    for (const name of names as readonly unknown[]) {
      if (typeof name !== 'string' || !logicalName.test(name)) {
        return refused({ reason: 'not-a-logical-name', at: table });
      }
      if (columns[table].includes(name)) return refused({ reason: 'twice', at: `${table}.${name}` });
      columns[table].push(name);
    }
  }
  return ok(columns);
}

/** The text that is stored. A column that is chosen twice is written once, since the parser refuses the text otherwise. */
export function serialiseFieldSelection(selection: FieldSelection): string {
  const once = (names: readonly string[]) => [...new Set(names)];
  return JSON.stringify({ version: 1, contact: once(selection.contact), lead: once(selection.lead) });
}

/** One sentence for people, naming what is wrong with the stored selection. */
export function fieldSelectionSentence(failure: FieldSelectionFailure): string {
  const at = failure.at === undefined ? '' : ` (${failure.at})`;
  switch (failure.reason) {
    case 'not-json':
      return 'Fields to Sync holds text that is not JSON. Choose the fields again on the Fields to Sync tab and save.';
    case 'wrong-version':
      return 'Fields to Sync was stored by another version of this product. Choose the fields again on the Fields to Sync tab and save.';
    case 'newer-version':
      return 'Fields to Sync was stored by a newer version of this product. Bring the solution and the service to the same version.';
    case 'wrong-shape':
      return `Fields to Sync is not a list of columns per table${at}. Choose the fields again on the Fields to Sync tab and save.`;
    case 'not-a-logical-name':
      return `Fields to Sync names something that is not the logical name of a column${at}. Choose the fields again on the Fields to Sync tab and save.`;
    case 'twice':
      return `Fields to Sync names a column twice${at}. Remove one of them on the Fields to Sync tab and save.`;
  }
}
