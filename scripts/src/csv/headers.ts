import type { SeedTable } from '../seeds/seed.js';
import { shown, trimCell, wordKey } from '@pmds/contracts/values/cell-text';
import type { CsvColumn } from './columns.js';
import { CsvError } from './csv-error.js';
import { columnNames, languageWords, tableNamed } from './words/words.js';

/** What each field of a record is; `null` for a field that is passed over. */
export interface Header {
  readonly columns: readonly (CsvColumn | null)[];
  /** Headers that no column answers to. */
  readonly unknown: readonly string[];
}

/** Names that columns go by: in the metadata first, then in the other languages. */
export class ColumnNames {
  readonly #own = new Map<string, CsvColumn>();
  readonly #languages: readonly ReadonlyMap<string, CsvColumn>[];

  constructor(table: SeedTable, known: readonly CsvColumn[]) {
    // Several columns may share a display name; the one that comes first in the metadata is the table's own.
    for (const column of known) {
      for (const name of [column.displayName, ...(column.otherNames ?? [])].map(wordKey)) {
        if (!this.#own.has(name)) this.#own.set(name, column);
      }
    }
    for (const column of known) this.#own.set(column.logicalName, column);
    const byLogicalName = new Map(known.map((column) => [column.logicalName, column]));
    this.#languages = languageWords.map((language) => {
      const found = new Map<string, CsvColumn>();
      for (const [name, logicalName] of columnNames(language, table)) {
        const column = byLogicalName.get(logicalName);
        if (column !== undefined) found.set(name, column);
      }
      return found;
    });
  }

  /** Finds the column behind every header. The language that knows most of them goes before the others. */
  find(headers: readonly string[]): readonly (CsvColumn | null)[] {
    const words = headers.map(wordKey);
    const knows = (names: ReadonlyMap<string, CsvColumn>) => words.filter((word) => names.has(word)).length;
    const ordered = [this.#own, ...this.#languages].map((names) => ({ names, count: knows(names) }));
    ordered.sort((one, other) => other.count - one.count);
    return words.map((word) => {
      for (const { names } of ordered) {
        const column = names.get(word);
        if (column !== undefined) return column;
      }
      return null;
    });
  }

  /** How many of the fields would be headers of columns that hold something. */
  count(fields: readonly string[]): number {
    return new Set(this.find(fields).filter((column) => column !== null && column.kind !== 'id')).size;
  }
}

/**
 * Finds the column behind every header: by logical name, else by display name in one of the four languages, whatever the
 * case. @throws CsvError when two headers mean the same column, none means any, or the rows are those of another table.
 */
export function readHeader(
  place: { readonly file: string; readonly line: number },
  table: SeedTable,
  headers: readonly string[],
  names: ColumnNames,
): Header {
  const guarded = guardsOf(place, table, headers, names);
  const seen = new Map<string, string>();
  const unknown: string[] = [];
  const columns = names.find(headers.map((header, at) => guarded.get(at) ?? header)).map((column, at) => {
    const header = trimCell(headers[at] ?? '');
    if (column === null) {
      if (header !== '' && !guarded.has(at)) unknown.push(header);
      return null;
    }
    const before = seen.get(column.logicalName);
    if (before !== undefined) {
      const what = `the headers "${before}" and "${header}" mean the same column ${column.logicalName}.`;
      throw new CsvError({ ...place, column: at + 1 }, what, 'Remove one of the two columns.');
    }
    seen.set(column.logicalName, header);
    return column;
  });
  if (columns.every((column) => column === null || column.kind === 'id')) {
    const found = headers.map(trimCell).filter((header) => header !== '');
    const what = `no header is the name of a ${table} column. Found: ${found.slice(0, 8).map(shown).join(', ')}.`;
    throw new CsvError(
      place,
      what,
      'The header has to hold display names (in English, German, French or Hebrew) or logical names of columns.',
    );
  }
  return { columns, unknown };
}

const guard = /^\(([^()]+)\)\s*(.+)$/;
const guardWords = new Set(
  ['do not modify', 'nicht ändern', 'ne pas modifier', 'אין לשנות', 'לא לשנות', 'אל תשנה', 'אל תשנו'].map(wordKey),
);

/**
 * Columns that an export for re-import puts in front, each behind the same words in parentheses: the row's id, a checksum
 * and the time of the last change. @returns by place, the name to look a column up by.
 */
function guardsOf(
  place: { readonly file: string; readonly line: number },
  table: SeedTable,
  headers: readonly string[],
  names: ColumnNames,
): ReadonlyMap<number, string> {
  const known = names.find(headers);
  const parts = headers.map((header, at) => (known[at] === null ? guard.exec(trimCell(header)) : null));
  const prefixOf = (at: number) => wordKey(parts[at]?.[1] ?? '');
  const repeated = prefixOf(0) !== '' && prefixOf(0) === prefixOf(1) ? prefixOf(0) : null;
  const found = new Map<number, string>();
  for (const [at, part] of parts.entries()) {
    if (part === null || (!guardWords.has(prefixOf(at)) && prefixOf(at) !== repeated)) continue;
    const rest = trimCell(part[2] ?? '');
    const named = tableNamed(rest);
    if (named !== null && named !== table && found.size === 0) {
      const what = `the file holds rows of the table ${named}, not of ${table}.`;
      const remedy = named === 'account' ? 'Export contacts or leads.' : `Give it with --${named}s.`;
      throw new CsvError({ ...place, column: at + 1 }, what, remedy);
    }
    // The first of them holds the id, whatever the language calls the table.
    const isId =
      named === table || (found.size === 0 && names.find([rest])[0] === null && at === 0 && !isChecksum(rest));
    found.set(at, isId ? `${table}id` : rest);
  }
  return found;
}

function isChecksum(text: string): boolean {
  return /checksum|prüfsumme|contrôle|ביקורת/i.test(text);
}
