import type { ColumnKind } from '../columns.js';
import { ExactNumber } from '../../values/exact-number.js';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// A date alone, or a time in UTC, as the Web API writes them.
const dateTime =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean =>
  value instanceof ExactNumber || (typeof value === 'number' && Number.isFinite(value));
const isWhole = (value: unknown): boolean => Number.isInteger(value);
const isWholeText = (value: unknown): boolean => value instanceof ExactNumber && /^-?\d+(\.0+)?$/.test(value.text);

const isAllowed: Readonly<Record<ColumnKind, (value: unknown) => boolean>> = {
  text: isText,
  integer: (value) => isWhole(value) || isWholeText(value),
  number: isNumber,
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && dateTime.test(value),
  choice: isWhole,
  choices: (value) => typeof value === 'string' && /^-?\d+(,-?\d+)*$/.test(value),
  lookup: (value) => typeof value === 'string' && guid.test(value),
  guid: (value) => typeof value === 'string' && guid.test(value),
};

/** Whether a value that is not empty suits its column's kind. */
export function isAllowedValue(kind: ColumnKind, value: unknown): boolean {
  return isAllowed[kind](value);
}

/** What a value of the kind is, for the sentence that says that one is none. */
export const expectations: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  datetime: 'a date',
  choice: 'the number of a choice',
  choices: 'numbers of choices',
  lookup: 'a reference to a row',
  guid: 'a GUID',
};
