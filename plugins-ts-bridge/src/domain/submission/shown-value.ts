import type { ColumnValue } from '@pmds/contracts/web-form/submission';
import { dateText } from '../values/date-text.js';
import { numberText } from '../values/number-text.js';
import { isEmptyValue, type WritableColumn } from './writable-column.js';

/**
 * A value as whoever compares it reads it. @returns `null` for an empty one.
 * @param zone In which moments are shown; UTC where it is not known.
 * @param name Of the row that a lookup names, where it is known.
 */
export function shownValue(
  column: WritableColumn,
  value: ColumnValue,
  zone: string | null,
  name: string | null,
): string | null {
  if (isEmptyValue(value)) return null;
  const text = String(value);
  switch (column.kind) {
    case 'boolean':
      return value === true ? (column.yesNo?.yes[0] ?? 'Yes') : (column.yesNo?.no[0] ?? 'No');
    case 'choice':
      return labelOf(column, Number(value));
    case 'choices':
      return text
        .split(',')
        .map((one) => labelOf(column, Number(one)))
        .join(', ');
    case 'datetime':
      return (dateText(text, { ...(column.date ?? anyDate), zone: zone ?? 'UTC' }) ?? text).replace('T', ' ');
    case 'number':
    case 'integer':
      return numberText(text, column.precision);
    case 'lookup':
    case 'guid':
      return name ?? text;
    case 'text':
      return text;
  }
}

const anyDate = { behaviour: 'user-local', format: 'day-and-time' } as const;

function labelOf({ options = [] }: WritableColumn, value: number): string {
  return options.find((option) => option.value === value)?.labels[0] ?? String(value);
}
