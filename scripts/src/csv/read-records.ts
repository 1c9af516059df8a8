import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { parse, CsvError as ParserError } from 'csv-parse';
import { CsvError } from './csv-error.js';

/** One record of a file and the line on which it begins; a quoted field may run over several lines. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

const delimiters = [',', ';', '\t'] as const;

/** A file and how its bytes are had; opened twice, since the separator has to be known before the first record. */
export interface CsvFile {
  readonly path: string;
  readonly open: () => Readable;
}

export function csvFile(path: string): CsvFile {
  return { path, open: () => createReadStream(path) };
}

/**
 * Reads a file record by record, the header first: UTF-8 with or without BOM, quoted fields, comma, semicolon or tab.
 * Blank lines are passed over. @throws CsvError
 */
export async function* readRecords({ path: file, open }: CsvFile): AsyncGenerator<CsvRecord> {
  const delimiter = await delimiterOf(open());
  const place = new PlaceInFile();
  const lines: number[] = [];
  const parser = parse({
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: false,
    // Asked by the parser itself: what it has read ahead is lost to whoever reads it when a later record is wrong.
    on_record: (fields, { empty_lines }) => {
      lines.push(place.pass(fields, empty_lines));
      return fields;
    },
  });
  const bytes = open();
  const text = bytes.pipe(onlyUtf8(file));
  // `pipe` hands on no errors: whoever reads the parser has to hear of those before it.
  for (const stage of [bytes, text]) stage.once('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const fields of parser as AsyncIterable<string[]>) yield { fields, line: lines.shift() ?? 0 };
  } catch (error) {
    throw error instanceof ParserError ? explain(file, error, place) : error;
  } finally {
    bytes.destroy();
  }
}

/** Counts lines as an editor does; the parser takes the two bytes of a line break inside quotes for two lines. */
class PlaceInFile {
  #next = 1;
  #blank = 0;

  /** @param blank Blank lines between records so far. @returns the line on which the next record begins. */
  begin(blank: number): number {
    return this.#next + blank - this.#blank;
  }

  /** Goes past a record. @returns the line on which it began. */
  pass(fields: readonly string[], blank: number): number {
    const line = this.begin(blank);
    this.#next = line + 1;
    for (const field of fields) this.#next += field.match(/\r\n|\n|\r/g)?.length ?? 0;
    this.#blank = blank;
    return line;
  }
}

/** Counts which separator stands in the first line outside of quotes. */
async function delimiterOf(bytes: Readable): Promise<string> {
  let start = '';
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    start += chunk.toString('latin1');
    if (start.includes('\n')) break;
  }
  bytes.destroy();
  const header = start.split(/\r?\n/, 1)[0]?.replaceAll(/"[^"]*"/g, '') ?? '';
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** Passes bytes on as they are and stops at the first that are not UTF-8: a wrong letter would become a wrong profile. */
function onlyUtf8(file: string): Transform {
  let line = 1;
  // A line may run over chunks; a newline is never part of another character, so whole lines can be looked at alone.
  let rest = Buffer.alloc(0);
  const look = (bytes: Buffer) => {
    if (!isUtf8(bytes)) {
      let from = 0;
      for (
        let to = bytes.indexOf(newline);
        to >= 0 && isUtf8(bytes.subarray(from, to));
        to = bytes.indexOf(newline, from)
      ) {
        from = to + 1;
        line += 1;
      }
      return new CsvError({ file, line }, 'is not UTF-8.', 'Save the file as "CSV UTF-8" and try again.');
    }
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) line += 1;
    return null;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const end = chunk.lastIndexOf(newline) + 1;
      const error = end === 0 ? null : look(Buffer.concat([rest, chunk.subarray(0, end)]));
      rest = Buffer.concat(end === 0 ? [rest, chunk] : [chunk.subarray(end)]);
      done(error, chunk);
    },
    flush(done) {
      done(look(rest));
    },
  });
}

const newline = 0x0a;

const quoteRemedy =
  'A field that holds a quote, a separator or a line break stands in quotes, and quotes inside it are doubled.';

function explain(file: string, error: ParserError, passed: PlaceInFile): CsvError {
  const told = error as ParserError & {
    readonly empty_lines?: number;
    readonly column?: string | number;
    readonly record?: unknown;
  };
  const line = passed.begin(told.empty_lines ?? 0);
  const column = typeof told.column === 'number' ? told.column + 1 : told.column;
  const place = { file, line, ...(column === undefined ? {} : { column }) };
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const found = Array.isArray(told.record) ? told.record.length : 0;
      const what = `the row has ${String(found)} fields, the header has another number of them.`;
      return new CsvError(
        { file, line, column: found },
        what,
        `${quoteRemedy} Correct the row or export the file again.`,
      );
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return new CsvError(place, 'a quoted field is not closed before the end of the file.', quoteRemedy);
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return new CsvError(place, 'a quote stands where none may stand.', quoteRemedy);
    default:
      return new CsvError(
        place,
        `the row cannot be read (${error.code}).`,
        'Correct the row or export the file again.',
      );
  }
}
