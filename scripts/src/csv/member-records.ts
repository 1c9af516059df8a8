import type { PlainRow } from '../seeds/plain-row.js';
import { rowIdOf } from '../seeds/random.js';
import type { SeedTable } from '../seeds/seed.js';
import type { CsvColumn } from './columns.js';
import { convertCell } from './convert.js';
import { CsvError } from './csv-error.js';
import { readHeader } from './headers.js';
import { readRecords, type CsvFile, type CsvRecord } from './read-records.js';

/** A member as a file has it. */
export interface MemberRecord {
  readonly id: string;
  readonly line: number;
  readonly row: PlainRow;
  /** Accounts the row refers to by name, with the ids made for them. */
  readonly accounts: readonly (readonly [name: string, id: string])[];
}

export interface MemberRecords {
  /** Columns to sync: those of the file, in its order. */
  readonly fields: readonly string[];
  readonly notes: readonly string[];
  readonly records: AsyncIterable<MemberRecord>;
}

const columnNeverSynced = new Set(['createdon', 'modifiedon', 'statecode', 'statuscode']);

/** Reads a file of contacts or leads. @throws CsvError now for its header, later for its rows. */
export async function memberRecords(
  source: CsvFile,
  table: SeedTable,
  known: readonly CsvColumn[],
): Promise<MemberRecords> {
  const { path: file } = source;
  const rows = readRecords(source)[Symbol.asyncIterator]();
  const first = await rows.next();
  if (first.done === true) {
    throw new CsvError({ file, line: 1 }, 'the file is empty.', 'Its first line has to hold the names of columns.');
  }
  const headers = first.value.fields;
  const header = readHeader(file, table, headers, known);
  const primaryKey = `${table}id`;
  const usable = header.columns.map((column) => (column !== null && canBeLoaded(column) ? column : null));
  const leftOut = header.columns.flatMap((column, at) =>
    column !== null && usable[at] === null ? [headers[at] ?? ''] : [],
  );
  const fields = usable.flatMap((column) =>
    column === null || column.logicalName === primaryKey || columnNeverSynced.has(column.logicalName)
      ? []
      : [column.logicalName],
  );
  return {
    fields,
    notes: [
      ...note(file, header.unknown, 'mean no column of the table and are left out'),
      ...note(file, leftOut, 'refer to rows the file does not hold and are left out'),
    ],
    records: recordsOf(file, table, headers, usable, { [Symbol.asyncIterator]: () => rows }),
  };
}

function canBeLoaded(column: CsvColumn): boolean {
  return column.kind !== 'lookup' || column.targets.includes('account');
}

function note(file: string, headers: readonly string[], what: string): readonly string[] {
  return headers.length === 0 ? [] : [`${file}: the headers ${headers.map((one) => `"${one}"`).join(', ')} ${what}.`];
}

async function* recordsOf(
  file: string,
  table: SeedTable,
  headers: readonly string[],
  columns: readonly (CsvColumn | null)[],
  rows: AsyncIterable<CsvRecord>,
): AsyncGenerator<MemberRecord> {
  let index = 0;
  for await (const { fields, line } of rows) {
    const row: Record<string, string | number | boolean> = { statecode: 0, statuscode: 1 };
    const accounts: [string, string][] = [];
    for (const [at, column] of columns.entries()) {
      const text = fields[at] ?? '';
      if (column === null || text.trim() === '') continue;
      const converted = convertCell(column, text);
      if (!converted.ok) {
        const place = { file, line, column: headers[at] ?? at + 1 };
        throw new CsvError(place, `expected ${converted.expected}.`, 'Correct the cell or leave it empty.');
      }
      if (column.kind === 'lookup') {
        const id = rowIdOfName(text);
        accounts.push([text, id]);
        row[column.logicalName] = id;
        // A lookup with several targets keeps beside the id which table it points to.
        if (column.targets.length > 1) row[`${column.logicalName}@table`] = 'account';
      } else row[column.logicalName] = converted.value;
    }
    const given = row[`${table}id`];
    const id = typeof given === 'string' ? given : rowIdOf(0, `${table} of a file`, index);
    row[`${table}id`] = id;
    index += 1;
    yield { id, line, row, accounts };
  }
}

/** An account is known by its name alone here: the same name, the same id. */
function rowIdOfName(name: string): string {
  return rowIdOf(0, `account ${name}`, 0);
}
