import type { Row, TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import { isLookup, type Column } from '../model/column.js';
import type { QueryContext } from './caller.js';
import { isHidden } from './filter.js';
import { formattedValue } from './formatted.js';
import { lookupTarget } from './lookup-target.js';

/** One property of the JSON of a row. */
export interface Property {
  /** Key in the JSON. */
  readonly name: string;
  readonly column: Column;
}

export const formattedAnnotation = 'OData.Community.Display.V1.FormattedValue';
export const navigationAnnotation = 'Microsoft.Dynamics.CRM.associatednavigationproperty';
export const targetAnnotation = 'Microsoft.Dynamics.CRM.lookuplogicalname';

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
  const annotated = [formattedAnnotation, navigationAnnotation, targetAnnotation].some(context.annotations);
  const slots = properties.map(({ column }) => (isHidden(context, rows, column) ? -1 : rows.slot(column.logicalName)));
  const keys = properties.map(({ name }) => `,${JSON.stringify(name)}:`);
  if (!annotated) return plainWriter(slots, keys, nulls);
  const before = properties.map((property) => annotationWriter(context, rows, property));
  return (row) => {
    let text = '';
    for (let at = 0; at < slots.length; at++) {
      const value = valueAt(row, slots[at]);
      if (value === null) {
        if (nulls) text += `${keys[at] ?? ''}null`;
      } else text += `${before[at]?.(row, value) ?? ''}${keys[at] ?? ''}${writeValue(value)}`;
    }
    return text;
  };
}

/**
 * The loop that serves a 5,000-row page: no closures, no look-ups. Pieces are joined once a row, which is twice as fast as adding
 * strings (13 against 28 ms for 5,000 rows of 20 columns): the engine need not flatten a tree of small strings later.
 */
function plainWriter(slots: readonly number[], keys: readonly string[], nulls: boolean): PropertyWriter {
  const count = slots.length;
  return (row) => {
    const pieces: string[] = [];
    for (let at = 0; at < count; at++) {
      const value = valueAt(row, slots[at]);
      if (typeof value === 'string') pieces.push(keys[at] ?? '', quote(value));
      else if (value !== null) pieces.push(keys[at] ?? '', String(value));
      else if (nulls) pieces.push(keys[at] ?? '', 'null');
    }
    return pieces.join('');
  };
}

function valueAt(row: Row, slot: number | undefined): Value {
  return slot === undefined || slot < 0 ? null : (row[slot] ?? null);
}

/** JSON text of a string. Few strings need an escape, and looking is cheaper than `JSON.stringify`. */
export function quote(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < 0x20 || code === 0x22 || code === 0x5c || isSurrogate) return JSON.stringify(text);
  }
  return `"${text}"`;
}

export function writeValue(value: Value): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

/** Writes the annotations of one property: formatted value, then for lookups navigation property and table. */
function annotationWriter(
  context: QueryContext,
  rows: TableRows,
  property: Property,
): (row: Row, value: Value) => string {
  const { store, annotations, caller } = context;
  const { name, column } = property;
  const key = (annotation: string): string => `,${JSON.stringify(`${name}@${annotation}`)}:`;
  const writesFormatted = annotations(formattedAnnotation);
  const writesNavigation = isLookup(column) && annotations(navigationAnnotation);
  const writesTarget = isLookup(column) && annotations(targetAnnotation);
  return (row) => {
    const formatted = writesFormatted ? formattedValue(store, rows, row, column, caller) : null;
    let text = formatted === null ? '' : key(formattedAnnotation) + quote(formatted);
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
