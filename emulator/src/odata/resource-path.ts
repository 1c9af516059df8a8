import { malformed } from '../model/dataverse-error.js';
import { decodeOption } from './query-options.js';

/** One segment of a resource path: a name, and what stands in parentheses behind it. */
export interface PathSegment {
  readonly name: string;
  /** Decoded text in the parentheses; null without them. */
  readonly key: string | null;
}

/**
 * Splits a path below the service root at slashes outside of quotes and parentheses, and decodes each segment.
 * @param path raw, as the client sent it
 */
export function splitPath(path: string): PathSegment[] {
  const segments: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  // An encoded quote is a quote, so segments are found in the decoded text.
  const text = decodeOption(path.replace(/\+/g, '%2B'));
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    else if (!quoted && character === '(') depth++;
    else if (!quoted && character === ')') depth--;
    else if (!quoted && depth === 0 && character === '/') {
      segments.push(text.slice(from, at));
      from = at + 1;
    }
  }
  if (depth !== 0 || quoted) throw malformed(`Bad Request - Error in query syntax: '${text.slice(0, 100)}'.`);
  segments.push(text.slice(from));
  return segments.filter((segment) => segment !== '').map(segmentOf);
}

function segmentOf(text: string): PathSegment {
  const open = text.indexOf('(');
  if (open < 0) return { name: text, key: null };
  if (!text.endsWith(')')) throw malformed(`Bad Request - Error in query syntax: '${text.slice(0, 100)}'.`);
  return { name: text.slice(0, open), key: text.slice(open + 1, -1) };
}
