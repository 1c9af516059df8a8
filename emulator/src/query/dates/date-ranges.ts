import type { TimeZone } from '../../time/time-zone.js';

/** Half-open stretch of time: from <= t < to, milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** The present moment, and the zone in which it is a date. */
interface Calendar {
  readonly now: number;
  readonly zone: TimeZone;
}

/** What the caller's clock shows, as a date whose UTC parts are the local ones. */
const localDate = ({ now, zone }: Calendar): Date => new Date(zone.local(now));

type Unit = 'hours' | 'days' | 'weeks' | 'months' | 'years';

/** Midnight that starts the local day `days` from today. */
function startOfDay(calendar: Calendar, days = 0): number {
  const local = calendar.zone.local(calendar.now);
  return calendar.zone.moment(Math.floor(local / day) * day + days * day);
}

/** Local midnight of the first day of the month, `months` from this one. */
function startOfMonth(calendar: Calendar, months = 0): number {
  const local = localDate(calendar);
  return calendar.zone.moment(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1));
}

function startOfYear(calendar: Calendar, years = 0): number {
  const local = localDate(calendar);
  return calendar.zone.moment(Date.UTC(local.getUTCFullYear() + years, 0, 1));
}

/** Weeks begin on Sunday, the platform's default (`organization.weekstartdaycode`). */
function startOfWeek(calendar: Calendar, weeks = 0): number {
  const weekday = localDate(calendar).getUTCDay();
  return startOfDay(calendar, weeks * 7 - weekday);
}

/** Local midnight `count` months from today, held to the last day of a shorter month. */
function sameDayInMonth(calendar: Calendar, count: number): number {
  const local = localDate(calendar);
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + count + 1, 0)).getUTCDate();
  const at = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + count, Math.min(local.getUTCDate(), lastDay));
  return calendar.zone.moment(at);
}

function shifted(calendar: Calendar, unit: Unit, count: number): number {
  switch (unit) {
    case 'hours':
      return Math.floor(calendar.now / hour) * hour + count * hour;
    case 'days':
      return startOfDay(calendar, count);
    case 'weeks':
      return startOfDay(calendar, count * 7);
    case 'months':
      return sameDayInMonth(calendar, count);
    case 'years':
      return sameDayInMonth(calendar, count * 12);
  }
}

/** End of the hour or local day that is `count` units from now. */
function endOf(calendar: Calendar, unit: Unit, count: number): number {
  const start = shifted(calendar, unit, count);
  if (unit === 'hours') return start + hour;
  return calendar.zone.moment(Math.floor(calendar.zone.local(start) / day) * day + day);
}

/** Fiscal settings of a new organisation: the year begins on January 1 and has four quarters. */
function fiscalPeriodStart(year: number, period: number, zone: TimeZone): number {
  return zone.moment(Date.UTC(year, (period - 1) * 3, 1));
}

const fixed: Readonly<Record<string, (c: Calendar) => TimeRange>> = {
  yesterday: (c) => ({ from: startOfDay(c, -1), to: startOfDay(c) }),
  today: (c) => ({ from: startOfDay(c), to: startOfDay(c, 1) }),
  tomorrow: (c) => ({ from: startOfDay(c, 1), to: startOfDay(c, 2) }),
  'last-seven-days': (c) => ({ from: startOfDay(c, -7), to: c.now + 1 }),
  'next-seven-days': (c) => ({ from: c.now, to: startOfDay(c, 8) }),
  'last-week': (c) => ({ from: startOfWeek(c, -1), to: startOfWeek(c) }),
  'this-week': (c) => ({ from: startOfWeek(c), to: startOfWeek(c, 1) }),
  'next-week': (c) => ({ from: startOfWeek(c, 1), to: startOfWeek(c, 2) }),
  'last-month': (c) => ({ from: startOfMonth(c, -1), to: startOfMonth(c) }),
  'this-month': (c) => ({ from: startOfMonth(c), to: startOfMonth(c, 1) }),
  'next-month': (c) => ({ from: startOfMonth(c, 1), to: startOfMonth(c, 2) }),
  'last-year': (c) => ({ from: startOfYear(c, -1), to: startOfYear(c) }),
  'this-year': (c) => ({ from: startOfYear(c), to: startOfYear(c, 1) }),
  'next-year': (c) => ({ from: startOfYear(c, 1), to: startOfYear(c, 2) }),
  'last-fiscal-year': (c) => ({ from: startOfYear(c, -1), to: startOfYear(c) }),
  'this-fiscal-year': (c) => ({ from: startOfYear(c), to: startOfYear(c, 1) }),
  'next-fiscal-year': (c) => ({ from: startOfYear(c, 1), to: startOfYear(c, 2) }),
  'last-fiscal-period': (c) => fiscalPeriods(c, -1, 0),
  'this-fiscal-period': (c) => fiscalPeriods(c, 0, 1),
  'next-fiscal-period': (c) => fiscalPeriods(c, 1, 2),
};

