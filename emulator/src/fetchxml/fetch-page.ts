import { pageLimit, type QueryContext } from '../query/caller.js';
import type { Fetch } from './fetch.js';

/** A page of a fetch, before it is put into a body. */
export interface FetchPage {
  /** JSON of each row, written while it is iterated: once, and before any row may change. */
  readonly rowsJson: Iterable<string>;
  readonly rowCount: number;
  readonly more: boolean;
  /** `<cookie page=…>`; null for queries that get none. */
  readonly cookie: string | null;
  /** Rows in all, counted up to 5,001; only where the query asks for it. */
  readonly total: number | null;
  /** What the context URL lists. */
  readonly columns: readonly string[];
}

/** Rows of the page: the query's own `count` or `top`, the caller's `maxpagesize`, never more than 5,000. */
export function sizeOf(context: QueryContext, fetch: Fetch): number {
  const asked = fetch.top ?? fetch.count ?? context.maxPageSize ?? pageLimit;
  return Math.min(asked === 0 ? pageLimit : asked, pageLimit);
}

/** Writes each row when its turn comes. */
export function* eachOf<Row>(rows: Iterable<Row>, write: (row: Row) => string): Iterable<string> {
  for (const row of rows) yield write(row);
}
