import { Tables } from '@pmds/contracts/generated/tables';
import type { TraceRow } from '../../domain/trace.js';
import type { DataverseClient } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import { traceColumns, type Columns } from './row-columns.js';

/** Rows of one bulk message; the platform's advice for a start. */
const batchRows = 1000;
const { entitySetName, logicalName, columns } = Tables.errorTrace;
/** `statecode` and `statuscode` of a row that is not active; the same in every table with the platform's own states. */
const inactive = { statecode: 1, statuscode: 2 };

const isGone = (error: unknown): boolean => error instanceof DataverseError && error.code === 'not-found';
/** An answer that stays the same however often one asks: the payload or something it refers to is at fault. */
const isPermanent = (error: unknown): boolean =>
  error instanceof DataverseError && (error.code === 'refused' || error.code === 'not-found');

/** Writes Trace rows by bulk message; their ids are fixed, so writing them again changes nothing. */
export async function writeTraces(
  client: DataverseClient,
  traces: readonly TraceRow[],
  signal: AbortSignal,
): Promise<void> {
  const flow = traces[0]?.runId;
  const write = (rows: readonly TraceRow[], withMember: boolean): Promise<void> =>
    send(
      client,
      'UpsertMultiple',
      rows.map((row) => traceColumns(row, withMember)),
      { flow, signal },
    );
  await inBatches(
    traces,
    (rows) => write(rows, true),
    async (row) => {
      // The member was deleted meanwhile. Where the sync or its run was, its Trace rows went with it: nobody can read this.
      await write([row], false).catch(unless(isGone));
    },
  );
}

/** Deactivates Trace rows that are settled; those that somebody deleted need no closing. */
export async function closeTraces(client: DataverseClient, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const close = (some: readonly string[]): Promise<void> =>
    send(
      client,
      'UpdateMultiple',
      some.map((id) => ({ [columns.errorTraceId.logicalName]: id, ...inactive })),
      { signal },
    );
  await inBatches(ids, close, () => Promise.resolve());
}

/** A bulk message is all or nothing: one row that is refused fails the batch, so a refused batch is halved. */
async function inBatches<Row>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<void>,
  refused: (row: Row) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += batchRows) await half(rows.slice(from, from + batchRows));

  async function half(some: readonly Row[]): Promise<void> {
    try {
      await write(some);
    } catch (error) {
      if (!isPermanent(error)) throw error;
      const middle = Math.ceil(some.length / 2);
      const [first] = some;
      if (some.length === 1 && first !== undefined) return refused(first);
      await half(some.slice(0, middle));
      await half(some.slice(middle));
    }
  }
}

function unless(isFine: (error: unknown) => boolean): (error: unknown) => void {
  return (error) => {
    if (!isFine(error)) throw error;
  };
}

async function send(
  client: DataverseClient,
  message: 'UpsertMultiple' | 'UpdateMultiple',
  rows: readonly Columns[],
  { flow, signal }: { readonly flow?: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  await client.request({
    method: 'POST',
    path: `${entitySetName}/Microsoft.Dynamics.CRM.${message}`,
    purpose: 'report',
    ...(flow === undefined ? {} : { flow }),
    idempotent: true,
    body: { Targets: rows.map((row) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${logicalName}`, ...row })) },
    signal,
  });
}
