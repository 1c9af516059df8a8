import type { Row } from './table-rows.js';
import type { Value } from './value.js';

/**
 * The rows of a table sorted by one column, then by primary key; rows with null first.
 *
 * Changes are collected and merged in one linear pass at the next read, so that a bulk load costs one sort. GUIDs sort as plain text:
 * the documentation promises a stable order by primary key, not which one (SQL Server's own order is by the last six bytes first).
 */
export class OrderedIndex {
  readonly #slot: number;
  #sorted: Row[];
  readonly #added: Set<Row>;
  readonly #removed = new Set<Row>();

  constructor(slot: number, rows: Iterable<Row>) {
    this.#slot = slot;
    this.#sorted = [];
    this.#added = new Set(rows);
  }

  add(row: Row): void {
    this.#added.add(row);
  }

  /** Call before the row's key changes or the row goes. */
  remove(row: Row): void {
    if (!this.#added.delete(row)) this.#removed.add(row);
  }

  /** All rows in order. Valid until the next change. */
  rows(): readonly Row[] {
    if (this.#removed.size > 0) this.#dropRemoved();
    if (this.#added.size > 0) this.#mergeAdded();
    return this.#sorted;
  }

  /** Position of the first row whose column is >= value (or > value when `after`). */
  position(value: Value, after: boolean): number {
    const rows = this.rows();
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = comparePlain(rows[middle]?.[this.#slot] ?? null, value);
      if (order < 0 || (after && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #dropRemoved(): void {
    // A row that was removed and added again (its key changed) stands in both lists and must survive in the second.
    this.#sorted = this.#sorted.filter((row) => !this.#removed.has(row));
    this.#removed.clear();
  }

  #mergeAdded(): void {
    const slot = this.#slot;
    const order = (a: Row, b: Row): number =>
      comparePlain(a[slot] ?? null, b[slot] ?? null) || comparePlain(a[0] ?? null, b[0] ?? null);
    const added = [...this.#added].sort(order);
    this.#added.clear();
    if (this.#sorted.length === 0) {
      this.#sorted = added;
      return;
    }
    const old = this.#sorted;
    const merged = new Array<Row>(old.length + added.length);
    let i = 0;
    let j = 0;
    for (let k = 0; k < merged.length; k++) {
      const a = old[i];
      const b = added[j];
      const takesOld = b === undefined || (a !== undefined && order(a, b) <= 0);
      const next = takesOld ? a : b;
      if (next !== undefined) merged[k] = next;
      if (takesOld) i++;
      else j++;
    }
    this.#sorted = merged;
  }
}

/** Null first, then numbers and booleans, then text by code unit. */
export function comparePlain(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  const rank = (v: Value): number => (typeof v === 'string' ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return Number(a) - Number(b);
}
