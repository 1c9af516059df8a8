import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import { isActive, statusOfValue, statusValue, syncStatuses } from '@pmds/contracts/run/sync-status';
import type { StoreClaim, StoreClaims } from '../../../application/watch/store-watch.js';
import type { DataverseClient } from '../http/client.js';
import { dateOf, rowsOf, textOf, type Json } from './json.js';
import { syncRowColumns } from './rows/row-columns.js';
import { writeUnchangedSyncRow } from './rows/row-writer.js';

const { entitySetName, primaryKey, columns } = Tables.dataSync;

/** One request per look, whatever the number of syncs. */
export function createStoreClaims(client: DataverseClient): StoreClaims {
  const status = columns.status.logicalName;
  const active = syncStatuses.filter(isActive).map((one) => `${status} eq ${statusValue(one)}`);
  const filter = encodeURIComponent([`${columns.safeToSend.logicalName} eq true`, ...active].join(' or '));
  const select = [
    primaryKey,
    status,
    columns.safeToSend.logicalName,
    columns.currentRunId.valueProperty,
    columns.contactsSynced.logicalName,
    columns.leadsSynced.logicalName,
    columns.startedOn.logicalName,
    columns.modifiedOn.logicalName,
  ].join(',');
  const path = `${entitySetName}?$select=${select}&$filter=${filter}`;
  return {
    async list(signal) {
      const rows = rowsOf(await client.get(path, { purpose: 'claim', flow: 'poll', signal }));
      const now = client.serverClock.now().getTime();
      return rows.flatMap((row) => claimOf(row, now));
    },

    withdraw: (sync, why, signal) =>
      writeUnchangedSyncRow(
        client,
        sync,
        syncRowColumns({ safeToSend: false, readiness: why, contactsSynced: 0, leadsSynced: 0 }),
        signal,
      ),
  };
}

function claimOf(row: Json, now: number): readonly StoreClaim[] {
  const id = parseRowId(row[primaryKey]);
  const etag = textOf(row['@odata.etag']);
  if (!id.ok || etag === null) return [];
  const runId = parseSyncRunId(row[columns.currentRunId.valueProperty]);
  const modified = dateOf(row[columns.modifiedOn.logicalName]);
  return [
    {
      dataSyncId: id.value,
      etag,
      runId: runId.ok ? runId.value : null,
      active: isActive(statusOfValue(row[columns.status.logicalName]) ?? 'draft'),
      startedAt: dateOf(row[columns.startedOn.logicalName])?.toISOString() ?? null,
      ready: {
        contact: numberOf(row[columns.contactsSynced.logicalName]),
        lead: numberOf(row[columns.leadsSynced.logicalName]),
      },
      silentForMs: modified === null ? Infinity : now - modified.getTime(),
    },
  ];
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
