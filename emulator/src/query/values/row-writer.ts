import { isBeyondDouble } from '../../data/exact-digits.js';
import type { Row, TableRows } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import { isLookup, type Column } from '../../model/column.js';
import type { QueryContext } from '../caller.js';
import { isHidden } from '../filter.js';
import { formattedValue } from './formatted.js';
import { isNumeric } from './literal.js';
import { lookupTarget } from './lookup-target.js';

/** One property of the JSON of a row. */
export interface Property {
  /** Key in the JSON. */
  readonly name: string;
  readonly column: Column;
  /** Said in an annotation where the key is an alias, or belongs to a joined table: the column's own name. */
  readonly attributeName?: string;
}

export const formattedAnnotation = 'OData.Community.Display.V1.FormattedValue';
const navigationAnnotation = 'Microsoft.Dynamics.CRM.associatednavigationproperty';
export const targetAnnotation = 'Microsoft.Dynamics.CRM.lookuplogicalname';
/** https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/select-columns#column-aliases */
export const attributeNameAnnotation = 'OData.Community.Display.V1.AttributeName';

const written = [attributeNameAnnotation, formattedAnnotation, navigationAnnotation, targetAnnotation];

/** Writes a row's properties, each with a comma before it. */
export type PropertyWriter = (row: Row) => string;

/**
 * Compiles the writer of a row's columns: what is the same for every row (keys, slots, which annotations) is settled once per query.
 * @param nulls true writes null columns as null (`$select`), false leaves them out (FetchXML)
 */
export function propertyWriter(
  context: QueryContext,
  rows: TableRows,
  properties: readonly Property[],
  nulls: boolean,
): PropertyWriter {
  const annotated = written.some(context.annotations);
  const slots = properties.map(({ column }) => (isHidden(context, rows, column) ? -1 : rows.slot(column.logicalName)));
  const keys = properties.map(({ name }) => `,${JSON.stringify(name)}:`);
  const numbers = properties.map(({ column }) => isNumeric(column));
  const money = properties.map(({ column }) => column.type === 'money');
  if (!annotated) return plainWriter(slots, keys, { numbers, money }, nulls);
  const before = properties.map((property) => annotationWriter(context, rows, property));
  return (row) => {
    let text = '';
    for (let at = 0; at < slots.length; at++) {
      const value = valueAt(row, slots[at]);
      if (value === null) {
        if (nulls) text += `${keys[at] ?? ''}null`;
      } else
        text += `${before[at]?.(row, value) ?? ''}${keys[at] ?? ''}${money[at] === true ? moneyText(value) : writeValue(value, numbers[at])}`;
    }
    return text;
  };
}

/** The loop that serves a 5,000-row page: no closures, no look-ups. */
function plainWriter(
  slots: readonly number[],
  keys: readonly string[],
  { numbers, money }: { readonly numbers: readonly boolean[]; readonly money: readonly boolean[] },
  nulls: boolean,
): PropertyWriter {
  const count = slots.length;
  return (row) => {
    let text = '';
    for (let at = 0; at < count; at++) {
      const value = valueAt(row, slots[at]);
      if (money[at] === true && value !== null) text += (keys[at] ?? '') + moneyText(value);
      else if (typeof value === 'string')
        text += (keys[at] ?? '') + (numbers[at] === true ? writeValue(value, true) : quote(value));
      else if (value !== null) text += (keys[at] ?? '') + String(value);
      else if (nulls) text += `${keys[at] ?? ''}null`;
    }
    return text;
  };
}

function valueAt(row: Row, slot: number | undefined): Value {
  return slot === undefined || slot < 0 ? null : (row[slot] ?? null);
}

/** What may need an escape in JSON: all but what stands around control characters, quote, backslash and surrogates. */
const mayNeedEscape = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** JSON text of a string. Few strings need an escape, and looking is cheaper than `JSON.stringify`. */
export function quote(text: string): string {
  return mayNeedEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** @param number The value stands in a column of numbers, where digits beyond a double are kept as text. */
export function writeValue(value: Value, number = false): string {
  if (number && typeof value === 'string' && isBeyondDouble(value)) return value;
  return typeof value === 'string' ? quote(value) : String(value);
}

/**
 * Amounts have four decimals on the wire, whatever a form shows of them.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/select-columns
 */
export function moneyText(value: Value): string {
  const text = writeValue(value, true);
  if (!plainNumber.test(text)) return text;
  const point = text.indexOf('.');
  return point < 0 ? `${text}.0000` : text.padEnd(point + 5, '0');
}

const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * Writes the annotations of one property: the name behind an alias, formatted value, then for lookups navigation property and table.
 * An alias is no property of the table, so nothing navigates from it.
 */
function annotationWriter(
  context: QueryContext,
  rows: TableRows,
  property: Property,
): (row: Row, value: Value) => string {
  const { store, annotations, caller } = context;
  const { name, column, attributeName } = property;
  const key = (annotation: string): string => `,${JSON.stringify(`${name}@${annotation}`)}:`;
  const writesName = attributeName !== undefined && annotations(attributeNameAnnotation);
  const before = writesName ? key(attributeNameAnnotation) + quote(attributeName) : '';
  const writesFormatted = annotations(formattedAnnotation);
  const writesNavigation = isLookup(column) && attributeName === undefined && annotations(navigationAnnotation);
  const writesTarget = isLookup(column) && annotations(targetAnnotation);
  return (row) => {
    const formatted = writesFormatted ? formattedValue(store, rows, row, column, caller) : null;
    let text = formatted === null ? before : before + key(formattedAnnotation) + quote(formatted);
    if (!writesNavigation && !writesTarget) return text;
    const target = lookupTarget(store, rows, row, column);
    if (target === null) return text;
    const navigation = writesNavigation ? navigationTo(context, rows, column, target) : null;
    if (navigation !== null) text += key(navigationAnnotation) + quote(navigation);
    if (writesTarget) text += key(targetAnnotation) + quote(target);
    return text;
  };
}

function navigationTo(context: QueryContext, rows: TableRows, column: Column, target: string): string | null {
  for (const navigation of context.store.model.navigations(rows.table).values()) {
    if (navigation.kind !== 'single' || navigation.column !== column.logicalName) continue;
    if (navigation.targets.includes(target)) return navigation.name;
  }
  return null;
}
