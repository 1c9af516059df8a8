import { malformed, NotImplemented } from '../model/dataverse-error.js';

/** The query string of a request, decoded. */
export interface QueryOptions {
  /** System query options with their `$`, decoded once; `fetchXml`, `savedQuery`, `userQuery` under these names. */
  readonly values: ReadonlyMap<string, string>;
  /** Parameter aliases (`@p1`), decoded. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Each option as the client wrote it, for next links, which repeat the request. */
  readonly raw: readonly { readonly name: string; readonly text: string }[];
}

const known = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$count',
  '$expand',
  '$apply',
  '$skiptoken',
  'fetchXml',
  'savedQuery',
  'userQuery',
]);
const unusual = new Map([
  ['fetchxml', 'fetchXml'],
  ['savedquery', 'savedQuery'],
  ['userquery', 'userQuery'],
]);

/**
 * Splits a query string. `tag` is for plug-ins and changes no answer:
 * https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters#add-a-shared-variable-to-the-plugin-execution-context
 *
 * `%24select` is `$select`, `+` is a space; an option that stands twice or that nobody knows is an error.
 * @param query the text after `?`, still percent-encoded
 * @param allowed which of the known options make sense for the resource; undefined for all
 */
export function parseQueryOptions(query: string): QueryOptions {
  const values = new Map<string, string>();
  const aliases = new Map<string, string>();
  const raw: { name: string; text: string }[] = [];
  for (const text of query.split('&')) {
    if (text === '') continue;
    const at = text.indexOf('=');
    const written = decodeOption(at < 0 ? text : text.slice(0, at)).trim();
    const value = at < 0 ? '' : decodeOption(text.slice(at + 1));
    const name = unusual.get(written.toLowerCase()) ?? written;
    raw.push({ name, text });
    if (name === 'tag') continue;
    const target = name.startsWith('@') ? aliases : values;
    if (target === values) refuseUnknown(name);
    if (target.has(name))
      throw malformed(`Query option '${name}' was specified more than once, but it must be specified at most once.`);
    target.set(name, value);
  }
  // One comma too many at the end is taken: Microsoft's own samples write `$select=name,`.
  const select = values.get('$select');
  if (select !== undefined) values.set('$select', select.replace(/,\s*$/, ''));
  // dataverse-webapi ends every address with a slash, next links included.
  const token = values.get('$skiptoken');
  if (token !== undefined) values.set('$skiptoken', token.replace(/>\/$/, '>'));
  const order = values.get('$orderby');
  if (order !== undefined) values.set('$orderby', withAliases(order, aliases));
  return { values, aliases, raw };
}

function refuseUnknown(name: string): void {
  if (known.has(name)) return;
  if (name === '$skip') throw malformed('Skip Clause is not supported in CRM.');
  if (['$search', '$format', '$compute', '$deltatoken', 'partitionId', '$levels', 'sql'].includes(name)) {
    throw new NotImplemented(`the query option '${name}'`);
  }
  throw malformed(`The query parameter '${name.slice(0, 50)}' is not supported.`);
}

/**
 * Parameter aliases stand for properties in `$orderby`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows#use-parameter-aliases-with-query-options
 */
function withAliases(order: string, aliases: ReadonlyMap<string, string>): string {
  return order.replace(/@[A-Za-z_]\w*/g, (name) => {
    const property = aliases.get(name);
    if (property === undefined) throw malformed(`The parameter alias '${name}' has no value in the query string.`);
    return property;
  });
}

/** Percent-decoding of a query string's part, with `+` as space. @throws DataverseError 400 */
export function decodeOption(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    throw malformed('The request URL is not valid: it has a malformed percent-encoding.');
  }
}

/** The options of a next link: those of the request, with the new token at the end. */
export function nextQuery(options: QueryOptions, token: string): string {
  const kept = options.raw.filter(({ name }) => name !== '$skiptoken').map(({ text }) => text);
  return [...kept, `$skiptoken=${token}`].join('&');
}
