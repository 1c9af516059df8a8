import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { WebFormSnippets } from '../../../ports/pages/web-form-snippets.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { rowsOf, textOf } from './json.js';

const entitySetName = 'pmds_webforms';
const primaryKey = 'pmds_webformid';
const column = 'pmds_snippet';

/** Keeps the address of a call below 8 KB. */
const idsPerCall = 50;

export function createWebFormSnippets(client: DataverseClient): WebFormSnippets {
  const terms = (signal: AbortSignal): Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'> => ({
    purpose: 'report',
    flow: 'poll',
    signal,
  });
  return {
    async read(ids, signal) {
      const snippets = new Map<RowId, string>();
      for (let at = 0; at < ids.length; at += idsPerCall) {
        const some = ids.slice(at, at + idsPerCall);
        const filter = encodeURIComponent(some.map((id) => `${primaryKey} eq ${id}`).join(' or '));
        const path = `${entitySetName}?$select=${column}&$filter=${filter}`;
        for (const row of rowsOf(await client.get(path, terms(signal)))) {
          const id = parseRowId(row[primaryKey]);
          if (id.ok) snippets.set(id.value, textOf(row[column]) ?? '');
        }
      }
      return snippets;
    },
    async write(id, snippet, signal) {
      await client.request({
        method: 'PATCH',
        path: `${entitySetName}(${id})`,
        // A form that was deleted meanwhile is not made again.
        headers: { 'if-match': '*' },
        body: { [column]: snippet },
        ...terms(signal),
      });
    },
  };
}
