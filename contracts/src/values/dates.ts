import { plainFigures } from './cell-text.js';
import type { DateOrder, Formats } from './formats.js';

/** A moment as it was written, or why it is none. */
type DateRead =
  | {
      readonly kind: 'date';
      readonly day: string;
      readonly moment: string;
      /** What of a time was written: its hour, and its zone. */
      readonly says: { readonly time: boolean; readonly zone: boolean };
    }
  | { readonly kind: 'ambiguous'; readonly day: string; readonly otherDay: string }
  | { readonly kind: 'two-digit-year' | 'no-such-day' | 'too-early' | 'other-order' | 'day-number' | 'unreadable' };

const clock = String.raw`(?:[T ,] ?(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,]\d+)?)? ?(?<half>[AP]\.?M\.?)?(?<zone> ?(?:Z|[+-]\d\d(?::?\d\d)?))?)?`;
const yearFirst = new RegExp(
  String.raw`^(?<year>\d{4})(?<mark>[-/.])(?: ?)(?<month>\d{1,2})\k<mark> ?(?<day>\d{1,2})\.?${clock}$`,
  'i',
);
const basic = /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)$/;
const yearLast = new RegExp(
  String.raw`^(?<first>\d{1,2})(?<mark>[-/.])(?: ?)(?<second_>\d{1,2})\k<mark> ?(?<year>\d{2,4})\.?${clock}$`,
  'i',
);

// The first day that a date column of Dataverse can hold.
const firstYear = 1753;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Orders in which a text can be a date, with the day it is then; empty where it is none or begins with its year. */
export function dateReadings(text: string): readonly (readonly [order: DateOrder, day: string])[] {
  const found = yearLast.exec(plainFigures(text))?.groups;
  if (found === undefined || found['mark'] === '.' || found['year']?.length !== 4) return [];
  const both = (['dmy', 'mdy'] as const).map((order) => [order, partsOf(found, order)] as const);
  return both.flatMap(([order, parts]) => (isDay(parts) ? [[order, written(parts)] as const] : []));
}

/**
 * Reads ISO 8601 and dates that begin with their year always, those with dots day first, others by the conventions of
 * their file or form. A time without a zone is taken for UTC.
 */
export function readDate(text: string, formats: Formats): DateRead {
  const plain = plainFigures(text);
  const first = (yearFirst.exec(plain) ?? basic.exec(plain))?.groups;
  if (first !== undefined) {
    return momentOf({ year: Number(first['year']), month: Number(first['month']), day: Number(first['day']) }, first);
  }
  const last = yearLast.exec(plain)?.groups;
  if (last === undefined) return { kind: /^\d{4,5}(?:[.,]\d+)?$/.test(plain) ? 'day-number' : 'unreadable' };
  if (last['year']?.length !== 4) return { kind: 'two-digit-year' };
  const order = orderOf(last, formats);
  if (order === 'other') return { kind: 'other-order' };
  if (order !== null) {
    const read = momentOf(partsOf(last, order), last);
    const other = momentOf(partsOf(last, order === 'dmy' ? 'mdy' : 'dmy'), last);
    return read.kind === 'no-such-day' && other.kind === 'date' && last['mark'] !== '.'
      ? { kind: 'other-order' }
      : read;
  }
  const [dayFirst, monthFirst] = [momentOf(partsOf(last, 'dmy'), last), momentOf(partsOf(last, 'mdy'), last)];
  if (dayFirst.kind === 'date' && monthFirst.kind === 'date' && dayFirst.day !== monthFirst.day) {
    return { kind: 'ambiguous', day: dayFirst.day, otherDay: monthFirst.day };
  }
  return dayFirst.kind === 'date' ? dayFirst : monthFirst;
}

/** Whoever writes dots writes the day first; where the month comes first nobody writes dots. */
function orderOf(found: Readonly<Record<string, string | undefined>>, { order }: Formats): DateOrder | 'other' | null {
  if (found['mark'] === '.') return order === 'mdy' ? 'other' : 'dmy';
  return order === 'ymd' ? 'other' : order;
}

function partsOf(found: Readonly<Record<string, string | undefined>>, order: DateOrder): Parts {
  const [one, two] = [Number(found['first']), Number(found['second_'])];
  const year = Number(found['year']);
  return order === 'mdy' ? { year, month: one, day: two } : { year, month: two, day: one };
}

function isDay({ year, month, day }: Parts): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  // The calendar would turn 30 February into 2 March.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const two = (number: number) => String(number).padStart(2, '0');
const written = ({ year, month, day }: Parts) => `${String(year)}-${two(month)}-${two(day)}`;

function momentOf(parts: Parts, found: Readonly<Record<string, string | undefined>>): DateRead {
  if (parts.year < firstYear) return { kind: 'too-early' };
  if (!isDay(parts)) return { kind: 'no-such-day' };
  const [minute, second] = [Number(found['minute'] ?? 0), Number(found['second'] ?? 0)];
  const hour = hourOf(Number(found['hour'] ?? 0), found['half']);
  if (hour === null || minute > 59 || second > 59) return { kind: 'unreadable' };
  const behind = minutesAhead(found['zone']);
  const time = Date.UTC(parts.year, parts.month - 1, parts.day, hour, minute, second) - behind * 60_000;
  const says = { time: found['hour'] !== undefined, zone: found['zone'] !== undefined };
  return { kind: 'date', day: written(parts), moment: `${new Date(time).toISOString().slice(0, 19)}Z`, says };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour > 23 ? null : hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toUpperCase().startsWith('P') ? 12 : 0);
}

/** How far a zone such as "+02:00" is ahead of UTC. */
function minutesAhead(zone: string | undefined): number {
  const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?/.exec(zone ?? '') ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
