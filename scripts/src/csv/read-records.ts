import { Readable } from 'node:stream';
import { parse, CsvError as ParserError, type Options, type Parser } from 'csv-parse';
import { CsvError } from './csv-error.js';
import type { CsvFile } from './csv-file.js';
import { lineEnd, textOf } from './decode.js';

/** One record of a file and the line on which it begins; a quoted field may run over several lines. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

/** A record may be so long in bytes: a quote that nobody closes would take the rest of the file into memory. */
const longestRecord = 8 * 1_024 * 1_024;

/** Every end of a line ends a row, whichever the first line has: files are appended and mixed. */
const dialect = {
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  relax_column_count: true,
  // Blanks between a separator and a quote belong to nobody's text.
  ltrim: true,
  rtrim: true,
} satisfies Options;

/**
 * Reads a file record by record as RFC 4180 has it, whatever its line ends and encoding. Empty lines are passed over; how
 * many fields a record has is for the caller to judge.
 * @param longest Bytes that a record may have. @throws CsvError
 */
export async function* readRecords(
  file: CsvFile,
  delimiter: string,
  longest = longestRecord,
): AsyncGenerator<CsvRecord> {
  const place = new PlaceInFile();
  const lines: number[] = [];
  const parser = parse({
    ...dialect,
    delimiter,
    max_record_size: longest,
    // Asked by the parser itself: what it has read ahead is lost to whoever reads it when a later record is wrong.
    on_record: (fields, { empty_lines }) => {
      lines.push(place.pass(fields, empty_lines));
      return fields;
    },
  });
  const text = feed(file, parser);
  try {
    for await (const fields of parser as AsyncIterable<string[]>) yield { fields, line: lines.shift() ?? 0 };
  } catch (error) {
    throw error instanceof ParserError ? await explain(file, delimiter, longest, error) : error;
  } finally {
    text.destroy();
  }
}

function feed(file: CsvFile, parser: Parser): Readable {
  const text = Readable.from(textOf(file));
  // `pipe` hands on no errors: whoever reads the parser has to hear of those before it.
  text.once('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);
  return text;
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
    for (const field of fields) this.#next += breaksIn(field);
    this.#blank = blank;
    return line;
  }
}

function breaksIn(field: string): number {
  return field.match(lineEnd)?.length ?? 0;
}

interface Told {
  readonly empty_lines?: number;
  readonly column?: string | number;
}

/** Goes through the file again up to the quote that is wrong, counting the lines of each cell before it. */
async function lineOfQuote(file: CsvFile, delimiter: string, longest: number): Promise<number> {
  const place = new PlaceInFile();
  let inRecord = 0;
  const parser = parse({
    ...dialect,
    delimiter,
    max_record_size: longest,
    cast: (value) => {
      inRecord += breaksIn(value);
      return value;
    },
    on_record: (fields, { empty_lines }) => {
      place.pass(fields, empty_lines);
      inRecord = 0;
      return null;
    },
  });
  const text = feed(file, parser);
  try {
    for await (const nothing of parser as AsyncIterable<never>) return nothing;
    return 1;
  } catch (error) {
    return place.begin((error as Told).empty_lines ?? 0) + inRecord;
  } finally {
    text.destroy();
  }
}

const quoteRemedy =
  'A field that holds a quote, a separator or a line break stands in quotes, and quotes inside it are doubled.';

async function explain(file: CsvFile, delimiter: string, longest: number, error: ParserError): Promise<CsvError> {
  const { column: at } = error as ParserError & Told;
  const column = typeof at === 'number' ? at + 1 : at;
  const line = await lineOfQuote(file, delimiter, longest);
  const place = { file: file.path, line, ...(column === undefined ? {} : { column }) };
  const wrong = (what: string, remedy: string) => new CsvError(place, what, remedy);
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return wrong('a quoted field is not closed before the end of the file.', quoteRemedy);
    case 'CSV_MAX_RECORD_SIZE':
      return wrong(`a quoted field is not closed within ${String(Math.ceil(longest / 1_024))} KB.`, quoteRemedy);
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return wrong(
        'the field opens with a quote, and behind the next quote more text follows: one is missing or is not doubled.',
        quoteRemedy,
      );
    case 'INVALID_OPENING_QUOTE':
      return wrong('a quote stands where none may stand: inside a field that does not begin with one.', quoteRemedy);
    default:
      return wrong(`the row cannot be read (${error.code}).`, 'Correct the row or export the file again.');
  }
}
