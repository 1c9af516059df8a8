import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId } from '@pmds/contracts/ids';
import type { PendingRequest, PendingRequests } from '../../../application/intake/poll-requests.js';
import type { DataverseClient } from '../http/client.js';
import { dateOf, rowsOf, type Json } from './json.js';

const { entitySetName, primaryKey, columns } = Tables.dataSync;

/**
 * Finds rows whose request is newer than their start. One request per look, whatever the number of rows: OData cannot
 * compare two columns, so the comparison is here.
 */
export function createPendingRequests(client: DataverseClient): PendingRequests {
  const [requested, started] = [columns.requestedOn.logicalName, columns.startedOn.logicalName];
  const modified = columns.modifiedOn.logicalName;
  // Of inactive rows, too: a request that nobody may start is refused in words.
  const filter = encodeURIComponent(`${requested} ne null`);
  const path = `${entitySetName}?$select=${requested},${started},${modified}&$filter=${filter}`;

  function pending(row: Json): readonly PendingRequest[] {
    const id = parseRowId(row[primaryKey]);
    const requestedOn = dateOf(row[requested]);
    const startedOn = dateOf(row[started]);
    if (!id.ok || requestedOn === null || (startedOn !== null && requestedOn <= startedOn)) return [];
    return [{ dataSyncId: id.value, requestedOn, modifiedOn: dateOf(row[modified]) }];
  }

  return {
    async list(signal) {
      const rows = rowsOf(await client.get(path, { purpose: 'claim', flow: 'poll', signal }));
      return rows.flatMap(pending).sort((a, b) => a.requestedOn.getTime() - b.requestedOn.getTime());
    },
  };
}
