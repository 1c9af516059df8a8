import { malformed } from '../../model/dataverse-error.js';

/**
 * What a `Prefer` header asks for.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#prefer-headers
 */
export interface Preferences {
  /** Rows per page, already limited to what the platform gives at most. */
  readonly maxPageSize: number | null;
  /** Patterns such as `*` or `OData.Community.Display.V1.FormattedValue`. */
  readonly annotations: string | null;
  readonly returnRepresentation: boolean;
  readonly trackChanges: boolean;
  readonly continueOnError: boolean;
  /** For the answer's `Preference-Applied`, in the words of the request. */
  readonly applied: string | null;
}

/** Preferences may be refused silently (RFC 7240): an unknown one changes nothing and is not reported as applied. */
export function parsePrefer(header: string | undefined): Preferences {
  let maxPageSize: number | null = null;
  let annotations: string | null = null;
  const flags = new Set<string>();
  const applied: string[] = [];
  for (const part of splitList(header ?? '')) {
    const [rawName = '', rawValue = ''] = splitOnce(part);
    const name = rawName.trim().toLowerCase();
    const value = unquote(rawValue.trim());
    if (name === 'odata.maxpagesize' || name === 'maxpagesize') maxPageSize = pageSize(value);
    else if (name === 'odata.include-annotations' || name === 'include-annotations') annotations = value;
    else if (name === 'return' && value === 'representation') flags.add('return');
    else if (name === 'odata.track-changes' || name === 'track-changes') flags.add('track');
    else if (name === 'odata.continue-on-error' || name === 'continue-on-error') flags.add('continue');
    else continue;
    applied.push(part);
  }
  return {
    maxPageSize,
    annotations,
    returnRepresentation: flags.has('return'),
    trackChanges: flags.has('track'),
    continueOnError: flags.has('continue'),
    applied: applied.length === 0 ? null : applied.join(','),
  };
}

function pageSize(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1) {
    throw malformed(`The value '${text}' of the preference 'odata.maxpagesize' is not a positive whole number.`);
  }
  return Math.min(Number(text), 5000);
}

/** Splits at commas that stand outside of quotes; at semicolons as well, as a published sample of Microsoft's does. */
function splitList(text: string): string[] {
  return (text.match(/(?:[^,;"]|"[^"]*"?)+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '');
}

function splitOnce(text: string): string[] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
