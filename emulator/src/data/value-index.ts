import type { Row } from './table-rows.js';
import type { Value } from './value.js';

/** How a column's values are told apart: as they are, or, for text, without regard to case. */
type Likeness = 'exact' | 'ignoring case';

/** Rows by the value of one column. Nulls are not kept. A value with one row costs one map entry and no set. */
export class ValueIndex {
  readonly #slot: number;
  readonly #keyOf: (value: Value) => Value;
  readonly #byValue = new Map<Value, Row | Set<Row>>();

  constructor(slot: number, rows: Iterable<Row>, likeness: Likeness = 'exact') {
    this.#slot = slot;
    this.#keyOf = likeness === 'exact' ? (value) => value : lowerCase;
    for (const row of rows) this.add(row);
  }

  add(row: Row): void {
    const value = this.#keyOf(row[this.#slot] ?? null);
    if (value === null) return;
    const known = this.#byValue.get(value);
    if (known === undefined) this.#byValue.set(value, row);
    else if (known instanceof Set) known.add(row);
    else this.#byValue.set(value, new Set([known, row]));
  }

  /** Call before the row's value changes or the row goes. */
  remove(row: Row): void {
    const value = this.#keyOf(row[this.#slot] ?? null);
    const known = this.#byValue.get(value);
    if (known === row) this.#byValue.delete(value);
    else if (known instanceof Set) known.delete(row);
  }

  rows(value: Value): Iterable<Row> {
    const known = this.#byValue.get(this.#keyOf(value));
    if (known === undefined) return [];
    return known instanceof Set ? known : [known];
  }

  count(value: Value): number {
    const known = this.#byValue.get(this.#keyOf(value));
    if (known === undefined) return 0;
    return known instanceof Set ? known.size : 1;
  }
}

function lowerCase(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
