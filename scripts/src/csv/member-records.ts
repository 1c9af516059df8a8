import { counted } from '@pmds/contracts/wording';
import type { PlainRow } from '../seeds/plain-row.js';
import { rowIdOf } from '../seeds/random.js';
import type { SeedTable } from '../seeds/seed.js';
import { trimCell, wordKey } from '@pmds/contracts/values/cell-text';
import type { CsvColumn } from './columns.js';
import { convertCell, isGuid } from './convert.js';
import { CsvError } from './csv-error.js';
import type { CsvFile } from './csv-file.js';
import { readDate } from '@pmds/contracts/values/dates';
import type { Formats } from '@pmds/contracts/values/formats';
import { FormatSigns } from './values/guess.js';
import { ColumnNames, readHeader, type Header } from './headers.js';
import { layoutOf } from './layout.js';
import type { CsvRecord } from './read-records.js';
import { LeftOut, readTable } from './rows.js';
import { consentWords } from './words/words.js';

/** A member as a file has it. */
export interface MemberRecord {
  readonly id: string;
  readonly line: number;
  readonly row: PlainRow;
  /** Accounts the row refers to by name, with the ids made for them. */
  readonly accounts: readonly (readonly [name: string, id: string])[];
}

interface MemberRecords {
  /** Columns to sync: those of the file, in its order. */
  readonly fields: readonly string[];
  readonly records: AsyncIterable<MemberRecord>;
  /** What was guessed, left out or made, in sentences; whole when the records have been read. */
  readonly notes: readonly string[];
  /** Rows without anything in them, so far. */
  readonly blankRows: number;
}

const columnNeverSynced = new Set(['createdon', 'modifiedon', 'statecode', 'statuscode']);

/**
 * Reads a file of contacts or leads.
 * @param formats How the file writes numbers and dates; `null` = as all of its cells say, which are read for it.
 * @throws CsvError now for its header and what cannot be guessed, later for its rows.
 */
export async function memberRecords(
  source: CsvFile,
  table: SeedTable,
  known: readonly CsvColumn[],
  formats: Formats | null = null,
): Promise<MemberRecords> {
  const { path: file } = source;
  const names = new ColumnNames(table, known);
  const layout = await layoutOf(source, names);
  const leftOut = new LeftOut();
  const { header: first, rows } = await readTable(source, layout, leftOut);
  const headers = first.fields.map(trimCell);
  const header = readHeader({ file, line: first.line }, table, headers, names);
  const usable = header.columns.map((column) => (column !== null && canBeLoaded(column) ? column : null));
  const notLoaded = header.columns.flatMap((column, at) =>
    column !== null && usable[at] === null ? [headers[at] ?? ''] : [],
  );
  const signs = new FormatSigns();
  if (formats === null && usable.some((column) => column !== null && FormatSigns.speaks(column))) {
    // A pass of its own over the same rows: one cell at the end of a file may say how the first has to be read.
    const { rows: again } = await readTable(source, layout, new LeftOut());
    for await (const row of again) seeRow(signs, file, headers, usable, row);
  }
  const reader = new RowReader({ file, table, headers, header, columns: usable, formats: formats ?? signs.settle() });
  const locale = formats?.locale ?? null;
  return {
    fields: usable.flatMap((column) =>
      column === null || column.logicalName === `${table}id` || columnNeverSynced.has(column.logicalName)
        ? []
        : [column.logicalName],
    ),
    records: reader.records(rows),
    get notes() {
      return [
        ...(locale === null ? [] : [`${file}: numbers and dates are read as ${locale} writes them.`]),
        ...signs.notes(file),
        ...note(file, header.unknown, ['means', 'mean'], 'no column of the table', ['is', 'are']),
        ...note(file, notLoaded, ['refers', 'refer'], 'to rows the file does not hold', ['is', 'are']),
        ...leftOut.notes(file),
        ...reader.notes(),
      ];
    },
    get blankRows() {
      return leftOut.blankRows;
    },
  };
}

function seeRow(
  signs: FormatSigns,
  file: string,
  headers: readonly string[],
  columns: readonly (CsvColumn | null)[],
  { fields, line }: CsvRecord,
): void {
  for (const [at, column] of columns.entries()) {
    if (column === null || !FormatSigns.speaks(column)) continue;
    const text = trimCell(fields[at] ?? '');
    if (text === '') continue;
    const place = { file, line, column: headers[at] ?? at + 1 };
    signs.see(column, text, place, columnNeverSynced.has(column.logicalName));
  }
}

function canBeLoaded(column: CsvColumn): boolean {
  return column.kind !== 'lookup' || column.targets.includes('account');
}

type OneMany = readonly [one: string, many: string];

function note(file: string, headers: readonly string[], verb: OneMany, what: string, be: OneMany): readonly string[] {
  if (headers.length === 0) return [];
  const form = headers.length === 1 ? 0 : 1;
  const named = headers.map((header) => `"${header}"`).join(', ');
  return [`${file}: the header${form === 0 ? '' : 's'} ${named} ${verb[form]} ${what} and ${be[form]} left out.`];
}

