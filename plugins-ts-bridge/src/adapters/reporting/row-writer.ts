import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { TraceRow } from '../../domain/trace.js';
import type { DataverseClient } from '../dataverse/client.js';
import { DataverseError } from '../dataverse/errors.js';
import { traceColumns, type Columns } from './row-columns.js';

export interface RunKey {
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
}

/** Rows of one bulk message; the platform's advice for a start. */
const traceBatch = 1000;

const isGone = (error: unknown): boolean => error instanceof DataverseError && error.code === 'not-found';
/** An answer that stays the same however often one asks: the payload or something it refers to is at fault. */
const isPermanent = (error: unknown): boolean =>
  error instanceof DataverseError && (error.code === 'refused' || error.code === 'not-found');

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
): Promise<boolean> {
  try {
    await client.request({
      method: 'PATCH',
      path: `${Tables.dataSync.entitySetName}(${dataSyncId})`,
      purpose: 'report',
      flow: runId,
      headers: { 'if-match': '*' },
      body: columns,
      signal,
    });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Writes Trace rows by bulk message; their ids are fixed, so writing them again changes nothing. */
export async function writeTraces(
  client: DataverseClient,
  traces: readonly TraceRow[],
  signal: AbortSignal,
): Promise<void> {
  for (let from = 0; from < traces.length; from += traceBatch) {
    await writeBatch(client, traces.slice(from, from + traceBatch), signal);
  }
}

/** A bulk message is all or nothing: one member deleted meanwhile fails the batch, so a refused batch is halved. */
async function writeBatch(client: DataverseClient, traces: readonly TraceRow[], signal: AbortSignal): Promise<void> {
  try {
    await upsert(client, traces, true, signal);
  } catch (error) {
    if (!isPermanent(error)) throw error;
    const middle = Math.ceil(traces.length / 2);
    if (traces.length > 1) {
      await writeBatch(client, traces.slice(0, middle), signal);
      await writeBatch(client, traces.slice(middle), signal);
      return;
    }
    await writeWithoutMember(client, traces, signal);
  }
}

async function writeWithoutMember(
  client: DataverseClient,
  traces: readonly TraceRow[],
  signal: AbortSignal,
): Promise<void> {
  try {
    await upsert(client, traces, false, signal);
  } catch (error) {
    // The sync or its run was deleted: its Trace rows went with it, and nobody can read this one.
    if (!isGone(error)) throw error;
  }
}

async function upsert(
  client: DataverseClient,
  traces: readonly TraceRow[],
  withMember: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { entitySetName, logicalName } = Tables.errorTrace;
  const type = `Microsoft.Dynamics.CRM.${logicalName}`;
  await client.request({
    method: 'POST',
    path: `${entitySetName}/Microsoft.Dynamics.CRM.UpsertMultiple`,
    purpose: 'report',
    ...(traces[0] === undefined ? {} : { flow: traces[0].runId }),
    idempotent: true,
    body: { Targets: traces.map((trace) => ({ '@odata.type': type, ...traceColumns(trace, withMember) })) },
    signal,
  });
}
