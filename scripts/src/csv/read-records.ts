import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { parse, CsvError as ParserError } from 'csv-parse';
import { CsvError } from './csv-error.js';

/** One record of a file and the line on which it ends; a quoted field may run over several lines. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

const delimiters = [',', ';', '\t'] as const;

/**
 * Reads a file record by record, the header first: UTF-8 with or without BOM, quoted fields, comma, semicolon or tab.
 * Blank lines are passed over. @throws CsvError
 */
export async function* readRecords(file: string): AsyncGenerator<CsvRecord> {
  const delimiter = await delimiterOf(file);
  const parser = parse({ bom: true, delimiter, info: true, skip_empty_lines: true, relax_column_count: false });
  const bytes = createReadStream(file);
  const text = bytes.pipe(onlyUtf8(file));
  // `pipe` hands on no errors: whoever reads the parser has to hear of those before it.
  for (const stage of [bytes, text]) stage.once('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);
  let line = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      line = info.lines;
      yield { fields: record, line };
    }
  } catch (error) {
    throw error instanceof ParserError ? explain(file, error, line) : error;
  } finally {
    bytes.destroy();
  }
}

/** Counts which separator stands in the first line outside of quotes. */
async function delimiterOf(file: string): Promise<string> {
  let start = '';
  for await (const chunk of Readable.from(createReadStream(file, { encoding: 'utf8', end: 65_535 }))) {
    start += String(chunk);
  }
  const header = start.split(/\r?\n/, 1)[0]?.replaceAll(/"[^"]*"/g, '') ?? '';
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** Passes bytes on as they are and stops at the first that are not UTF-8: a wrong letter would become a wrong profile. */
function onlyUtf8(file: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const newline = 0x0a;
  let line = 1;
  const look = (chunk?: Buffer) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new CsvError({ file, line }, 'is not UTF-8.', 'Save the file as "CSV UTF-8" and try again.');
    }
    for (const byte of chunk ?? []) if (byte === newline) line += 1;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        look(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        look();
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

const quoteRemedy =
  'A field that holds a quote, a separator or a line break stands in quotes, and quotes inside it are doubled.';

function explain(file: string, error: ParserError, lastLine: number): CsvError {
  const told = error as ParserError & {
    readonly lines?: number;
    readonly column?: string | number;
    readonly record?: unknown;
  };
  const line = told.lines ?? lastLine + 1;
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
