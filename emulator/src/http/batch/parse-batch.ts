import { malformed } from '../../model/dataverse-error.js';
import type { Headers } from '../requests/message.js';

/** One request inside a `$batch`. */
export interface BatchRequest {
  readonly kind: 'request';
  /** Needed inside a change set only; null elsewhere. */
  readonly contentId: string | null;
  readonly method: string;
  /** As written: absolute, from the host, relative to the service root, or `$1/…`. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface ChangeSet {
  readonly kind: 'changeset';
  readonly requests: readonly BatchRequest[];
}

export type BatchPart = BatchRequest | ChangeSet;

/**
 * Reads a `multipart/mixed` body. Both line endings are taken, as are a missing last delimiter and missing blank lines at a
 * part's end; a part that is no HTTP request is an error.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
 * @throws DataverseError 400.
 */
export function parseBatch(contentType: string | undefined, body: string): BatchPart[] {
  const boundary = boundaryOf(contentType);
  if (boundary === null) {
    throw malformed("The content type of a $batch request must be 'multipart/mixed' with a boundary parameter.");
  }
  return split(body, boundary).map((part) => {
    const { headers, rest } = readHeaders(part);
    const inner = boundaryOf(headers.get('content-type'));
    if (inner === null) return readRequest(headers, rest);
    const requests = split(rest, inner).map((text) => {
      const own = readHeaders(text);
      if (boundaryOf(own.headers.get('content-type')) !== null)
        throw malformed('A change set cannot hold a change set.');
      return readRequest(own.headers, own.rest);
    });
    return { kind: 'changeset', requests };
  });
}

function boundaryOf(contentType: string | undefined): string | null {
  if (contentType === undefined || !/^\s*multipart\/mixed\b/i.test(contentType)) return null;
  const found = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

/** The texts between the delimiters, without the line end that belongs to the delimiter. */
function split(body: string, boundary: string): string[] {
  const parts: string[] = [];
  const delimiter = `--${boundary}`;
  let from: number | null = null;
  let at = 0;
  while (at <= body.length) {
    const end = body.indexOf('\n', at);
    const line = body.slice(at, end < 0 ? body.length : end).trimEnd();
    if (line === delimiter || line === `${delimiter}--`) {
      if (from !== null) parts.push(body.slice(from, at).replace(/\r?\n$/, ''));
      from = end < 0 ? body.length : end + 1;
      if (line !== delimiter) return parts;
    }
    if (end < 0) break;
    at = end + 1;
  }
  if (from === null) throw malformed(`The $batch body does not contain its boundary '${boundary}'.`);
  const tail = body.slice(from);
  return tail.trim() === '' ? parts : [...parts, tail];
}

function readHeaders(text: string): { readonly headers: Headers; readonly rest: string } {
  const headers = new Map<string, string>();
  // Blank lines before the first header are forgiven.
  let at = /^\s*/.exec(text)?.[0].length ?? 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    const header = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*)$/.exec(line);
    if (line !== '' && header === null) return { headers, rest: text.slice(at) };
    at = end < 0 ? text.length : end + 1;
    if (header?.[1] !== undefined) headers.set(header[1].toLowerCase(), header[2] ?? '');
    if (line === '' || end < 0) return { headers, rest: text.slice(at) };
  }
}

function readRequest(outer: Headers, text: string): BatchRequest {
  const start = text.trimStart();
  const end = start.indexOf('\n');
  const line = start.slice(0, end < 0 ? start.length : end).trim();
  // Spaces inside the URL are taken as they stand: the OData library that the platform uses cuts the line at its first and last space.
  const found = /^([A-Za-z]+)\s+(\S.*?)(?:\s+HTTP\/\d(?:\.\d)?)?$/.exec(line);
  if (found?.[1] === undefined || found[2] === undefined) {
    throw malformed(`A part of the $batch body does not begin with a request line but with '${line.slice(0, 80)}'.`);
  }
  // Only up to the blank line: a body may contain lines that look like headers.
  const { headers, rest } =
    end < 0 ? { headers: new Map<string, string>(), rest: '' } : innerHeaders(start.slice(end + 1));
  const contentId = outer.get('content-id') ?? headers.get('content-id') ?? null;
  return { kind: 'request', contentId, method: found[1].toUpperCase(), url: found[2], headers, body: rest.trim() };
}

/** A request without headers is followed by its blank line at once. */
function innerHeaders(text: string): { readonly headers: Headers; readonly rest: string } {
  const blank = /^[ \t]*\r?\n/.exec(text);
  return blank === null ? readHeaders(text) : { headers: new Map(), rest: text.slice(blank[0].length) };
}
