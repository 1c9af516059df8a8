import type { ColumnDefinition } from '../../server/types';
import { plainText } from '../../server/plain-text';

/** A value as the user reads it: dates and numbers in the user's way, everything else as the server formatted it. */
export function localText(column: ColumnDefinition | undefined, raw: unknown, formatted: string): string {
  const locale = document.documentElement.lang;
  if (raw === null || raw === undefined || column === undefined) return formatted;
  if (column.type === 'datetime') {
    const dateOnly = column.dateTimeBehavior === 'DateOnly';
    const date = raw instanceof Date ? raw : new Date(dateOnly ? `${plainText(raw)}T00:00:00` : plainText(raw));
    if (Number.isNaN(date.getTime())) return plainText(raw);
    const dateStyle = 'short' as const;
    return dateOnly || column.format === 'DateOnly'
      ? date.toLocaleDateString(locale, { dateStyle })
      : date.toLocaleString(locale, { dateStyle, timeStyle: 'short' });
  }
  if (column.options !== null) {
    const value = typeof raw === 'boolean' ? Number(raw) : raw;
    return column.options.find((option) => option.value === value)?.label ?? formatted;
  }
  if (column.type === 'integer' || column.type === 'bigint' || column.type === 'decimal' || column.type === 'double') {
    return typeof raw === 'number' ? new Intl.NumberFormat(locale).format(raw) : plainText(raw);
  }
  return formatted;
}
