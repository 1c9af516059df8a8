import type { PagePosition } from '../../../ports/recipient-source.js';
import { RunFailure } from '../../../domain/failures.js';

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
 * Reads a page's envelope.
 * @throws RunFailure PAGE_INVALID for what is no page, PAGING_STUCK for a cookie that leads nowhere.
 */
export function readPage(json: unknown, at: PagePosition | null): PageReply {
  if (typeof json !== 'object' || json === null || !Array.isArray((json as Row)['value'])) {
    throw new RunFailure('PAGE_INVALID', 'Dataverse answered a page request without the array "value".');
  }
  const page = json as Row;
  const rows = page['value'] as readonly unknown[];
  const bad = rows.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (bad >= 0) throw new RunFailure('PAGE_INVALID', `Row ${bad + 1} of a page is not an object.`);
  return { rows: rows as readonly Row[], next: nextPosition(page, at) };
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
