import { RunFailure } from '../../../domain/failures.js';
import type { PagePosition } from '../../../ports/recipient-source.js';
import { takeApart } from './page-text.js';

export type Row = Readonly<Record<string, unknown>>;

export interface PageReply {
  /** To be taken once. */
  readonly rows: Iterable<Row>;
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
 * @throws SyntaxError for what is not JSON (here or while rows are taken), RunFailure PAGE_INVALID for what is no page,
 * PAGING_STUCK for a cookie that leads nowhere.
 */
export function readPage(text: string, at: PagePosition | null): PageReply {
  const { envelope, rows } = takeApart(text);
  if (typeof envelope !== 'object' || envelope === null || !Array.isArray((envelope as Row)['value'])) {
    throw new RunFailure('PAGE_INVALID', 'Dataverse answered a page request without the array "value".');
  }
  return { rows: objectsOf(rows), next: nextPosition(envelope as Row, at) };
}

function* objectsOf(rows: Iterable<unknown>): Iterable<Row> {
  let number = 0;
  for (const row of rows) {
    number += 1;
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new RunFailure('PAGE_INVALID', `Row ${number} of a page is not an object.`);
    }
    yield row as Row;
  }
}

function nextPosition(page: Row, at: PagePosition | null): PagePosition | null {
  if (page[moreRecords] !== true) return null;
  const annotation = page[pagingCookie];
  const cookie = typeof annotation === 'string' ? cookieOf(annotation) : null;
  if (cookie === null) {
    throw new RunFailure('PAGE_INVALID', 'Dataverse says that there are more rows but gives no paging cookie.');
  }
  if (at !== null && keysOf(cookie) === keysOf(at.cookie)) {
    throw new RunFailure('PAGING_STUCK', `Dataverse returned the paging cookie of page ${at.page} again.`);
  }
  return { page: (at?.page ?? 0) + 1, cookie };
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
