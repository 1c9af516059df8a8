import type { Value } from '../../data/value.js';
import type { TimeZone } from '../../time/time-zone.js';
import { queryError } from '../../query/query-error.js';

const day = 86_400_000;

/**
 * The number that `dategrouping` makes of a date in the caller's time zone: day 1-31, week 1-53 (weeks begin on Sunday, the week of
 * January 1 is the first), month 1-12, quarter 1-4, year; fiscal periods are the quarters of the calendar year, as in a new organisation.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data#grouping-by-parts-of-a-date
 */
export function dateGroup(grouping: string, value: Value, zone: TimeZone): Value {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  const local = new Date(zone.local(at));
  const part = partOf(grouping, local);
  return Number.isNaN(at) ? null : part;
}

function partOf(grouping: string, local: Date): Value {
  switch (grouping) {
    case 'day':
      return local.getUTCDate();
    case 'week': {
      const firstDay = Date.UTC(local.getUTCFullYear(), 0, 1);
      const dayOfYear = Math.floor((local.getTime() - firstDay) / day);
      return Math.floor((dayOfYear + new Date(firstDay).getUTCDay()) / 7) + 1;
    }
    case 'month':
      return local.getUTCMonth() + 1;
    case 'quarter':
      return Math.floor(local.getUTCMonth() / 3) + 1;
    case 'year':
      return local.getUTCFullYear();
    case 'fiscal-period':
      return `Quarter ${Math.floor(local.getUTCMonth() / 3) + 1} FY${local.getUTCFullYear()}`;
    case 'fiscal-year':
      return `FY${local.getUTCFullYear()}`;
    default:
      throw queryError('QueryBuilderInvalidDateGrouping', `Not '${grouping}'.`);
  }
}
