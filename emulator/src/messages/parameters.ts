import { decodeSegment } from '../http/requests/segments.js';
import { malformed } from '../model/dataverse-error.js';
import type { JsonObject } from '../write/input/json-body.js';

/**
 * Parameters of a function call: `Name(A=@p1,B='x')?@p1=["contact"]`.
 * @param inside the decoded text between the parentheses; null or empty when there are none
 * @param query raw text after `?`
 */
export function functionParameters(inside: string | null, query: string): JsonObject {
  const aliases = aliasesOf(query);
  const parameters: Record<string, unknown> = {};
  for (const part of splitOutsideQuotes(inside ?? '')) {
    const at = part.indexOf('=');
    if (at < 0) throw malformed(`The parameter '${part}' of a function must be written as Name=value.`);
    const name = part.slice(0, at).trim();
    const text = part.slice(at + 1).trim();
    const resolved = text.startsWith('@') ? aliases.get(text) : text;
    if (resolved === undefined) throw malformed(`The parameter alias '${text}' has no value in the query string.`);
    parameters[name] = literal(resolved);
  }
  return parameters;
}

function aliasesOf(query: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = decodeSegment(at < 0 ? part : part.slice(0, at));
    if (name.startsWith('@')) found.set(name, decodeSegment(part.slice(at + 1).replaceAll('+', ' ')));
  }
  return found;
}

/** A literal of OData's URL grammar; GUIDs and enumeration members stay text. */
function literal(text: string): unknown {
  if (text.startsWith("'") && text.endsWith("'") && text.length >= 2) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text.startsWith('[') || text.startsWith('{')) {
    try {
      return JSON.parse(/^[[{]\s*'/.test(text) ? withDoubleQuotes(text) : text);
    } catch {
      throw malformed(`The value '${text}' of a function parameter is not valid JSON.`);
    }
  }
  return text;
}

/** `['a','b']` and `{'@odata.id':'accounts(…)'}`, as the documentation writes them in URLs. */
function withDoubleQuotes(text: string): string {
  return text.replace(/'((?:[^']|'')*)'/g, (_, inner: string) => JSON.stringify(inner.replaceAll("''", "'")));
}

function splitOutsideQuotes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{')) depth++;
    else if (!quoted && (character === ']' || character === '}')) depth--;
    else if (!quoted && depth === 0 && character === ',') {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
