import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import { rowsOf } from '../json.js';

type Call = Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>;

/** Lists asked for at a time: their ids are in the address. */
const listsPerCall = 200;
/** Newest memberships of a call. Who is beyond them is seen at the next look, when those lists are not asked for any more. */
const rowsPerCall = 500;

/**
 * Newest membership of static lists by its version number, of those with one that is newer than `since`. A membership is
 * never changed, only made and deleted, so its version says when somebody was put on a list. One call per 200 lists.
 */
export async function newestMemberships(
  client: DataverseClient,
  lists: readonly RowId[],
  since: number | null,
  call: Call,
): Promise<ReadonlyMap<RowId, number>> {
  const newest = new Map<RowId, number>();
  for (let at = 0; at < lists.length; at += listsPerCall) {
    const values = lists.slice(at, at + listsPerCall).map((id) => `<value>${id}</value>`);
    const newer = since === null ? '' : `<condition attribute="versionnumber" operator="gt" value="${since}"/>`;
    const filter = `<filter><condition attribute="listid" operator="in">${values.join('')}</condition>${newer}</filter>`;
    // The newest of all says as much of the moment of a claim as the newest of each.
    const top = since === null ? 1 : rowsPerCall;
    const fetchXml = `<fetch top="${top}"><entity name="listmember"><attribute name="listid"/><attribute name="versionnumber"/><order attribute="versionnumber" descending="true"/>${filter}</entity></fetch>`;
    for (const row of rowsOf(await client.get(`listmembers?fetchXml=${encodeURIComponent(fetchXml)}`, call))) {
      const id = parseRowId(row['_listid_value'] ?? row['listid']);
      const version = Number(row['versionnumber']);
      if (id.ok && Number.isFinite(version)) newest.set(id.value, Math.max(newest.get(id.value) ?? 0, version));
    }
  }
  return newest;
}
