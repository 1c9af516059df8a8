import { platformError } from './platform-error';
import { plainText } from './plain-text';

/** A row as the Web API writes it, annotations included. */
export type WebRow = Record<string, unknown>;

export const apiRoot = '/api/data/v9.2/';
const formatted = '@OData.Community.Display.V1.FormattedValue';
const lookupTable = '@Microsoft.Dynamics.CRM.lookuplogicalname';

const headers = {
  accept: 'application/json',
  'odata-version': '4.0',
  'odata-maxversion': '4.0',
  prefer: 'odata.include-annotations="*"',
};

/** One call of the Web API. @throws PlatformError when the answer is no success */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(path.startsWith('http') ? path : `${apiRoot}${path}`, {
    method,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...more,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await platformError(response);
  return response;
}

export async function get<Answer>(path: string): Promise<Answer> {
  return (await (await call('GET', path)).json()) as Answer;
}

/** A page of rows by FetchXML, with the cookie of the next one. */
interface FetchPage {
  readonly rows: readonly WebRow[];
  /** Paging cookie, decoded once, or null on the last page. */
  readonly cookie: string | null;
  readonly more: boolean;
}

const cookieAnnotation = '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie';
const moreAnnotation = '@Microsoft.Dynamics.CRM.morerecords';

export async function fetchRows(entitySet: string, fetchXml: string): Promise<FetchPage> {
  const answer = await get<WebRow & { value: WebRow[] }>(`${entitySet}?fetchXml=${encodeURIComponent(fetchXml)}`);
  const cookieXml = answer[cookieAnnotation];
  const encoded = typeof cookieXml === 'string' ? /pagingcookie="([^"]*)"/.exec(cookieXml)?.[1] : undefined;
  return {
    rows: answer.value,
    // The server encodes the cookie twice; what goes back in the query is the plain XML.
    cookie: encoded === undefined ? null : decodeURIComponent(decodeURIComponent(encoded)),
    more: answer[moreAnnotation] === true,
  };
}

/** The raw value of a column, whether the row came with its plain name or as the value of a lookup. */
export function rawValue(row: WebRow, column: string): unknown {
  return row[column] ?? row[`_${column}_value`] ?? null;
}

/** What a person reads: the formatted value, else the raw one. */
export function displayValue(row: WebRow, column: string): string {
  const text = row[`${column}${formatted}`] ?? row[`_${column}_value${formatted}`] ?? rawValue(row, column);
  return text === null || text === undefined ? '' : typeof text === 'string' ? text : JSON.stringify(text);
}

/** A lookup's value as client scripts know it. */
export function lookupValue(row: WebRow, column: string): { id: string; name: string; entityType: string } | null {
  const id = rawValue(row, column);
  if (typeof id !== 'string') return null;
  const key = row[column] === undefined ? `_${column}_value` : column;
  return { id, name: displayValue(row, column), entityType: plainText(row[`${key}${lookupTable}`]) };
}
