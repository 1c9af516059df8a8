import type { SeedTable } from '../seeds/seed.js';
import type { CsvColumn } from './columns.js';
import { CsvError } from './csv-error.js';

/** What each field of a record is; `null` for a field that is passed over. */
export interface Header {
  readonly columns: readonly (CsvColumn | null)[];
  /** Headers that no column answers to. */
  readonly unknown: readonly string[];
}

// Columns that an export for re-import puts in front; the first of them holds the row's id.
const doNotModify = /^\(do not modify\)\s*(.*)$/i;

/**
 * Finds the column behind every header: by logical name, else by display name, whatever the case.
 * @throws CsvError when two headers mean the same column, or none means any.
 */
export function readHeader(
  file: string,
  table: SeedTable,
  headers: readonly string[],
  known: readonly CsvColumn[],
): Header {
  const byName = new Map<string, CsvColumn>();
  // Several columns may share a display name; the one that comes first in the metadata is the table's own.
  for (const column of known) {
    const name = column.displayName.toLowerCase();
    if (!byName.has(name)) byName.set(name, column);
  }
  for (const column of known) byName.set(column.logicalName, column);
  const seen = new Map<string, string>();
  const unknown: string[] = [];
  const columns = headers.map((raw, at) => {
    const header = raw.trim();
    const column = byName.get(nameBehind(header, table)) ?? null;
    if (column === null) {
      if (header !== '' && !doNotModify.test(header)) unknown.push(header);
      return null;
    }
    const before = seen.get(column.logicalName);
    if (before !== undefined) {
      const what = `the headers "${before}" and "${header}" mean the same column ${column.logicalName}.`;
      throw new CsvError({ file, line: 1, column: at + 1 }, what, 'Remove one of the two columns.');
    }
    seen.set(column.logicalName, header);
    return column;
  });
  if (columns.every((column) => column === null || column.kind === 'id')) {
    const what = `no header is the name of a ${table} column.`;
    throw new CsvError(
      { file, line: 1 },
      what,
      'The first line has to hold display names or logical names of columns.',
    );
  }
  return { columns, unknown };
}

function nameBehind(header: string, table: SeedTable): string {
  const rest = doNotModify.exec(header)?.[1]?.trim().toLowerCase();
  if (rest === undefined) return header.toLowerCase();
  return rest === table ? `${table}id` : rest;
}
