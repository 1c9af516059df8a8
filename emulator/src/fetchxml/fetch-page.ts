import { pageLimit, type QueryContext } from '../query/caller.js';
import { invalidArgument } from '../query/query-error.js';
import type { Fetch } from './parse/fetch.js';

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

/** Rows before a page that has no cookie to start from; the platform refuses to count further. */
const legacyPagingLimit = 50_000;

/**
 * Rows in front of the page, counted by its number.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results#simple-paging
 * @throws DataverseError 400 for a page without cookie that lies too far back
 */
export function skipOf(fetch: Fetch, size: number): number {
  const skip = ((fetch.page ?? 1) - 1) * size;
  if (skip >= legacyPagingLimit && (fetch.pagingCookie ?? '') === '') {
    throw invalidArgument('Paging cookie is required when trying to retrieve a set of records on any high pages.');
  }
  return skip;
}

/** Writes each row when its turn comes. */
export function* eachOf<Row>(rows: Iterable<Row>, write: (row: Row) => string): Iterable<string> {
  for (const row of rows) yield write(row);
}
