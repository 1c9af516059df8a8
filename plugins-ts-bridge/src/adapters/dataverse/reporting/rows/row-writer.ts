import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { DataverseClient } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import { isForbidden } from './refusals.js';
import type { Columns } from './row-columns.js';
import { ownedBy, type SyncOwners } from './sync-owners.js';

interface RunKey {
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
}

const isGone = (error: unknown): boolean => error instanceof DataverseError && error.code === 'not-found';

/** Changes the run's row; makes it where it is missing, with the run id as its key and the owner of its sync. @returns false when the sync is gone. */
export async function writeRunRow(
  client: DataverseClient,
  { runId, dataSyncId }: RunKey,
  columns: Columns,
  owners: SyncOwners,
  signal: AbortSignal,
): Promise<boolean> {
  const path = `${Tables.syncRun.entitySetName}(${runId})`;
  const request = { method: 'PATCH', path, purpose: 'report', flow: runId, signal } as const;
  try {
    await client.request({ ...request, headers: { 'if-match': '*' }, body: columns });
    return true;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  const { dataSyncId: lookup, name } = Tables.syncRun.columns;
  const bound = {
    [name.logicalName]: runName('Run', columns),
    [`${lookup.navigationProperty}@odata.bind`]: `/${Tables.dataSync.entitySetName}(${dataSyncId})`,
    ...columns,
  };
  try {
    const owner = ownedBy(await owners.of(dataSyncId, { flow: runId, signal }));
    await owned(owner, (more) => client.request({ ...request, body: { ...bound, ...more } }));
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/**
 * Makes a row that belongs to somebody. Dataverse gives no row to whom may not read its table, such as an owner whose role
 * knows syncs alone: the row is the service's then, rather than missing.
 */
export async function owned<Answer>(owner: Columns, make: (owner: Columns) => Promise<Answer>): Promise<Answer> {
  try {
    return await make(owner);
  } catch (error) {
    if (Object.keys(owner).length === 0 || !isForbidden(error)) throw error;
    return make({});
  }
}

/** Makes the run's row, and changes none that is there. */
export async function insertRunRow(
  client: DataverseClient,
  key: RunKey,
  columns: Columns,
  owner: string | null,
  signal: AbortSignal,
): Promise<'made' | 'exists' | 'gone'> {
  const { runId, dataSyncId } = key;
  const lookup = `${Tables.syncRun.columns.dataSyncId.navigationProperty}@odata.bind`;
  try {
    await owned(ownedBy(owner), (more) =>
      client.request({
        method: 'PATCH',
        path: `${Tables.syncRun.entitySetName}(${runId})`,
        purpose: 'claim',
        flow: runId,
        headers: { 'if-none-match': '*' },
        body: { ...columns, [lookup]: `/${Tables.dataSync.entitySetName}(${dataSyncId})`, ...more },
        signal,
      }),
    );
    return 'made';
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'precondition') return 'exists';
    if (isGone(error)) return 'gone';
    throw error;
  }
}

/** `Spring mailing 2025-06-01 12:00 UTC`, for people who look for a run. */
export function runName(title: string, columns: Columns): string {
  const { startedOn, requestedOn, name } = Tables.syncRun.columns;
  const at = columns[startedOn.logicalName] ?? columns[requestedOn.logicalName];
  const time = typeof at === 'string' ? ` ${at.slice(0, 16).replace('T', ' ')} UTC` : '';
  return `${title.slice(0, name.maxLength - time.length)}${time}`;
}

/** Changes columns of the sync's row and never makes one. @returns false when the row is gone. */
export async function writeSyncRow(
  client: DataverseClient,
  { runId, dataSyncId }: RunKey,
  columns: Columns,
  signal: AbortSignal,
  { notice }: { readonly notice: boolean } = { notice: false },
): Promise<boolean> {
  try {
    await client.request({
      method: 'PATCH',
      path: `${Tables.dataSync.entitySetName}(${dataSyncId})`,
      purpose: 'report',
      flow: runId,
      headers: { 'if-match': '*' },
      body: columns,
      notice,
      signal,
    });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Changes columns of the sync's row as it was read. @returns false when somebody has changed or deleted it since. */
export async function writeUnchangedSyncRow(
  client: DataverseClient,
  { dataSyncId, etag }: { readonly dataSyncId: RowId; readonly etag: string },
  columns: Columns,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.request({
      method: 'PATCH',
      path: `${Tables.dataSync.entitySetName}(${dataSyncId})`,
      purpose: 'report',
      flow: 'poll',
      headers: { 'if-match': etag },
      body: columns,
      signal,
    });
    return true;
  } catch (error) {
    const changed = error instanceof DataverseError && (error.code === 'precondition' || error.code === 'not-found');
    if (changed) return false;
    throw error;
  }
}
