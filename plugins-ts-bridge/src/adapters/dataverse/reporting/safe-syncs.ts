import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId } from '@pmds/contracts/ids';
import type { SafeSync, SafeSyncs } from '../../../application/watch/watch-lists.js';
import type { DataverseClient } from '../http/client.js';
import { changedPrimaryContacts } from '../source/fetchxml/changed-accounts.js';
import { asObject, rowsOf, textOf, type Json } from './json.js';
import { currentList, fieldsOf, listColumns } from './claim/look-again.js';
import { newestMemberships } from './claim/newest-memberships.js';
import { syncRowColumns } from './rows/row-columns.js';
import { writeUnchangedSyncRow } from './rows/row-writer.js';

const { entitySetName, primaryKey, columns, manyToMany } = Tables.dataSync;
const lists = manyToMany.list.navigationProperty;

/** One request per look for the syncs, whatever their number, and one per 200 static lists for their newest members. */
export function createSafeSyncs(client: DataverseClient): SafeSyncs {
  const filter = encodeURIComponent(
    `${columns.safeToSend.logicalName} eq true and ${columns.statecode.logicalName} eq 0`,
  );
  const expand = `${lists}($select=${listColumns})`;
  const path = `${entitySetName}?$select=${primaryKey},${columns.fields.logicalName}&$filter=${filter}&$expand=${expand}`;
  return {
    async list(signal) {
      return rowsOf(await client.get(path, { purpose: 'claim', flow: 'poll', signal })).flatMap(safeSync);
    },

    newestMemberships: (ids, since, signal) =>
      newestMemberships(client, ids, since, { purpose: 'claim', flow: 'poll', signal }),

    changedPrimaryContacts: (list, since, signal) =>
      changedPrimaryContacts(client, list, since, { flow: 'poll', signal }),

    withdraw: (sync, why, signal) =>
      writeUnchangedSyncRow(client, sync, syncRowColumns({ safeToSend: false, readiness: why }), signal),
  };
}

function safeSync(row: Json): readonly SafeSync[] {
  const id = parseRowId(row[primaryKey]);
  const etag = textOf(row['@odata.etag']);
  const related = row[lists];
  if (!id.ok || etag === null || !Array.isArray(related)) return [];
  const now = { fields: fieldsOf(row[columns.fields.logicalName]), lists: related.map(asObject).flatMap(currentList) };
  return [{ dataSyncId: id.value, etag, ...now }];
}
