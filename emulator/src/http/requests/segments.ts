import { malformed } from '../../model/dataverse-error.js';

/** One step of a resource path: `contacts(…)`, `ownerid`, `$ref`, `Microsoft.Dynamics.CRM.SendEmail`. */
export interface Segment {
  /** Decoded, without the parentheses. */
  readonly name: string;
  /** Decoded text between the parentheses, or null when there are none. */
  readonly key: string | null;
}

const namespace = 'Microsoft.Dynamics.CRM.';

/**
 * Cuts a resource path at its slashes; those in quotes belong to a key (`accounts(name='A/B')`).
 * @throws DataverseError 400 when a percent sign or a parenthesis is not closed.
 */
export function parseSegments(path: string): Segment[] {
  return cut(decodeSegment(path.replace(/\/+$/, ''))).map((text) => {
    const open = text.indexOf('(');
    if (open < 0) return { name: text, key: null };
    if (!text.endsWith(')')) throw malformed(`Syntax error in the segment '${text}': ')' is missing.`);
    return { name: text.slice(0, open), key: text.slice(open + 1, -1) };
  });
}

/** The operation's own name when the segment is qualified by the platform's namespace, else null. */
export function operationOf(segment: Segment): string | null {
  return segment.name.startsWith(namespace) ? segment.name.slice(namespace.length) : null;
}

export function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed('The URL is not encoded correctly: a percent sign is not followed by two hexadecimal digits.');
  }
}

function cut(path: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < path.length; at++) {
    if (path[at] === "'") quoted = !quoted;
    else if (path[at] === '/' && !quoted) {
      parts.push(path.slice(from, at));
      from = at + 1;
    }
  }
  if (quoted) throw malformed(`Syntax error: the quote opened in '${path}' is not closed.`);
  parts.push(path.slice(from));
  return parts;
}
