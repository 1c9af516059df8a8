import { malformed, NotImplemented } from '../../model/dataverse-error.js';

/** One item of `$expand`, as written. */
export interface ExpandItem {
  readonly navigation: string;
  /** `nav/$ref`: only the reference. */
  readonly refOnly: boolean;
  /** `$select`, `$filter`, `$orderby`, `$top`, `$expand` inside the parentheses. */
  readonly options: ReadonlyMap<string, string>;
}

const allowed = new Set(['$select', '$filter', '$orderby', '$top', '$expand']);

/** Expands in one query, nested ones included. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables */
export const mostExpands = 15;

/** Reads `a($select=x;$expand=b),c/$ref`. @throws DataverseError 400 */
export function parseExpand(text: string): ExpandItem[] {
  return splitOutside(text, ',').map((part) => itemOf(part.trim()));
}

function itemOf(text: string): ExpandItem {
  const open = text.indexOf('(');
  const path = (open < 0 ? text : text.slice(0, open)).trim();
  if (open >= 0 && !text.endsWith(')')) throw malformed(`Unbalanced parentheses in $expand: '${text.slice(0, 100)}'.`);
  const [navigation = '', suffix, ...more] = path.split('/');
  if (navigation === '' || more.length > 0)
    throw malformed(`'${path.slice(0, 100)}' is no navigation property to expand.`);
  if (suffix !== undefined && suffix !== '$ref')
    throw new NotImplemented(`'${suffix}' after a navigation property in $expand`);
  const options = new Map<string, string>();
  for (const option of open < 0 ? [] : splitOutside(text.slice(open + 1, -1), ';')) {
    const at = option.indexOf('=');
    const name = option.slice(0, at).trim();
    if (at < 0 || !allowed.has(name)) {
      if (name === '$count' || name === '$levels' || name === '$apply')
        throw new NotImplemented(`${name} inside $expand`);
      throw malformed(`'${option.slice(0, 50)}' is not allowed inside $expand.`);
    }
    options.set(name, option.slice(at + 1).trim());
  }
  return { navigation, refOnly: suffix === '$ref', options };
}

/** Splits at a separator that stands neither in parentheses nor in quotes. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth < 0) throw malformed(`Unbalanced parentheses in '${text.slice(0, 100)}'.`);
  }
  if (depth !== 0 || quoted) throw malformed(`Unbalanced parentheses or quotes in '${text.slice(0, 100)}'.`);
  parts.push(text.slice(from));
  return parts;
}
