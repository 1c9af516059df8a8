import type { Store } from '../data/store.js';
import type { TableRows } from '../data/table-rows.js';

interface Kept {
  readonly value: unknown;
  /** The tables it was made from, with their versions then. */
  readonly madeFrom: readonly { readonly rows: TableRows; readonly version: number }[];
}

/** Results, and rows in all results together; a row in a result costs 8 bytes, a tuple about 60. */
const keptAtMost = 256;
const rowsAtMost = 6_000_000;
const perStore = new WeakMap<Store, Map<string, Kept>>();

/**
 * Gives back what was computed for the same key while none of the tables it was made from has changed; else computes it anew.
 * This is what makes page n+1 of a long query a look-up instead of another scan.
 */
export function kept<T>(store: Store, key: string | null, tables: readonly TableRows[], compute: () => T): T {
  if (key === null) return compute();
  let all = perStore.get(store);
  if (all === undefined) {
    all = new Map();
    perStore.set(store, all);
  }
  const known = all.get(key);
  if (known?.madeFrom.every(({ rows, version }) => rows.version === version) === true) {
    all.delete(key);
    all.set(key, known);
    return known.value as T;
  }
  const value = compute();
  all.delete(key);
  all.set(key, { value, madeFrom: tables.map((rows) => ({ rows, version: rows.version })) });
  forgetOldest(all);
  return value;
}

function forgetOldest(all: Map<string, Kept>): void {
  let rows = 0;
  for (const { value } of all.values()) rows += sizeOf(value);
  for (const [key, { value }] of all) {
    if ((all.size <= keptAtMost && rows <= rowsAtMost) || all.size === 1) return;
    all.delete(key);
    rows -= sizeOf(value);
  }
}

function sizeOf(value: unknown): number {
  if (value instanceof Set) return value.size;
  return Array.isArray(value) ? value.length : 1;
}
