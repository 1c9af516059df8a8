import type { Store } from '../data/store.js';
import type { Row, TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import { candidatesOf } from './candidates.js';
import { everything, type Filter } from './filter.js';
import { kept } from './kept-results.js';
import { compareKeys, sortRows, type OrderTerm } from './order.js';

/** Rows of one table that pass a filter, in a total order. */
export interface RowQuery {
  readonly store: Store;
  readonly rows: TableRows;
  readonly filter: Filter;
  /** The last term is the primary key. */
  readonly order: readonly OrderTerm[];
  /** Says all that the result depends on besides the rows; null when it must not be kept. */
  readonly key: string | null;
  /** Tables besides `rows` that the filter looks at. */
  readonly dependsOn: readonly TableRows[];
}

/** Where a page begins: so many rows behind the first, or behind the row with these order values (as the cookie carries them). */
export interface PageStart {
  readonly after?: readonly Value[];
  readonly skip?: number;
}

interface RowPage {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/** An index that leaves less than this share of the table beats walking the table in order. */
const selective = 0.3;

/** A result that cannot be kept is made anew for each page, which pays only while this many rows have to be looked at. */
const cheapToRepeat = 20_000;

export function pageOf(query: RowQuery, size: number, start: PageStart): RowPage {
  const [first] = query.order;
  const walks =
    query.order.length === 1 && first !== undefined && !hasFewCandidates(query)
      ? walk(query, first, size + 1, start)
      : slice(query, size + 1, start);
  return walks.length > size ? { rows: walks.slice(0, size), more: true } : { rows: walks, more: false };
}

/** How many rows pass, counted up to a limit. */
export function countRows(query: RowQuery, limit: number): number {
  if (query.filter === everything) return Math.min(limit, query.rows.size);
  const { test } = query.filter;
  let count = 0;
  for (const row of candidatesOf(query.rows, query.filter.hints)?.rows() ?? query.rows.all()) {
    if (test(row) && ++count >= limit) break;
  }
  return count;
}

/** Every row that passes, in order. */
export function allRows(query: RowQuery): readonly Row[] {
  return kept(query.store, query.key, [query.rows, ...query.dependsOn], () => {
    const { test } = query.filter;
    const found: Row[] = [];
    for (const row of candidatesOf(query.rows, query.filter.hints)?.rows() ?? query.rows.all()) {
      if (test(row)) found.push(row);
    }
    return sortRows(found, query.order);
  });
}

function hasFewCandidates(query: RowQuery): boolean {
  const candidates = candidatesOf(query.rows, query.filter.hints);
  if (candidates === null || candidates.count >= query.rows.size * selective) return false;
  return query.key !== null || candidates.count <= cheapToRepeat;
}

/** In primary-key order the index is the order: seek to the start, test rows until the page is full. */
function walk(query: RowQuery, term: OrderTerm, wanted: number, start: PageStart): Row[] {
  const index = query.rows.ordered(query.rows.table.primaryId);
  const sorted = index.rows();
  const step = term.descending ? -1 : 1;
  let at = term.descending ? sorted.length - 1 : 0;
  let skip = start.skip ?? 0;
  if (start.after !== undefined) {
    const last = start.after[0] ?? null;
    at = term.descending ? index.position(last, false) - 1 : index.position(last, true);
  }
  const { test } = query.filter;
  const found: Row[] = [];
  for (; found.length < wanted; at += step) {
    const row = sorted[at];
    if (row === undefined) break;
    if (!test(row)) continue;
    if (skip > 0) skip--;
    else found.push(row);
  }
  return found;
}

function slice(query: RowQuery, wanted: number, start: PageStart): Row[] {
  const all = allRows(query);
  const from = (start.after === undefined ? 0 : positionAfter(all, query.order, start.after)) + (start.skip ?? 0);
  return all.slice(from, from + wanted);
}

/** First row that comes behind the given order values: the row they were taken from may be gone by now. */
function positionAfter(rows: readonly Row[], order: readonly OrderTerm[], after: readonly Value[]): number {
  const keys = order.map((term, at) => term.keyOf(after[at] ?? null));
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    const sign =
      row === undefined
        ? 1
        : compareKeys(
            order,
            order.map((term) => term.key(row)),
            keys,
          );
    if (sign <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
