import type { CsvColumn } from './columns.js';

/** A cell's value, or a sentence saying what would have been one. */
export type Converted =
  { readonly ok: true; readonly value: string | number | boolean } | { readonly ok: false; readonly expected: string };

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
const isoDate = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?$/;
// The form in which an English organisation exports: month first, twelve-hour clock.
const usDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))? ?([AP]M)?)?$/i;

// As German, Polish or Turkish organisations export; whoever writes dots writes the day first.
const dottedDate = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?$/;

const value = (of: string | number | boolean): Converted => ({ ok: true, value: of });
const expected = (what: string): Converted => ({ ok: false, expected: what });

/** Turns the text of a cell, which is not empty, into a value of its column's type. Lookups come out as their text. */
export function convertCell(column: CsvColumn, text: string): Converted {
  switch (column.kind) {
    case 'text':
    case 'lookup':
      return value(text);
    case 'id': {
      const id = guid.exec(text.trim())?.[1];
      return id === undefined ? expected('a GUID') : value(id.toLowerCase());
    }
    case 'integer':
    case 'number':
      return numberOf(text, column.kind === 'integer');
    case 'yes-no':
    case 'choice':
      return optionOf(column, text.trim());
    case 'date':
    case 'date-time':
      return dateOf(text.trim(), column.kind === 'date');
  }
}

function numberOf(text: string, wholeOnly: boolean): Converted {
  // Money is exported with its sign and grouped by thousands: "$1,234.50".
  const plain = text
    .trim()
    .replace(/^[^\d.+-]{1,3}/, '')
    .replaceAll(/,(?=\d{3}(?:\D|$))/g, '');
  if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(plain)) return expected(wholeOnly ? 'a whole number' : 'a number');
  const number = Number(plain);
  return wholeOnly && !Number.isInteger(number) ? expected('a whole number') : value(number);
}

const yes = new Set(['yes', 'true', '1']);
const no = new Set(['no', 'false', '0']);

function optionOf(column: CsvColumn, text: string): Converted {
  const labelled = column.labels.get(text.toLowerCase());
  if (labelled !== undefined) return value(labelled);
  if (column.kind === 'yes-no') {
    if (yes.has(text.toLowerCase())) return value(true);
    if (no.has(text.toLowerCase())) return value(false);
  } else if (/^\d+$/.test(text) && [...column.labels.values()].includes(Number(text))) return value(Number(text));
  return expected(`one of ${[...column.labels.keys()].slice(0, 12).join(', ')}`);
}

function dateOf(text: string, dateOnly: boolean): Converted {
  const what = dateOnly ? 'a date such as 1984-12-31' : 'a date and time such as 2025-06-30T14:30:00Z';
  const parts = partsOf(text);
  if (parts === null) return expected(what);
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // The calendar would turn 30 February into 2 March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59) return expected(what);
  const written = date.toISOString();
  return value(dateOnly ? written.slice(0, 10) : `${written.slice(0, 19)}Z`);
}

type Parts = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];

function partsOf(text: string): Parts | null {
  const iso = isoDate.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour = '0', minute = '0', second = '0'] = iso;
    return [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  }
  const dotted = dottedDate.exec(text);
  if (dotted !== null) {
    const [, day, month, year, hour = '0', minute = '0', second = '0'] = dotted;
    return [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  }
  const us = usDate.exec(text);
  if (us === null) return null;
  const [, month, day, year, hour = '0', minute = '0', second = '0', half] = us;
  const clock = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return [Number(year), Number(month), Number(day), clock, Number(minute), Number(second)];
}