function fiscalPeriods(calendar: Calendar, from: number, to: number): TimeRange {
  const local = localDate(calendar);
  const year = local.getUTCFullYear();
  const period = Math.floor(local.getUTCMonth() / 3) + 1;
  return {
    from: fiscalPeriodStart(year, period + from, calendar.zone),
    to: fiscalPeriodStart(year, period + to, calendar.zone),
  };
}

/** True for operators that compare with today and take no number. */
export function isFixedPeriod(operator: string): boolean {
  return operator in fixed;
}

/**
 * The stretch of time that an operator such as `this-week`, `last-x-days` or `olderthan-x-months` stands for.
 * `last-x-…` runs from the start of the first day (hour) to now, `next-x-…` from now to the end of the last day (hour).
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/operators
 *
 * @param operator FetchXML spelling
 * @param count the x, where the operator has one
 * @returns null for an operator that is none of these
 */
export function periodOf(operator: string, count: number, now: Date, zone: TimeZone): TimeRange | null {
  const calendar = { now: now.getTime(), zone };
  const simple = fixed[operator];
  if (simple !== undefined) return simple(calendar);
  const relative = /^(last|next|olderthan)-x-(minutes|hours|days|weeks|months|years|fiscal-years|fiscal-periods)$/.exec(
    operator,
  );
  if (relative === null) return null;
  const [, direction = '', unit = ''] = relative;
  if (direction === 'olderthan') return { from: -Infinity, to: olderThan(calendar, unit, count) };
  if (unit === 'fiscal-years') {
    return direction === 'last'
      ? { from: startOfYear(calendar, -count), to: startOfYear(calendar) }
      : { from: startOfYear(calendar, 1), to: startOfYear(calendar, count + 1) };
  }
  if (unit === 'fiscal-periods') {
    return direction === 'last' ? fiscalPeriods(calendar, -count, 0) : fiscalPeriods(calendar, 1, count + 1);
  }
  if (unit === 'minutes') return null;
  return direction === 'last'
    ? { from: shifted(calendar, unit as Unit, -count), to: calendar.now + 1 }
    : { from: calendar.now, to: endOf(calendar, unit as Unit, count) };
}

function olderThan(calendar: Calendar, unit: string, count: number): number {
  if (unit === 'minutes') return calendar.now - count * 60_000;
  if (unit === 'hours') return calendar.now - count * hour;
  return shifted(calendar, unit as Unit, -count);
}

/** `in-fiscal-year`, `in-fiscal-period-and-year` and their kin, for given numbers. */
export function fiscalRange(year: number, period: number | null, zone: TimeZone): TimeRange {
  return period === null
    ? { from: fiscalPeriodStart(year, 1, zone), to: fiscalPeriodStart(year + 1, 1, zone) }
    : { from: fiscalPeriodStart(year, period, zone), to: fiscalPeriodStart(year, period + 1, zone) };
}
