import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { DataverseClient } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import type { Columns } from './row-columns.js';

export interface RunKey {
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
}

const isGone = (error: unknown): boolean => error instanceof DataverseError && error.code === 'not-found';

/** Changes the run's row; makes it where it is missing, with the run id as its key. @returns false when the sync is gone. */
export async function writeRunRow(
  client: DataverseClient,
  { runId, dataSyncId }: RunKey,
  columns: Columns,
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
    await client.request({ ...request, body: bound });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Makes the run's row, and changes none that is there. */
export async function insertRunRow(
  client: DataverseClient,
  key: RunKey,
  columns: Columns,
  signal: AbortSignal,
): Promise<'made' | 'exists' | 'gone'> {
  const { runId, dataSyncId } = key;
  const lookup = `${Tables.syncRun.columns.dataSyncId.navigationProperty}@odata.bind`;
  try {
    await client.request({
      method: 'PATCH',
      path: `${Tables.syncRun.entitySetName}(${runId})`,
      purpose: 'claim',
      flow: runId,
      headers: { 'if-none-match': '*' },
      body: { ...columns, [lookup]: `/${Tables.dataSync.entitySetName}(${dataSyncId})` },
      signal,
    });
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
