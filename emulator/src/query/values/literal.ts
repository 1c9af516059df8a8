import { isDateOnly, parseDateText, type Value } from '../../data/value.js';
import { isLookup, type Column } from '../../model/column.js';
import { DataverseError } from '../../model/dataverse-error.js';
import { parseGuid } from '../../model/guid.js';

const numeric = new Set(['integer', 'bigint', 'decimal', 'double', 'money', 'picklist', 'state', 'status']);

/** True for columns whose values compare as text without regard to case. */
export function isText(column: Column): boolean {
  return (
    column.type === 'string' || column.type === 'memo' || column.type === 'entityname' || column.type === 'virtual'
  );
}

export function isGuid(column: Column): boolean {
  return column.type === 'uniqueidentifier' || isLookup(column);
}

export function isNumeric(column: Column): boolean {
  return numeric.has(column.type);
}

/**
 * A literal of a query in the form in which rows keep it, so that both compare plainly.
 * @throws DataverseError 400 when the text is no value of the column's type.
 */
export function literalFor(column: Column, text: string): Value {
  if (isText(column)) return text;
  if (isGuid(column)) return parseGuid(text.trim()) ?? refuse(column, text, 'a GUID');
  if (isNumeric(column)) {
    const number = Number(text);
    return text.trim() === '' || !Number.isFinite(number) ? refuse(column, text, 'a number') : number;
  }
  if (column.type === 'boolean') {
    if (text === '1' || text.toLowerCase() === 'true') return true;
    if (text === '0' || text.toLowerCase() === 'false') return false;
    return refuse(column, text, 'true, false, 1 or 0');
  }
  if (column.type === 'datetime')
    return parseDateText(text.trim(), isDateOnly(column)) ?? refuse(column, text, 'a date');
  return text;
}

function refuse(column: Column, text: string, expected: string): never {
  throw new DataverseError(
    400,
    '0x80040203',
    `The value '${text.slice(0, 100)}' of column '${column.logicalName}' is not ${expected}.`,
  );
}

/** A whole number that belongs to an operator (`last-x-days`). */
export function countFor(operator: string, text: string | undefined): number {
  const count = Number(text);
  if (text === undefined || text.trim() === '' || !Number.isInteger(count) || count < 0) {
    throw new DataverseError(
      400,
      '0x80040203',
      `The operator '${operator}' needs a whole number, not '${text ?? ''}'.`,
    );
  }
  return count;
}
