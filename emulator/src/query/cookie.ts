import { DOMParser } from '@xmldom/xmldom';
import { parseGuid } from '../model/guid.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Value } from '../data/value.js';
import { queryError } from './query-error.js';

/** What a paging cookie says: where the page before ended. */
export interface PagingCookie {
  readonly page: number;
  /** Last value of the page, by ordered column; the primary key among them. */
  readonly last: ReadonlyMap<string, Value>;
}

/** One ordered column in a cookie: its value in the last and in the first row of the page. */
interface CookieColumn {
  readonly name: string;
  readonly last: Value;
  readonly first: Value;
}

/** `<cookie page="1"><contactid last="{…}" first="{…}" /></cookie>`: last before first, GUIDs in upper case and braces. */
export function cookieXml(page: number, columns: readonly CookieColumn[]): string {
  const inner = columns.map(({ name, last, first }) => `<${name} ${end('last', last)} ${end('first', first)} />`);
  return `<cookie page="${String(page)}">${inner.join('')}</cookie>`;
}

function end(side: 'first' | 'last', value: Value): string {
  if (value === null) return `${side}null="1"`;
  const text = String(value);
  const guid = parseGuid(text);
  return `${side}="${escapeXml(guid === null ? text : `{${guid.toUpperCase()}}`)}"`;
}

export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;');
}

/** Percent-encoding with lower-case hex digits, as .NET writes it and as the documentation's examples show: parentheses, too. */
function encodeLower(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
}

/** The value of `@Microsoft.Dynamics.CRM.fetchxmlpagingcookie`: its inner cookie has to be URL-decoded twice. */
export function fetchCookieAnnotation(nextPage: number, cookie: string): string {
  return outerCookie(nextPage, encodeLower(encodeLower(cookie)));
}

/** The `$skiptoken` of a next link; decoded once it shows an outer cookie whose inner one has to be decoded once more. */
export function skipToken(nextPage: number, cookie: string): string {
  // The documentation's next links keep = and / readable.
  return encodeURIComponent(outerCookie(nextPage, encodeLower(cookie)))
    .replace(/%3D/g, '=')
    .replace(/%2F/g, '/');
}

function outerCookie(nextPage: number, inner: string): string {
  return `<cookie pagenumber="${String(nextPage)}" pagingcookie="${inner}" istracking="False" />`;
}

/** Reads what a client handed back in `$skiptoken` (already URL-decoded once). */
export function readSkipToken(token: string): PagingCookie {
  const root = parseRoot(token);
  const page = Number(root.getAttribute('pagenumber'));
  const inner = root.getAttribute('pagingcookie');
  if (inner === null || !Number.isInteger(page) || page < 1) throw malformedCookie();
  return { ...readCookie(inner), page };
}

/**
 * Reads the `paging-cookie` of a fetch. The documentation says to decode it twice; a client that decodes once, or not at all,
 * is understood, too, because the platform is reported to be as lenient.
 */
export function readCookie(text: string): PagingCookie {
  let xml = text.trim();
  for (let round = 0; round < 2 && !xml.startsWith('<'); round++) xml = decode(xml);
  const root = parseRoot(xml);
  if (root.getAttribute('pagingcookie') !== null) return readCookie(root.getAttribute('pagingcookie') ?? '');
  const page = Number(root.getAttribute('page') ?? '1');
  if (!Number.isInteger(page) || page < 1) throw queryError('QueryBuilderInvalidPagingCookie');
  const last = new Map<string, Value>();
  for (let node = root.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType !== 1) continue;
    const element = node as unknown as { tagName: string; getAttribute(name: string): string | null };
    const value = element.getAttribute('last');
    last.set(element.tagName, value === null ? null : (parseGuid(value) ?? value));
  }
  return { page, last };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformedCookie();
  }
}

interface CookieElement {
  readonly tagName: string;
  readonly firstChild: CookieNode | null;
  getAttribute(name: string): string | null;
}
interface CookieNode {
  readonly nodeType: number;
  readonly nextSibling: CookieNode | null;
}

function parseRoot(xml: string): CookieElement {
  let root: CookieElement | null = null;
  try {
    const parser = new DOMParser({
      onError: () => {
        throw malformedCookie();
      },
    });
    root = parser.parseFromString(xml, 'text/xml').documentElement;
  } catch {
    throw malformedCookie();
  }
  if (root?.tagName !== 'cookie') throw malformedCookie();
  return root;
}

function malformedCookie(): DataverseError {
  return new DataverseError(400, '0x80040203', 'The paging cookie is malformed.');
}
