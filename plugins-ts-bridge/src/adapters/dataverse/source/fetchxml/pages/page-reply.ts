import { RunFailure } from '../../../../../domain/failures.js';
import type { PagePosition } from '../../../../../ports/recipient-source.js';
import type { RowBytes } from '../../../../../domain/member/record/record.js';
import { parseKeepingDigits } from '../../../../../domain/values/exact-json.js';
import type { RowScanner } from './row-scanner.js';

export type Row = Readonly<Record<string, unknown>>;

export interface PageReply {
  readonly rows: readonly Row[];
  readonly next: PagePosition | null;
}

const moreRecords = '@Microsoft.Dynamics.CRM.morerecords';
const pagingCookie = '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie';

/** Asks for the two annotations that paging needs, and for no others: formatted values triple a page. */
export function preferAnnotations(...more: readonly string[]): string {
  const wanted = ['Microsoft.Dynamics.CRM.fetchxmlpagingcookie', 'Microsoft.Dynamics.CRM.morerecords', ...more];
  return `odata.include-annotations="${wanted.join(',')}"`;
}

/**
 * Reads a page from its text.
 * @throws SyntaxError for what is not JSON, RunFailure PAGE_INVALID for what is no page, PAGING_STUCK for a cookie that
 * leads nowhere.
 */
export function readPage(text: string, at: PagePosition | null): PageReply {
  const envelope: unknown = parseKeepingDigits(text);
  const rows: unknown = isObject(envelope) ? envelope['value'] : null;
  if (!isObject(envelope) || !Array.isArray(rows)) {
    throw new RunFailure('PAGE_INVALID', 'Dataverse answered a page request without the array "value".');
  }
  for (const [index, row] of rows.entries()) {
    if (!isObject(row)) throw new RunFailure('PAGE_INVALID', `Row ${index + 1} of a page is not an object.`);
  }
  return { rows: rows as readonly Row[], next: nextPosition(envelope, at, rows.length) };
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a page is read for; both ways of taking a row give the same. */
export interface PageReader<Value> {
  readonly take: (row: Row) => Value;
  /** The quick way, for pages of many rows. */
  readonly scan?: { readonly scanner: RowScanner; readonly take: (row: RowBytes) => Value };
}

export interface ReadPage<Value> {
  /** What was made of each row, in their order. */
  readonly values: readonly Value[];
  readonly next: PagePosition | null;
}

/** Reads a page from its bytes, the quick way where there is one and the page is built for it; throws as `readPage` does. */
export function readValues<Value>(bytes: Buffer, at: PagePosition | null, reader: PageReader<Value>): ReadPage<Value> {
  const scanned = reader.scan === undefined ? null : scanValues(bytes, at, reader.scan);
  if (scanned !== null) return scanned;
  const { rows, next } = readPage(bytes.toString('utf8'), at);
  return { values: rows.map(reader.take), next };
}

function scanValues<Value>(
  bytes: Buffer,
  at: PagePosition | null,
  { scanner, take }: NonNullable<PageReader<Value>['scan']>,
): ReadPage<Value> | null {
  const values: Value[] = [];
  const rest = scanner.scan(bytes, (row) => values.push(take(row)));
  if (rest === null) return null;
  const envelope = JSON.parse(rest) as Row;
  // Where the rows of something else were found, the page's own are still there.
  const own = envelope['value'];
  return Array.isArray(own) && own.length === 0 ? { values, next: nextPosition(envelope, at, values.length) } : null;
}

/**
 * Some queries come without a cookie (`distinct` over other columns, orders on linked ones); they go on by page number alone,
 * which Dataverse allows up to so many rows.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
 */
const mostRowsWithoutCookie = 50_000;
const unpaged = 'Dataverse gives no paging cookie for this query, and reads no more than 50,000 rows without one.';

/** @param rows In the page. */
function nextPosition(page: Row, at: PagePosition | null, rows: number): PagePosition | null {
  if (page[moreRecords] !== true) return null;
  const annotation = page[pagingCookie];
  const cookie = typeof annotation === 'string' ? cookieOf(annotation) : null;
  const number = (at?.page ?? 0) + 1;
  if (cookie === null) {
    if (number * rows > mostRowsWithoutCookie) throw new RunFailure('QUERY_UNPAGED', unpaged);
    return { page: number, cookie: '' };
  }
  if (at !== null && keysOf(cookie) === keysOf(at.cookie)) {
    throw new RunFailure('PAGING_STUCK', `Dataverse returned the paging cookie of page ${at.page} again.`);
  }
  return { page: number, cookie };
}

/**
 * The inner cookie, decoded twice as the documentation asks; the outer page number is not to be used.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
 */
function cookieOf(annotation: string): string | null {
  const inner = /pagingcookie="([^"]*)"/.exec(annotation)?.[1];
  if (inner === undefined || inner === '') return null;
  try {
    return decodeURIComponent(decodeURIComponent(inner));
  } catch {
    return null;
  }
}

/** A cookie without its page number: what it says about where the page ended. */
function keysOf(cookie: string): string {
  return cookie.replace(/^<cookie page="\d+"/, '<cookie');
}
