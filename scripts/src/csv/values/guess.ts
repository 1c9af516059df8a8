import { shown, trimCell } from '@pmds/contracts/values/cell-text';
import type { CsvColumn } from '../columns.js';
import { convertCell } from '../convert.js';
import { CsvError, type CsvPlace } from '../csv-error.js';
import { dateReadings, readDate } from '@pmds/contracts/values/dates';
import { unknownFormats, type DateOrder, type DecimalMark, type Formats } from '@pmds/contracts/values/formats';
import { numberReadings } from '@pmds/contracts/values/numbers';

/** A cell that shows how its file is written. */
interface Sign {
  readonly place: CsvPlace;
  readonly text: string;
}

/** What the cells of a file say about how it writes numbers and dates, gathered in one pass over all of its rows. */
export class FormatSigns {
  readonly #decimal = new Map<DecimalMark, Sign>();
  readonly #order = new Map<DateOrder, Sign>();
  #dots: Sign | null = null;
  #ambiguous: (Sign & { readonly column: CsvColumn }) | null = null;
  #ambiguousDate: (Sign & { readonly column: CsvColumn }) | null = null;

  /** Whether a column can say anything. */
  static speaks(column: CsvColumn): boolean {
    return ['integer', 'number', 'date', 'date-time'].includes(column.kind);
  }

  /** @param mayStayOpen Whether the column does without a cell that may mean two things. */
  see(column: CsvColumn, text: string, place: CsvPlace, mayStayOpen: boolean): void {
    if (column.kind === 'integer' || column.kind === 'number') this.#seeNumber(column, text, place);
    else this.#seeDate(column, text, place, mayStayOpen);
  }

  #seeNumber(column: CsvColumn, text: string, place: CsvPlace): void {
    const { '.': point, ',': comma } = numberReadings(text, column.kind === 'integer');
    if (point === comma) return;
    if (point !== null && comma !== null) this.#ambiguous ??= { column, text, place };
    else {
      const mark = point === null ? ',' : '.';
      if (!this.#decimal.has(mark)) this.#decimal.set(mark, { text, place });
    }
  }

  #seeDate(column: CsvColumn, text: string, place: CsvPlace, mayStayOpen: boolean): void {
    const readings = dateReadings(text);
    const [one, other] = readings;
    if (one !== undefined && other !== undefined) {
      if (one[1] !== other[1] && !mayStayOpen) this.#ambiguousDate ??= { column, text, place };
    } else if (one !== undefined) {
      if (!this.#order.has(one[0])) this.#order.set(one[0], { text, place });
    } else if (
      this.#dots === null &&
      /^\d{1,2}\./.test(trimCell(text)) &&
      readDate(text, unknownFormats).kind === 'date'
    ) {
      this.#dots = { text, place };
    }
  }

  /**
   * How the file is written, where its cells agree and leave no doubt.
   * @throws CsvError naming the cell that may mean two things, or two cells that contradict each other.
   */
  settle(): Formats {
    agree(this.#decimal, 'numbers', { '.': 'a decimal point', ',': 'a decimal comma' });
    agree(this.#order, 'dates', { dmy: 'the day first', mdy: 'the month first', ymd: 'the year first' });
    const decimal = [...this.#decimal.keys()][0] ?? null;
    const order = [...this.#order.keys()][0] ?? null;
    const doubt = (decimal === null ? this.#ambiguous : null) ?? (order === null ? this.#ambiguousDate : null);
    if (doubt !== null) {
      const told = convertCell(doubt.column, doubt.text);
      if (!told.ok) throw new CsvError(doubt.place, told.what, told.remedy);
    }
    return { locale: null, decimal, groups: true, order };
  }

  /** The guess in sentences. */
  notes(file: string): readonly string[] {
    const notes: string[] = [];
    const say = (what: string, { text, place }: Sign) => {
      const where = `line ${String(place.line)}, column "${String(place.column ?? '')}" holds ${shown(text)}`;
      notes.push(`${file}: ${what} because ${where}. If that is wrong, give --locale.`);
    };
    for (const [mark, sign] of this.#decimal) {
      say(
        mark === ','
          ? 'numbers are read with a decimal comma, as in Germany or France,'
          : 'numbers are read with a decimal point, as in the United States,',
        sign,
      );
    }
    for (const [order, sign] of this.#order) {
      say(
        `dates are read with ${order === 'dmy' ? 'the day first' : 'the month first, as in the United States,'}`,
        sign,
      );
    }
    if (this.#dots !== null) say('dates with dots are read with the day first, as in Germany,', this.#dots);
    return notes;
  }
}

function agree<Of extends string>(
  signs: ReadonlyMap<Of, Sign>,
  what: string,
  words: Readonly<Record<Of, string>>,
): void {
  const [one, other] = [...signs];
  if (one === undefined || other === undefined) return;
  const told = `the ${what} of the file contradict each other: ${shown(other[1].text)} has ${words[other[0]]},`;
  throw new CsvError(
    other[1].place,
    `${told} but ${shown(one[1].text)} in line ${String(one[1].place.line)} has ${words[one[0]]}.`,
    'Correct one of them, or give the --locale of the file, for example de-DE or en-US.',
  );
}
