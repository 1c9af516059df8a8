import { isDateOnly, parseDateText, type Value } from '../../data/value.js';
import { isBeyondDouble } from '../../data/exact-digits.js';
import type { Column } from '../../model/column.js';
import { DataverseError, NotImplemented } from '../../model/dataverse-error.js';
import { parseGuid } from '../../model/guid.js';
import type { Table } from '../../model/table.js';
import { payloadError, wrongType } from './payload-error.js';

/**
 * Checks a JSON value against its column and brings it to the form that rows keep. *Business required* is a matter of forms and not
 * checked here.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-properties
 * @throws DataverseError 400 with the platform's code.
 */
export function validateValue(table: Table, column: Column, value: unknown): Value {
  if (value === null) return null;
  switch (column.type) {
    case 'string':
    case 'memo':
    case 'entityname':
      return text(table, column, value);
    case 'integer':
      return inRange(table, column, whole(table, value, 'Edm.Int32', -2_147_483_648, 2_147_483_647));
    case 'bigint':
      return bigInteger(table, value);
    case 'decimal':
    case 'money':
    case 'double':
      return fraction(table, column, value);
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(table.entitySetName, value, 'Edm.Boolean');
      return value;
    case 'datetime':
      return date(table, column, value);
    case 'picklist':
    case 'state':
    case 'status':
      return choice(table, column, whole(table, value, 'Edm.Int32', -2_147_483_648, 2_147_483_647));
    case 'multiselectpicklist':
      return choices(table, column, value);
    case 'uniqueidentifier':
      return guid(table, value);
    case 'lookup':
    case 'customer':
    case 'owner':
      throw payloadError(
        table.entitySetName,
        'Microsoft.Crm.CrmException: CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
      );
    default:
      throw new NotImplemented(`writing the ${column.type} column ${table.logicalName}.${column.logicalName}`);
  }
}

function text(table: Table, column: Column, value: unknown): string {
  if (typeof value !== 'string') throw wrongType(table.entitySetName, value, 'Edm.String');
  if (column.maxLength !== undefined && value.length > column.maxLength) {
    throw new DataverseError(
      400,
      '0x80044331',
      `A validation error occurred.  The length of the '${column.logicalName}' attribute of the '${table.logicalName}' entity exceeded the maximum allowed length of '${column.maxLength}'.`,
    );
  }
  return value;
}

/** A number, or its digits as text, which the documentation's own sample of InitializeFrom sends. */
function whole(table: Table, given: unknown, edmType: string, least: number, greatest: number): number {
  const value = typeof given === 'string' && /^-?\d{1,16}$/.test(given) ? Number(given) : given;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > greatest) {
    throw wrongType(table.entitySetName, value, edmType);
  }
  return value;
}

/** Digits beyond a double are kept as text. */
function bigInteger(table: Table, value: unknown): Value {
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value) || !isBeyondDouble(value)) {
    return whole(table, value, 'Edm.Int64', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }
  if (BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) throw wrongType(table.entitySetName, value, 'Edm.Int64');
  return value;
}

function fraction(table: Table, column: Column, value: unknown): Value {
  if (column.type === 'double' && typeof value === 'string' && isBeyondDouble(value)) value = Number(value);
  // Exact decimals may also come as text, as OData's IEEE754Compatible says.
  const number =
    typeof value === 'string' && column.type !== 'double' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    throw wrongType(table.entitySetName, value, column.type === 'double' ? 'Edm.Double' : 'Edm.Decimal');
  }
  const digits = column.type === 'money' ? Math.max(column.precision ?? 4, 4) : (column.precision ?? 10);
  if (typeof value === 'string' && isBeyondDouble(value)) {
    inRange(table, column, number);
    return value.replace(new RegExp(`(\\.\\d{${digits}})\\d+$`), '$1');
  }
  return inRange(table, column, Number(number.toFixed(Math.min(digits, 20))));
}

function inRange(table: Table, column: Column, value: number): number {
  if (value >= (column.minValue ?? -Infinity) && value <= (column.maxValue ?? Infinity)) return value;
  throw new DataverseError(
    400,
    '0x80044330',
    `A validation error occurred. The value ${value} of '${column.logicalName}' on record of type '${table.logicalName}' is outside the valid range. The value must be between ${column.minValue ?? ''} and ${column.maxValue ?? ''}.`,
  );
}

function date(table: Table, column: Column, value: unknown): string {
  const dateOnly = isDateOnly(column);
  const parsed = typeof value === 'string' ? parseDateText(value, dateOnly) : null;
  // A time of day in a date-only column is an error, not something to be cut off.
  if (parsed === null || (dateOnly && String(value).length > 10)) {
    throw wrongType(table.entitySetName, value, dateOnly ? 'Edm.Date' : 'Edm.DateTimeOffset');
  }
  // https://learn.microsoft.com/power-apps/developer/data-platform/behavior-format-date-time-attribute: 1753 is SQL Server's first year.
  if (parsed < '1753-01-01') {
    throw new DataverseError(400, '0x80040239', 'DateTime is less than minumum value supported by CrmDateTime.');
  }
  return parsed;
}

function choice(table: Table, column: Column, value: number): number {
  const options = column.optionSet?.options ?? [];
  if (options.some((option) => option.value === value)) return value;
  throw new DataverseError(
    400,
    '0x8004431a',
    `A validation error occurred. The value ${value} of '${column.logicalName}' on record of type '${table.logicalName}' is outside the valid range. Accepted Values: ${options.map((option) => option.value).join(',')}`,
  );
}

function choices(table: Table, column: Column, value: unknown): string {
  if (typeof value !== 'string') throw wrongType(table.entitySetName, value, 'Edm.String');
  const numbers = value.split(',').map((part) => part.trim());
  for (const number of numbers) {
    if (!/^-?\d+$/.test(number)) throw wrongType(table.entitySetName, value, 'Edm.Int32');
    choice(table, column, Number(number));
  }
  return numbers.join(',');
}

function guid(table: Table, value: unknown): string {
  const parsed = typeof value === 'string' ? parseGuid(value) : null;
  if (parsed === null) throw wrongType(table.entitySetName, value, 'Edm.Guid');
  return parsed;
}
