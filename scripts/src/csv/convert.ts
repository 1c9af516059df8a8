import { shown, trimCell, wordKey } from '@pmds/contracts/values/cell-text';
import type { CsvColumn } from './columns.js';
import { readDate } from '@pmds/contracts/values/dates';
import { unknownFormats, type Formats } from '@pmds/contracts/values/formats';
import { isTooLong, numberReadings, readNumber } from '@pmds/contracts/values/numbers';
import { englishLabels, languageWords, noWords, yesWords } from './words/words.js';

/** A cell's value, or what is wrong with it and what to do. */
type Converted =
  | { readonly ok: true; readonly value: string | number | boolean }
  | { readonly ok: false; readonly what: string; readonly remedy: string };

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

const value = (of: string | number | boolean): Converted => ({ ok: true, value: of });
const wrong = (what: string, remedy: string): Converted => ({ ok: false, what, remedy });
const expected = (what: string, text: string): Converted =>
  wrong(`expected ${what}.`, `Correct the cell or leave it empty. It holds ${shown(text)}.`);

/** Whether a cell is the id of a row. */
export function isGuid(text: string): boolean {
  return guid.test(trimCell(text));
}

/**
 * Turns the text of a cell, which is not blank, into a value of its column's type. Lookups come out as their text.
 * @param formats How numbers and dates of the file are written. @param header What the file calls the column.
 */
export function convertCell(
  column: CsvColumn,
  text: string,
  formats: Formats = unknownFormats,
  header = column.displayName,
): Converted {
  const trimmed = trimCell(text);
  switch (column.kind) {
    case 'text':
    case 'lookup':
      return value(trimmed);
    case 'id': {
      const id = guid.exec(trimmed)?.[1];
      return id === undefined ? expected('a GUID', text) : value(id.toLowerCase());
    }
    case 'integer':
    case 'number':
      return numberOf(trimmed, column.kind === 'integer', formats);
    case 'yes-no':
    case 'choice':
      return optionOf(column, trimmed, header);
    case 'date':
    case 'date-time':
      return dateOf(trimmed, column.kind === 'date', formats);
  }
}

function numberOf(text: string, wholeOnly: boolean, formats: Formats): Converted {
  const read = readNumber(text, wholeOnly, formats);
  if (read === 'ambiguous') {
    const { '.': point, ',': comma } = numberReadings(text, wholeOnly);
    return wrong(
      `${shown(text)} can mean ${String(comma)} or ${String(point)}.`,
      'Say how the file writes numbers, for example --locale de-DE or --locale en-US.',
    );
  }
  const of = formats.locale === null ? '' : ` as ${formats.locale} writes it`;
  if (read === null) return expected((wholeOnly ? 'a whole number' : 'a number') + of, text);
  if (isTooLong(text))
    return wrong(`${shown(text)} has more than 15 digits.`, 'Shorten the number, or take the column out.');
  return value(read);
}

const english = new Set(['yes', 'no']);
const refuses = /\b(?:do not|don't|not|no|opt.?out)\b|nicht|kein|ne pas|(?:^| )(?:אל|אין|לא) /i;

function optionOf(column: CsvColumn, text: string, header: string): Converted {
  const labelled = column.labels.get(text.toLowerCase()) ?? byMeaning(column, text);
  if (labelled !== undefined) return value(labelled);
  const word = wordKey(text);
  if (column.kind === 'yes-no') {
    const isYes = yesWords.has(word);
    if ((isYes || noWords.has(word)) && !turnsRound(column, header)) return value(isYes);
  } else if (/^\d+$/.test(text) && [...column.labels.values()].includes(Number(text))) return value(Number(text));
  const told = expected(`one of ${[...column.labels.keys()].slice(0, 12).join(', ')}`, text);
  if (told.ok || column.kind === 'yes-no') return told;
  return wrong(told.what, `${told.remedy} A choice is read by the number of its value as well.`);
}

/** The value whose label in one of the languages the text is; `undefined` where it is none, or that of two. */
function byMeaning(column: CsvColumn, text: string): number | boolean | undefined {
  const word = wordKey(text);
  const meant = new Set<number | boolean>();
  for (const label of englishLabels(text)) {
    const found = column.labels.get(label);
    if (found !== undefined) meant.add(found);
  }
  for (const [label, of] of column.labels) {
    if (
      english.has(label) &&
      languageWords.some((one) => one[label === 'yes' ? 'yes' : 'no'].some((w) => wordKey(w) === word))
    ) {
      meant.add(of);
    }
  }
  return meant.size === 1 ? [...meant][0] : undefined;
}

/** "Send Marketing Materials: No" must not become "Do Not Send: no": a plain yes or no is not told by such a header. */
function turnsRound(column: CsvColumn, header: string): boolean {
  if (wordKey(header) === column.logicalName) return false;
  const yes = [...column.labels].find(([, of]) => of === true)?.[0] ?? '';
  return refuses.test(yes) && !refuses.test(wordKey(header));
}

function dateOf(text: string, dateOnly: boolean, formats: Formats): Converted {
  const read = readDate(text, formats);
  const example = dateOnly ? '1984-12-31' : '2025-06-30T14:30:00Z';
  switch (read.kind) {
    case 'date':
      return value(dateOnly ? read.day : read.moment);
    case 'ambiguous':
      return wrong(
        `${shown(text)} can mean ${read.day} or ${read.otherDay}.`,
        'Say how the file writes dates, for example --locale en-US or --locale en-GB.',
      );
    case 'two-digit-year':
      return wrong(`the year of ${shown(text)} has fewer than four digits.`, `Write all four, for example ${example}.`);
    case 'no-such-day':
      return wrong(
        `${shown(text)} is no day of the calendar.`,
        `Correct the cell, for example ${example}, or leave it empty.`,
      );
    case 'too-early':
      return wrong(
        `${shown(text)} lies before 1753, where dates of Dataverse begin.`,
        'Correct the cell or leave it empty.',
      );
    case 'other-order':
      return wrong(
        `${shown(text)} is no date as ${formats.locale ?? 'the rest of the file'} writes it.`,
        `Correct the cell, for example ${example}, or give the --locale of the file.`,
      );
    case 'day-number':
      return wrong(
        `${shown(text)} looks like a day number of a spreadsheet.`,
        `Format the column as dates such as ${example} and save the file again.`,
      );
    case 'unreadable':
      return expected(dateOnly ? `a date such as ${example}` : `a date and time such as ${example}`, text);
  }
}
