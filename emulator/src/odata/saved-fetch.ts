import { noSuchRow } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import { malformed } from '../model/dataverse-error.js';
import type { QueryContext } from '../query/caller.js';
import type { QueryOptions } from './query-options.js';

/**
 * The FetchXML behind `?savedQuery=<id>` or `?userQuery=<id>`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-and-execute-predefined-queries
 */
export function savedFetch(context: QueryContext, options: QueryOptions): string | undefined {
  for (const [option, table] of [
    ['savedQuery', 'savedquery'],
    ['userQuery', 'userquery'],
  ] as const) {
    const text = options.values.get(option);
    if (text === undefined) continue;
    const id = parseGuid(text);
    if (id === null) throw malformed(`The value of '${option}' is not a GUID.`);
    const fetchXml = context.store.get(table, id)?.['fetchxml'];
    if (typeof fetchXml !== 'string') throw noSuchRow(table, id);
    return fetchXml;
  }
  return undefined;
}
