import { counted } from '@pmds/contracts/wording';
import { isBlankRow, plainFigures, shown, trimCell, wordKey } from '@pmds/contracts/values/cell-text';
import { CsvError } from './csv-error.js';
import type { CsvFile } from './csv-file.js';
import { isSeparatorLine, type Layout } from './layout.js';
import { readRecords, type CsvRecord } from './read-records.js';
import { totalWords } from './words/words.js';

/** What spreadsheets add to a table and what is nobody's row: left out, counted and said. */
export class LeftOut {
  blankRows = 0;
  readonly titles: CsvRecord[] = [];
  readonly totals: CsvRecord[] = [];
  readonly repeatedHeaders: CsvRecord[] = [];

  /** Sentences for the person at the keyboard. */
  notes(file: string): readonly string[] {
    const notes: string[] = [];
    for (const { line, fields } of this.titles) {
      notes.push(`${file}: line ${String(line)} (${first(fields)}) stands above the header and is left out.`);
    }
    if (this.blankRows > 0) {
      notes.push(`${file}: ${counted(this.blankRows, 'blank row is', 'blank rows are')} left out.`);
    }
    for (const { line, fields } of this.totals) {
      notes.push(`${file}: line ${String(line)} (${first(fields)}) sums up the rows above it and is left out.`);
    }
    if (this.repeatedHeaders.length > 0) {
      const lines = this.repeatedHeaders.slice(0, 5).map(({ line }) => String(line));
      const more = this.repeatedHeaders.length > lines.length ? ' and further ones' : '';
      const where =
        this.repeatedHeaders.length === 1 ? `line ${lines.join()} repeats` : `lines ${lines.join(', ')}${more} repeat`;
      notes.push(
        `${file}: ${where} the header and is left out.`.replace(
          /repeat the header and is/,
          'repeat the header and are',
        ),
      );
    }
    return notes;
  }
}

const first = (fields: readonly string[]) => shown(fields.find((field) => trimCell(field) !== '') ?? '');

/** The header of a file and the rows below it. */
interface Table {
  readonly header: CsvRecord;
  readonly rows: AsyncIterable<CsvRecord>;
}

/** Reads up to the header; its rows follow. @throws CsvError now or later, naming the line that cannot be read. */
export async function readTable(file: CsvFile, layout: Layout, leftOut: LeftOut): Promise<Table> {
  const records = readRecords(file, layout.delimiter)[Symbol.asyncIterator]();
  for (let at = 0; ; at += 1) {
    const next = await records.next();
    if (next.done === true) {
      const place = { file: file.path, line: 1 };
      throw new CsvError(place, 'the file is empty.', 'Its first line has to hold the names of columns.');
    }
    const record = next.value;
    const isNone = isBlankRow(record.fields) || isSeparatorLine(record.fields, layout.delimiter);
    if (at >= layout.before && !isNone) {
      return { header: record, rows: rowsOf(file.path, record, { [Symbol.asyncIterator]: () => records }, leftOut) };
    }
    if (!isNone) leftOut.titles.push(record);
  }
}

async function* rowsOf(
  file: string,
  { fields: headers }: CsvRecord,
  records: AsyncIterable<CsvRecord>,
  leftOut: LeftOut,
): AsyncGenerator<CsvRecord> {
  const width = headers.findLastIndex((header) => trimCell(header) !== '') + 1;
  const words = headers.map(wordKey);
  let totals: CsvRecord[] = [];
  for await (const record of records) {
    const { fields, line } = record;
    if (isBlankRow(fields)) leftOut.blankRows += 1;
    else if (isTotal(fields, width)) totals.push(record);
    else if (repeats(fields, words)) leftOut.repeatedHeaders.push(record);
    else {
      const [total] = totals;
      if (total !== undefined) throw inTheMiddle(file, total);
      if (fields.length < width || fields.slice(width).some((field) => trimCell(field) !== '')) {
        throw ragged(file, width, headers.length, record);
      }
      yield { fields, line };
    }
  }
  leftOut.totals.push(...totals);
  totals = [];
}

function ragged(file: string, width: number, headers: number, { fields, line }: CsvRecord): CsvError {
  const count = counted(fields.length, 'field');
  if (fields.length > width && fields.length <= headers) {
    const at = fields.findLastIndex((field) => trimCell(field) !== '');
    const what = `the cell holds ${shown(fields[at] ?? '')}, but its column has no header.`;
    return new CsvError({ file, line, column: at + 1 }, what, 'Give the column a header, or empty the cell.');
  }
  return new CsvError(
    { file, line, column: fields.length },
    `the row has ${count}, the header has ${String(width)}.`,
    'A field that holds a quote, a separator or a line break stands in quotes, and quotes inside it are doubled. Correct the row or export the file again.',
  );
}

const figures = /^[-+(]?[\p{Sc}A-Z]{0,3} ?[\d.,' ]+ ?[\p{Sc}%]?[A-Z]{0,3}\)?$/u;

/** "3 rows", "(3 Kontakte)": what databases and views write below a table. */
const countOfRows =
  /^\(?\d+ (?:rows?|records?|contacts?|leads?|kontakte?|zeilen?|datensätze?|lignes?|enregistrements?|prospects?|שורות|רשומות|אנשי קשר|לידים)(?: \p{L}+)?\)?\.?$/u;

/** "Total;;3": the first cell that is not blank is a word for a sum, and all others are figures. */
function isTotal(fields: readonly string[], width: number): boolean {
  const at = fields.findIndex((field) => trimCell(field) !== '');
  const cell = trimCell(fields[at] ?? '');
  if (cell.length > longestTotal) return false;
  const others = fields.slice(at + 1).map(trimCell);
  const word = wordKey(cell);
  const name = word.replace(/ ?[:=(]? ?\d[\d.,']*\)?(?: \p{L}+)?$/u, '').replace(/ ?[:=]$/, '');
  if (!totalWords.has(name) && !countOfRows.test(word)) return false;
  // A table of one column has nothing that could tell a sum from a name.
  if (name === word && width === 1) return false;
  return others.every((other) => other === '' || figures.test(plainFigures(other)));
}

const longestTotal = 60;

function inTheMiddle(file: string, { line, fields }: CsvRecord): CsvError {
  const what = `the row (${first(fields)}) looks like a sum of the rows above it, but more rows follow.`;
  return new CsvError(
    { file, line },
    what,
    'Take the row out; if it is a person, fill in a name or an e-mail address.',
  );
}

/** Whether a row is the header once more, as in files that were appended or printed page by page. */
function repeats(fields: readonly string[], words: readonly string[]): boolean {
  return fields.length <= words.length && fields.every((field, at) => wordKey(field) === words[at]);
}
