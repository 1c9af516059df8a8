import { dateText, isDateOnly } from '../data/value.js';
import type { Column } from '../model/column.js';
import { DataverseError } from '../model/dataverse-error.js';
import { fiscalRange, isFixedPeriod, periodOf, type TimeRange } from './date-ranges.js';
import { countFor, literalFor } from './literal.js';
import { queryError } from './query-error.js';
import { one, type ConditionFacts, type ValueTest } from './value-test.js';

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
  const range = periodOf(operator, count, facts.now, facts.timeZoneMinutes);
  return range === null ? null : { ...rangeTest(column, range), isVolatile: true };
}

/** Whole days in the caller's time zone: `on`, `not-on`, `on-or-before`, `on-or-after`. */
function dayTest(column: Column, operator: string, values: readonly string[], facts: ConditionFacts): ValueTest | null {
  if (!['on', 'not-on', 'on-or-before', 'on-or-after'].includes(operator)) return null;
  const text = String(literalFor(column, one(operator, values))).slice(0, 10);
  const from = Date.parse(`${text}T00:00:00Z`) - facts.timeZoneMinutes * 60_000;
  const tested = rangeTest(column, {
    from: operator === 'on-or-before' ? -Infinity : from,
    to: operator === 'on-or-after' ? Infinity : from + day,
  });
  return operator === 'not-on' ? { test: (v) => !tested.test(v) } : tested;
}

/** Years 1 and 9999, the ends of what a date column holds. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.UTC(9999, 11, 31);

function rangeTest(column: Column, range: TimeRange): ValueTest {
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
  const write = (at: number): string => {
    const text = dateText(Math.ceil(Math.min(Math.max(at, earliest), latest) / 1000) * 1000);
    return isDateOnly(column) ? text.slice(0, 10) : text;
  };
  const from = range.from === -Infinity ? '' : write(range.from);
  const to = range.to === Infinity ? '\uffff' : write(range.to);
  return { test: (v) => typeof v === 'string' && v >= from && v < to, within: { from, to } };
}

function fiscalTest(
  column: Column,
  operator: string,
  values: readonly string[],
  facts: ConditionFacts,
): ValueTest | null {
  const number = (at: number): number => countFor(operator, values[at]);
  const zone = facts.timeZoneMinutes;
  switch (operator) {
    case 'in-fiscal-year':
      return rangeTest(column, fiscalRange(number(0), null, zone));
    case 'in-fiscal-period-and-year':
      return rangeTest(column, fiscalRange(number(1), number(0), zone));
    case 'in-or-before-fiscal-period-and-year':
      return rangeTest(column, { from: -Infinity, to: fiscalRange(number(1), number(0), zone).to });
    case 'in-or-after-fiscal-period-and-year':
      return rangeTest(column, { from: fiscalRange(number(1), number(0), zone).from, to: Infinity });
    case 'in-fiscal-period': {
      const period = number(0);
      return {
        test: (v) => typeof v === 'string' && Math.floor((Number(v.slice(5, 7)) - 1) / 3) + 1 === period,
      };
    }
    default:
      return null;
  }
}