/** What is known of a file when its rows are read. */
interface ReadFile {
  readonly file: string;
  readonly table: SeedTable;
  readonly headers: readonly string[];
  readonly header: Header;
  /** Columns that are loaded, by place. */
  readonly columns: readonly (CsvColumn | null)[];
  readonly formats: Formats;
}

const longestConsent = Math.max(...[...consentWords].map((word) => word.length));

/** Turns the rows of one file into members. */
class RowReader {
  readonly #file: ReadFile;
  readonly #primaryKey: string;
  readonly #hasIds: boolean;
  readonly #unknown: ReadonlySet<string>;
  #made = 0;
  #firstMade = 0;

  constructor(file: ReadFile) {
    this.#file = file;
    this.#primaryKey = `${file.table}id`;
    this.#hasIds = file.columns.some((column) => column?.logicalName === this.#primaryKey);
    this.#unknown = new Set(file.header.unknown);
  }

  async *records(rows: AsyncIterable<CsvRecord>): AsyncGenerator<MemberRecord> {
    let index = 0;
    for await (const { fields, line } of rows) {
      const row: Record<string, string | number | boolean> = { statecode: 0, statuscode: 1 };
      const accounts: [string, string][] = [];
      for (const [at, column] of this.#file.columns.entries()) {
        const text = trimCell(fields[at] ?? '');
        if (text === '') continue;
        if (column === null) this.#passOver(at, line, text);
        else if (column.kind === 'lookup') refer(row, column, text, accounts);
        else {
          const value = this.#value(column, at, line, text);
          if (value !== null) row[column.logicalName] = value;
        }
      }
      const given = row[this.#primaryKey];
      const id = typeof given === 'string' ? given : this.#makeId(index, line);
      row[this.#primaryKey] = id;
      index += 1;
      yield { id, line, row, accounts };
    }
  }

  /** Where ids had to be made. */
  notes(): readonly string[] {
    if (!this.#hasIds) {
      return [
        `${this.#file.file}: no column holds ids of rows, so that new ones are made. An export for re-import brings them.`,
      ];
    }
    if (this.#made === 0) return [];
    const rows = counted(this.#made, 'row has no id and gets', 'rows have no id and get');
    return [`${this.#file.file}: ${rows} a new one, first in line ${String(this.#firstMade)}.`];
  }

  #makeId(index: number, line: number): string {
    if (this.#made === 0) this.#firstMade = line;
    this.#made += 1;
    return rowIdOf(0, `${this.#file.table} of a file`, index);
  }

  #value(column: CsvColumn, at: number, line: number, text: string): string | number | boolean | null {
    if (this.#isOpen(column, text)) return null;
    const converted = convertCell(column, text, this.#file.formats, this.#file.headers[at]);
    if (converted.ok) return converted.value;
    throw new CsvError(
      { file: this.#file.file, line, column: this.#file.headers[at] ?? at + 1 },
      converted.what,
      converted.remedy,
    );
  }

  /** A time that nobody syncs, such as that of the last change in every export, stops no file by being unclear. */
  #isOpen(column: CsvColumn, text: string): boolean {
    return columnNeverSynced.has(column.logicalName) && readDate(text, this.#file.formats).kind === 'ambiguous';
  }

  /** A cell nobody reads: not one that says what a person allowed, and not the ids of the rows. */
  #passOver(at: number, line: number, text: string): void {
    const header = this.#file.headers[at] ?? '';
    if (this.#file.header.columns[at] !== null || (header !== '' && !this.#unknown.has(header))) return;
    const place = { file: this.#file.file, line, column: header === '' ? at + 1 : header };
    if (header === '') {
      throw new CsvError(
        place,
        'the cell is not empty, but its column has no header.',
        'Give the column a header, or empty it.',
      );
    }
    if (text.length <= longestConsent && consentWords.has(wordKey(text))) {
      const what = `the cell says what a person allows ("${text}"), but no column is known by this name.`;
      throw new CsvError(place, what, 'Name the column as in Dataverse, for example donotbulkemail or donotemail.');
    }
    if (!this.#hasIds && isGuid(text)) {
      const what = 'the cell holds an id, but no column is known by this name.';
      throw new CsvError(
        place,
        what,
        `Name the column ${this.#primaryKey} if it holds the ids of the rows, or take it out.`,
      );
    }
  }
}

function refer(
  row: Record<string, string | number | boolean>,
  column: CsvColumn,
  name: string,
  accounts: [string, string][],
): void {
  const id = rowIdOfName(name);
  accounts.push([name, id]);
  row[column.logicalName] = id;
  // A lookup with several targets keeps beside the id which table it points to.
  if (column.targets.length > 1) row[`${column.logicalName}@table`] = 'account';
}

/** An account is known by its name alone here: the same name, the same id. */
function rowIdOfName(name: string): string {
  return rowIdOf(0, `account ${name}`, 0);
}
