import { dateText, isDateOnly, isMoment } from '../../data/value.js';
import type { Column } from '../../model/column.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { TimeZone } from '../../time/time-zone.js';
import { fiscalRange, isFixedPeriod, periodOf, type TimeRange } from './date-ranges.js';
import { countFor, literalFor } from '../values/literal.js';
import { queryError } from '../query-error.js';
import { one, type ConditionFacts, type ValueTest } from '../values/value-test.js';

const day = 86_400_000;

/** Conditions that compare a date with days, periods relative to now, or fiscal periods; null for any other operator. */
export function dateCondition(
  column: Column,
  operator: string,
  values: readonly string[],
  facts: ConditionFacts,
): ValueTest | null {
  const calendar = dayTest(column, operator, values, facts) ?? fiscalTest(column, operator, values, facts);
  if (calendar !== null) return calendar;
  const takesCount = operator.includes('-x-');
  if (!takesCount && !isFixedPeriod(operator)) return null;
  if (isDateOnly(column) && /-x-(hours|minutes)$/.test(operator)) {
    throw queryError(
      'QueryBuilderInvalidConditionOperator',
      `'${operator}' cannot be applied to a column with DateOnly behavior.`,
    );
  }
  const count = takesCount ? countFor(operator, values[0]) : 0;
  const range = periodOf(operator, count, facts.now, facts.timeZone);
  return range === null ? null : { ...rangeTest(column, range, facts.timeZone), isVolatile: true };
}

/** Whole days in the caller's time zone: `on`, `not-on`, `on-or-before`, `on-or-after`. */
function dayTest(column: Column, operator: string, values: readonly string[], facts: ConditionFacts): ValueTest | null {
  if (!['on', 'not-on', 'on-or-before', 'on-or-after'].includes(operator)) return null;
  const text = String(literalFor(column, one(operator, values))).slice(0, 10);
  const midnight = Date.parse(`${text}T00:00:00Z`);
  const [from, to] = [midnight, midnight + day].map((local) => facts.timeZone.moment(local)) as [number, number];
  const range = {
    from: operator === 'on-or-before' ? -Infinity : from,
    to: operator === 'on-or-after' ? Infinity : to,
  };
  const tested = rangeTest(column, range, facts.timeZone);
  return operator === 'not-on' ? { test: (v) => !tested.test(v) } : tested;
}

/** Years 1 and 9999, the ends of what a date column holds. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.UTC(9999, 11, 31);

/**
 * @param range of moments; a date without time lies in it when any moment of that day, as the caller counts days, does, and a time
 * without zone is compared with the caller's clock
 */
function rangeTest(column: Column, range: TimeRange, timeZone: TimeZone): ValueTest {
  if (column.type !== 'datetime') {
    throw new DataverseError(
      400,
      '0x80040203',
      `The column '${column.logicalName}' holds no dates, so it cannot be compared with a period.`,
    );
  }
  if (Number.isNaN(range.from) || Number.isNaN(range.to)) {
    throw new DataverseError(400, '0x80040203', `The period compared with '${column.logicalName}' is out of range.`);
  }
  const shown = isMoment(column) ? (at: number) => at : (at: number) => timeZone.local(at);
  const bounded = (at: number): number => Math.min(Math.max(at, earliest), latest);
  const within = (at: number): number => bounded(shown(bounded(at)));
  const moment = (at: number): string => dateText(Math.ceil(within(at) / 1000) * 1000);
  const dayOf = (at: number): string => dateText(within(at)).slice(0, 10);
  const dateOnly = isDateOnly(column);
  const from = range.from === -Infinity ? '' : dateOnly ? dayOf(range.from) : moment(range.from);
  const to = range.to === Infinity ? '\uffff' : dateOnly ? dayOf(range.to - 1 + day) : moment(range.to);
  return { test: (v) => typeof v === 'string' && v >= from && v < to, within: { from, to } };
}

function fiscalTest(
  column: Column,
  operator: string,
  values: readonly string[],
  facts: ConditionFacts,
): ValueTest | null {
  const number = (at: number): number => countFor(operator, values[at]);
  const zone = facts.timeZone;
  switch (operator) {
    case 'in-fiscal-year':
      return rangeTest(column, fiscalRange(number(0), null, zone), zone);
    case 'in-fiscal-period-and-year':
      return rangeTest(column, fiscalRange(number(1), number(0), zone), zone);
    case 'in-or-before-fiscal-period-and-year':
      return rangeTest(column, { from: -Infinity, to: fiscalRange(number(1), number(0), zone).to }, zone);
    case 'in-or-after-fiscal-period-and-year':
      return rangeTest(column, { from: fiscalRange(number(1), number(0), zone).from, to: Infinity }, zone);
    case 'in-fiscal-period': {
      const period = number(0);
      const shown = isMoment(column) ? (at: number) => zone.local(at) : (at: number) => at;
      const quarter = (v: string): number => Math.floor(new Date(shown(Date.parse(v))).getUTCMonth() / 3) + 1;
      return { test: (v) => typeof v === 'string' && quarter(v) === period };
    }
    default:
      return null;
  }
}
