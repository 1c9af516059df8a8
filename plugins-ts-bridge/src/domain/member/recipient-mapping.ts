import { optedOutBy, type OptedOut, type OptOutFlag } from './settled-outcome.js';
import type { ColumnKind, ColumnPlan } from './columns.js';
import { ExactNumber } from '../values/exact-number.js';

type Properties = Readonly<Record<string, unknown>>;

/** What is read of each member. */
export interface MemberShape {
  readonly columns: readonly ColumnPlan[];
  /** Flags that stand against the mailing. */
  readonly optOutFlags: readonly OptOutFlag[];
}

/** Logical names of all columns to ask for: those that decide a member's outcome beside the selected ones. */
export function columnNames({ columns, optOutFlags }: MemberShape): readonly string[] {
  const deciding = ['statecode', 'emailaddress1', ...optOutFlags];
  return [...new Set([...deciding, ...columns.map((column) => column.logicalName)])];
}

/** What became of a row by its own content. Deleted and unreadable members have no row. */
export type MappedRow =
  | { readonly kind: 'skipped'; readonly outcome: 'skipped-inactive' | 'skipped-no-email' | OptedOut }
  | { readonly kind: 'failed'; readonly column: string; readonly expected: string }
  /**
   * `cells` is a JSON array in the order of the columns: values, for lookups with a label `[id, label]`, and the digits
   * of a number as text, so that nobody who parses it loses one.
   */
  | { readonly kind: 'profile'; readonly cells: string };

type Allowed = string | number | boolean | ExactNumber;
type Cell = string | number | boolean | null | readonly [string, string];

/** First match wins: inactive, no e-mail, opted out, a value that its column's type does not allow, else stored. */
export function mapRow(row: Properties, { columns, optOutFlags }: MemberShape): MappedRow {
  // Contact: 1 inactive; lead: 1 qualified, 2 disqualified.
  if ((row['statecode'] ?? 0) !== 0) return { kind: 'skipped', outcome: 'skipped-inactive' };
  const email = row['emailaddress1'];
  if (typeof email !== 'string' || email.trim() === '') return { kind: 'skipped', outcome: 'skipped-no-email' };
  const flag = optOutFlags.find((candidate) => row[candidate] === true);
  if (flag !== undefined) return { kind: 'skipped', outcome: optedOutBy(flag) };
  const cells: Cell[] = [];
  for (const column of columns) {
    // FetchXML leaves out columns that are empty.
    const value = (Object.hasOwn(row, column.property) ? row[column.property] : null) ?? null;
    if (value === null) cells.push(null);
    else if (isAllowed[column.kind](value)) cells.push(cellOf(row, column, value as Allowed));
    else return { kind: 'failed', column: column.logicalName, expected: expectations[column.kind] };
  }
  return { kind: 'profile', cells: JSON.stringify(cells) };
}

/** Property of a row that holds a lookup's label, where formatted values were asked for. */
export function labelProperty(property: string): string {
  return `${property}@OData.Community.Display.V1.FormattedValue`;
}

/** Kinds whose cells are the digits as text. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'integer' || kind === 'number';
}

/** Whether a value that is not empty suits its column's kind. */
export function isAllowedValue(kind: ColumnKind, value: unknown): boolean {
  return isAllowed[kind](value);
}

function cellOf(row: Properties, column: ColumnPlan, value: Allowed): Cell {
  if (isNumeric(column.kind) || value instanceof ExactNumber) return String(value);
  if (column.kind !== 'lookup') return value;
  const label = row[labelProperty(column.property)];
  return typeof label === 'string' ? [String(value), label] : value;
}

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

const expectations: Readonly<Record<ColumnKind, string>> = {
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
