import { isLookup, type Column } from '../model/column.js';

/**
 * What a column of a row holds in memory.
 * - unique identifier, lookup: GUID in lower case without braces
 * - date and time: `yyyy-MM-ddTHH:mm:ssZ` (UTC), date only: `yyyy-MM-dd`; both sort as text
 * - choice: the number; several choices: the numbers as text, joined by commas, as on the wire
 * - money, decimal, whole numbers: number; yes/no: boolean
 *
 * Rows loaded through the admin path are not validated, so a column may hold any of these types.
 */
export type Value = string | number | boolean | null;

/** A row as plain data: logical names, nulls left out when read. A lookup with several targets has its table under {@link targetKey}. */
export type RowObject = Record<string, Value>;

/** Under which key a row keeps the table a lookup points to, where it may point to several: `ownerid@table`. */
export function targetKey(column: string): string {
  return `${column}@table`;
}

/** The form that rows keep, recognised without parsing: volume loads bring millions of them. */
const keptDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const isoDateTime = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Brings a date text to the form rows keep, or returns null when it is no date. A text without an offset is UTC. */
export function parseDateText(text: string, dateOnly: boolean): string | null {
  const parts = isoDateTime.exec(text);
  if (parts === null) return null;
  const [, day = '', minutes = '00:00', seconds = '00', zone = 'Z'] = parts;
  if (dateOnly) return Number.isNaN(Date.parse(day)) ? null : day;
  const at = Date.parse(`${day}T${minutes}:${seconds}${zone}`);
  return Number.isNaN(at) ? null : dateText(at);
}

/** @param at a Date or milliseconds since 1970 */
export function dateText(at: Date | number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** True for columns that keep a date without a time. */
export function isDateOnly(column: Column): boolean {
  return column.type === 'datetime' && column.dateTimeBehavior === 'DateOnly';
}

/**
 * True for columns that keep moments, shown to each reader in their own time zone: the behaviour of every date column that names no other.
 * https://learn.microsoft.com/power-apps/developer/data-platform/behavior-format-date-time-attribute
 */
export function isMoment(column: Column): boolean {
  return column.type === 'datetime' && (column.dateTimeBehavior ?? 'UserLocal') === 'UserLocal';
}

/** The form in which the store keeps a value, when the value fits the column's type; any other value is kept as it is. */
export function normalise(column: Column, value: Value): Value {
  if (typeof value !== 'string') return value;
  if (column.type === 'uniqueidentifier' || isLookup(column)) {
    return value.startsWith('{') ? value.slice(1, -1).toLowerCase() : value.toLowerCase();
  }
  if (column.type === 'datetime' && keptDateTime.test(value) && !isDateOnly(column)) return value;
  if (column.type === 'datetime') return parseDateText(value, isDateOnly(column)) ?? value;
  return value;
}
