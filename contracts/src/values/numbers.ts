import { plainFigures } from './cell-text.js';
import type { DecimalMark, Formats } from './formats.js';

/** What a text can mean with each of the two decimal marks; `null` where it is no number then. */
type NumberReadings = Readonly<Record<DecimalMark, number | null>>;

// A sign, a symbol such as "US$" and "€", or a code such as "CHF"; never a unit: "1,5 Mio." is no number.
const currency = String.raw`(?:\p{Lu}{0,3}\p{Sc}|[A-Z]{3}|kr\.?|Fr\.?|zł|Kč|Ft)`;
const money = new RegExp(
  String.raw`^(?<open>\()?(?<sign>[+-])? ?(?:${currency} ?)?(?<inner>[+-])? ?(?<digits>[\d.,][\d., ']*?) ?(?<after>-)? ?${currency}?(?<close>\))?$`,
  'u',
);

/** No number has so many characters. */
const longest = 80;

/** @param wholeOnly Whether the column holds whole numbers only. */
export function numberReadings(text: string, wholeOnly: boolean): NumberReadings {
  const found = text.length > longest ? undefined : money.exec(plainFigures(text))?.groups;
  const { open, close, sign, inner, after, digits } = found ?? {};
  const signs = [open, sign, inner, after].filter((one) => one !== undefined);
  if (digits === undefined || (open === undefined) !== (close === undefined) || signs.length > 1) {
    return { '.': null, ',': null };
  }
  const factor = signs.length === 1 && signs[0] !== '+' ? -1 : 1;
  const read = (decimal: DecimalMark) => {
    const value = valueOf(digits, decimal);
    if (value === null || (wholeOnly && !Number.isInteger(value))) return null;
    return value === 0 ? 0 : factor * value;
  };
  return { '.': read('.'), ',': read(',') };
}

// Thousands by three digits, or as in India: 12,34,567.
const grouped = /^(?:[1-9]\d{0,2}(?:([., '])\d{3})(?:\1\d{3})*|[1-9]\d?(?:([,])\d\d)+\2\d{3})$/;

function valueOf(digits: string, decimal: DecimalMark): number | null {
  const [whole = '', fraction, ...more] = digits.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
  if (whole === '' && fraction === undefined) return null;
  if (!/^\d*$/.test(whole) && !grouped.test(whole)) return null;
  return Number(`${whole.replace(/[., ']/g, '')}.${fraction ?? '0'}`);
}

/** Digits that count, the zeros in front and behind left out. */
function digitsThatCount(text: string): number {
  return plainFigures(text)
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '').length;
}

/** Whether a number has more digits than the service's numbers keep. */
export function isTooLong(text: string): boolean {
  return digitsThatCount(text) > 15;
}

/** What a text means by the conventions of its file. @returns `null` where it is no number there, `ambiguous` where it may be two. */
export function readNumber(text: string, wholeOnly: boolean, formats: Formats): number | 'ambiguous' | null {
  const readings = numberReadings(text, wholeOnly);
  if (formats.decimal !== null) {
    const other = formats.decimal === '.' ? ',' : '.';
    return formats.groups || !text.includes(other) ? readings[formats.decimal] : null;
  }
  const { '.': point, ',': comma } = readings;
  if (point !== null && comma !== null && point !== comma) return 'ambiguous';
  return point ?? comma;
}
