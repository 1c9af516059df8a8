import type { WebRow } from '../../server/web-api';
import { text } from '../../texts/texts';
import type { DatePart } from '../../xml/chart';

/** A number by which dates sort, of as many parts as the chart groups by. A row without a date comes first. */
export function dateNumber(row: WebRow, parts: readonly DatePart[]): number {
  return parts.reduce((number, { alias }) => number * 100 + Number(row[alias] ?? 0), 0);
}

/** A date of a category in the user's way: `Nov 21, 2026`, `November 2026` or `2026`, by the parts there are. */
export function dateText(row: WebRow, parts: readonly DatePart[]): string {
  const values = parts.map(({ alias }) => row[alias]);
  const [year, month = 1, day = 1] = values.map(Number);
  if (year === undefined || values.some((value) => value === null || value === undefined)) return text('none');
  const options: Intl.DateTimeFormatOptions =
    parts.length === 3
      ? { dateStyle: 'medium' }
      : parts.length === 2
        ? { year: 'numeric', month: 'long' }
        : { year: 'numeric' };
  return new Date(year, month - 1, day).toLocaleDateString(document.documentElement.lang, options);
}
