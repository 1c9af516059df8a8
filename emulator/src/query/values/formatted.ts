import type { Store } from '../../data/store.js';
import type { Row, TableRows } from '../../data/table-rows.js';
import { isDateOnly, isMoment, type Value } from '../../data/value.js';
import { isLookup, type Column } from '../../model/column.js';
import { labelText } from '../../model/label.js';
import type { TimeZone } from '../../time/time-zone.js';
import { lookupName, lookupTarget } from './lookup-target.js';

const localeOf = new Map([
  [1033, 'en-US'],
  [1031, 'de-DE'],
  [1036, 'fr-FR'],
  [1037, 'he-IL'],
  [3082, 'es-ES'],
]);

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numberFormat(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale}:${digits}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numberFormats.set(key, format);
  }
  return format;
}

function dateFormat(locale: string, withTime: boolean): Intl.DateTimeFormat {
  const key = `${locale}:${withTime}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    const day = { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    format = new Intl.DateTimeFormat(locale, withTime ? { ...day, hour: 'numeric', minute: '2-digit' } : day);
    dateFormats.set(key, format);
  }
  return format;
}

/** What the caller's language and time zone make of values. */
interface Reader {
  readonly languageId: number;
  readonly timeZone: TimeZone;
}

/**
 * The text of `@OData.Community.Display.V1.FormattedValue`; null for values that have none (plain text, identifiers, nulls).
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/select-columns#formatted-values
 */
export function formattedValue(store: Store, rows: TableRows, row: Row, column: Column, reader: Reader): string | null {
  const value = rows.value(row, column.logicalName);
  if (value === null) return null;
  if (isLookup(column)) {
    const name = lookupName(store, lookupTarget(store, rows, row, column), value);
    return name === null ? null : String(name);
  }
  if (column.type === 'money') return moneyText(store, rows, row, column, value, reader);
  if (column.type === 'entityname') {
    const table = typeof value === 'string' ? store.model.findTable(value) : undefined;
    return table === undefined ? null : labelText(table.displayName, reader.languageId);
  }
  return plainFormatted(column, value, reader);
}

/**
 * The formatted text of a value made from several rows: amounts stand in the organisation's currency, because those of the rows may differ.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data
 */
export function formattedTotal(store: Store, column: Column, value: Value, reader: Reader): string | null {
  const plain = plainFormatted(column, value, reader);
  return plain !== null && column.type === 'money' ? `${baseCurrencySymbol(store)}${plain}` : plain;
}

function baseCurrencySymbol(store: Store): string {
  const organisations = store.rows('organization');
  for (const row of organisations.all()) {
    const currency = organisations.value(row, 'basecurrencyid');
    const symbol = typeof currency === 'string' ? store.get('transactioncurrency', currency)?.['currencysymbol'] : null;
    if (typeof symbol === 'string') return symbol;
  }
  return '';
}

/** The formatted text of a value that needs no other row. */
export function plainFormatted(column: Column, value: Value, reader: Reader): string | null {
  const locale = localeOf.get(reader.languageId) ?? 'en-US';
  switch (column.type) {
    case 'picklist':
    case 'state':
    case 'status':
    case 'boolean':
      return optionLabel(column, Number(value), reader.languageId);
    case 'multiselectpicklist':
      return String(value)
        .split(',')
        .map((part) => optionLabel(column, Number(part), reader.languageId) ?? part)
        .join('; ');
    case 'integer':
    case 'bigint':
      return typeof value === 'number' ? numberFormat(locale, 0).format(value) : null;
    case 'decimal':
    case 'double':
    case 'money':
      return typeof value === 'number' ? numberFormat(locale, column.precision ?? 2).format(value) : null;
    case 'datetime':
      return dateTimeText(column, value, locale, reader.timeZone);
    default:
      return null;
  }
}

function optionLabel(column: Column, value: number, languageId: number): string | null {
  const option = column.optionSet?.options.find((candidate) => candidate.value === value);
  return option === undefined ? null : labelText(option.label, languageId);
}

function dateTimeText(column: Column, value: Value, locale: string, timeZone: TimeZone): string | null {
  const dateOnly = isDateOnly(column) || column.format === 'DateOnly';
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) return null;
  // Only moments are turned into the reader's time; the other behaviours keep what was written.
  const shifted = isMoment(column) ? timeZone.local(at) : at;
  // ICU separates the time from AM/PM by a narrow no-break space; the platform by a plain one.
  return dateFormat(locale, !dateOnly)
    .format(shifted)
    .replace(/\u202f/g, ' ')
    .replace(', ', ' ');
}

function moneyText(
  store: Store,
  rows: TableRows,
  row: Row,
  column: Column,
  value: Value,
  reader: Reader,
): string | null {
  const plain = plainFormatted(column, value, reader);
  const currency = rows.value(row, 'transactioncurrencyid');
  const known = typeof currency === 'string' ? store.get('transactioncurrency', currency) : undefined;
  const symbol = known?.['currencysymbol'] ?? '$';
  return plain === null ? null : `${String(symbol)}${plain}`;
}
