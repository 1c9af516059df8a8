import { comparePlain } from '../data/ordered-index.js';
import type { Row } from '../data/table-rows.js';
import type { Value } from '../data/value.js';

/** One term of an order: what to compare, and which way. */
export interface OrderTerm {
  /** Name of the cookie's element: the column, or the alias under which it was ordered. */
  readonly name: string;
  readonly descending: boolean;
  /** What the row is ordered by: the value, folded to lower case for text, or the label of a choice. */
  readonly key: (row: Row) => Value;
  /** The value as the cookie carries it. */
  readonly raw: (row: Row) => Value;
  /** Turns a value of the cookie into an order key. */
  readonly keyOf: (raw: Value) => Value;
}

/** An order by a column's plain value. */
export function plainTerm(name: string, slot: number, descending: boolean, isText: boolean): OrderTerm {
  const keyOf = isText ? fold : (v: Value): Value => v;
  const raw = (row: Row): Value => (slot < 0 ? null : (row[slot] ?? null));
  return { name, descending, raw, keyOf, key: isText ? (row) => fold(raw(row)) : raw };
}

export function fold(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

export function compareKeys(terms: readonly OrderTerm[], a: readonly Value[], b: readonly Value[]): number {
  for (let at = 0; at < terms.length; at++) {
    const sign = comparePlain(a[at] ?? null, b[at] ?? null);
    if (sign !== 0) return terms[at]?.descending === true ? -sign : sign;
  }
  return 0;
}

/** Sorts rows by terms; keys are made once per row. The last term is the primary key, so the order is total. */
export function sortRows(rows: Iterable<Row>, terms: readonly OrderTerm[]): Row[] {
  const [only] = terms;
  if (terms.length === 1 && only !== undefined) {
    const sign = only.descending ? -1 : 1;
    return [...rows].sort((a, b) => sign * comparePlain(only.key(a), only.key(b)));
  }
  return [...rows]
    .map((row) => ({ row, keys: terms.map((term) => term.key(row)) }))
    .sort((a, b) => compareKeys(terms, a.keys, b.keys))
    .map(({ row }) => row);
}
