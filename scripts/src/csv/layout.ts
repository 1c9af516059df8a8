import { parse } from 'csv-parse/sync';
import { isBlankRow } from '@pmds/contracts/values/cell-text';
import type { CsvFile } from './csv-file.js';
import { textOf } from './decode.js';
import type { ColumnNames } from './headers.js';

/** How a file is laid out, found before its rows are read. */
export interface Layout {
  readonly delimiter: string;
  /** Records in front of the header: a `sep=` line, a title, blank rows. */
  readonly before: number;
}

const delimiters = [',', ';', '\t', '|'] as const;
/** Characters in which the header has to begin. */
const sampleLength = 1 << 18;
/** Records among which the header is looked for. */
const searched = 20;

/** `sep=;` in the first line, which Excel understands and writes for itself. */
const separatorLine = /^"?sep=(.)"?[\s,;|]*$/i;

/** Finds separator and header: the record in which most fields are names of columns. Where none is, it is the first that is not blank. */
export async function layoutOf(file: CsvFile, names: ColumnNames): Promise<Layout> {
  const sample = await startOf(file);
  const told = separatorLine.exec(sample.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '')?.[1];
  const candidates = told === undefined ? delimiters : [told, ...delimiters.filter((one) => one !== told)];
  let best: Layout & { readonly count: number } = { delimiter: told ?? mostFrequent(sample), before: 0, count: 0 };
  for (const delimiter of candidates) {
    for (const [before, fields] of firstRecords(sample, delimiter).entries()) {
      const count = names.count(fields);
      if (count > best.count) best = { delimiter, before, count };
    }
  }
  if (best.count > 0) return best;
  const records = firstRecords(sample, best.delimiter);
  const before = records.findIndex((fields) => !isBlankRow(fields) && !isSeparatorLine(fields, best.delimiter));
  return { ...best, before: Math.max(before, 0) };
}

/** Whether a record, split at its separator, is a `sep=` line. */
export function isSeparatorLine(fields: readonly string[], delimiter: string): boolean {
  return separatorLine.test(fields.join(delimiter));
}

async function startOf(file: CsvFile): Promise<string> {
  let start = '';
  for await (const text of textOf(file)) {
    start += text;
    if (start.length >= sampleLength) break;
  }
  return start;
}

/** The records that the sample holds whole, whatever is wrong with the next. */
function firstRecords(sample: string, delimiter: string): readonly (readonly string[])[] {
  const records: (readonly string[])[] = [];
  try {
    parse(sample, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      ltrim: true,
      rtrim: true,
      to: searched,
      on_record: (fields: string[]) => {
        records.push(fields);
        return null;
      },
    });
  } catch {
    // The sample may end inside a quoted field, and a wrong separator makes wrong quotes. The rows are read strictly.
  }
  return records;
}

/** Counts which separator stands in the first line outside of quotes. */
function mostFrequent(sample: string): string {
  const header = (sample.split(/\r\n|\n|\r/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
