import { Tables } from '@pmds/contracts/generated/tables';
import type { OutboxMessageOf } from '../../../../domain/outbox/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { inBatches } from './bulk-rows.js';
import type { ColumnLabels } from './column-labels.js';
import { isGone, type Refusals } from './refusals.js';
import { traceColumns, type Columns } from './row-columns.js';
import { owned } from './row-writer.js';
import { ownedBy, type SyncOwners } from './sync-owners.js';

const { entitySetName, logicalName } = Tables.errorTrace;
type TraceMessage = OutboxMessageOf<'trace'>;

interface TraceWriting {
  readonly refusals: Refusals;
  readonly owners: SyncOwners;
  readonly labels: ColumnLabels;
}

/** Writes Trace rows by bulk message, for the owners of their syncs; their ids are fixed, so writing them again changes nothing. */
export async function writeTraces(
  client: DataverseClient,
  messages: readonly TraceMessage[],
  { refusals, owners, labels }: TraceWriting,
  signal: AbortSignal,
): Promise<void> {
  const flow = messages[0]?.subject.runId;
  const ownerOf = new Map<string, Columns>();
  for (const { subject } of messages) {
    const { dataSyncId, runId } = subject;
    if (!ownerOf.has(dataSyncId)) {
      ownerOf.set(dataSyncId, ownedBy(await owners.of(dataSyncId, { flow: runId, signal })));
    }
  }
  const columnOf = await labels.ofAll(
    messages.map(({ trace }) => trace),
    { ...(flow === undefined ? {} : { flow }), signal },
  );
  const write = (some: readonly TraceMessage[], withMember: boolean, unowned = false): Promise<void> =>
    sendTraces(
      client,
      'UpsertMultiple',
      some.map(({ trace, subject }) => ({
        ...traceColumns(trace, { withMember, column: columnOf(trace) }),
        ...(unowned ? {} : ownerOf.get(subject.dataSyncId)),
      })),
      { flow, signal },
    );
  await inBatches(
    messages,
    (some) => write(some, true),
    refusals,
    async (message) => {
      // The member may have been deleted meanwhile: without the lookup the row can be written.
      try {
        await owned(ownerOf.get(message.subject.dataSyncId) ?? {}, (owner) =>
          write([message], false, Object.keys(owner).length === 0),
        );
      } catch (error) {
        // Where the sync or its run was, its Trace rows went with it: nobody can read this.
        if (isGone(error)) return;
        if (!refusals.stays(error)) throw error;
        refusals.add(message, error);
      }
    },
  );
}

/** Sends rows of the Error Trace by a bulk message; sent again, it changes nothing. */
export async function sendTraces(
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
