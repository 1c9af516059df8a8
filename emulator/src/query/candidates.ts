import type { Row, TableRows } from '../data/table-rows.js';
import type { Hint } from './filter.js';

/** Rows that an index leaves to be tested, and how many about. */
interface Candidates {
  readonly count: number;
  readonly rows: () => Iterable<Row>;
}

/** Tables below this size are cheaper to scan than to index. */
const worthAnIndex = 2_000;

/** The cheapest way to the rows that can pass: the smallest of what the hints offer, else null (read them all). */
export function candidatesOf(rows: TableRows, hints: readonly Hint[]): Candidates | null {
  let best: Candidates | null = null;
  for (const hint of hints) {
    const offered = offer(rows, hint);
    if (offered !== null && (best === null || offered.count < best.count)) best = offered;
  }
  return best;
}

function offer(rows: TableRows, hint: Hint): Candidates | null {
  switch (hint.kind) {
    case 'ids':
      return { count: hint.ids.size, rows: () => byIds(rows, hint.ids) };
    case 'among': {
      if (rows.size < worthAnIndex) return null;
      const index = rows.byValue(hint.column);
      let count = 0;
      for (const value of hint.values) count += index.count(value);
      return { count, rows: () => eachOf(hint.values, (value) => index.rows(value)) };
    }
    case 'within': {
      if (rows.size < worthAnIndex) return null;
      const index = rows.ordered(hint.column);
      const from = hint.range.from === null ? 0 : index.position(hint.range.from, false);
      const to = hint.range.to === null ? rows.size : index.position(hint.range.to, true);
      return { count: Math.max(0, to - from), rows: () => index.rows().slice(from, Math.max(from, to)) };
    }
  }
}

function* byIds(rows: TableRows, ids: Iterable<unknown>): Iterable<Row> {
  for (const id of ids) {
    const row = typeof id === 'string' ? rows.find(id) : undefined;
    if (row !== undefined) yield row;
  }
}

function* eachOf<Value>(values: Iterable<Value>, rowsOf: (value: Value) => Iterable<Row>): Iterable<Row> {
  for (const value of new Set(values)) yield* rowsOf(value);
}
