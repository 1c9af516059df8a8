import { Tables } from '@pmds/contracts/generated/tables';
import type { OutboxMessageOf } from '../../../../domain/outbox/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { inBatches } from './bulk-rows.js';
import type { ColumnLabels } from './column-labels.js';
import { isGone, type Refusals } from './refusals.js';
import { traceColumns, type Columns } from './row-columns.js';
import { owned } from './row-writer.js';
import { ownedBy, type SyncOwners } from './sync-owners.js';

const { entitySetName, logicalName, columns } = Tables.errorTrace;
/** `statecode` and `statuscode` of a row that is not active; the same in every table with the platform's own states. */
const inactive = { statecode: 1, statuscode: 2 };

type TraceMessage = OutboxMessageOf<'trace'>;
/** What is done to Trace rows that exist: closed, or counted on another run. */
type TracesMessage = OutboxMessageOf<'close-traces' | 'adopt-traces'>;

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
    send(
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

/** Closes Trace rows that are settled, or lets those that are not count on the run that took them over. */
export async function changeTraces(
  client: DataverseClient,
  messages: readonly TracesMessage[],
  refusals: Refusals,
  signal: AbortSignal,
): Promise<void> {
  const rows = messages.flatMap((message) => message.ids.map((id) => ({ id, message })));
  const refused = new Map<TracesMessage, { readonly ids: string[]; readonly error: unknown }>();
  const changes = ({ message }: (typeof rows)[number]): Columns =>
    message.kind === 'close-traces'
      ? inactive
      : {
          [`${columns.syncRunId.navigationProperty}@odata.bind`]: `/${Tables.syncRun.entitySetName}(${message.subject.runId})`,
        };
  await inBatches(
    rows,
    (some) =>
      send(
        client,
        'UpdateMultiple',
        some.map((row) => ({ [columns.errorTraceId.logicalName]: row.id, ...changes(row) })),
        { signal },
      ),
    refusals,
    (row, error) => {
      // Those that somebody deleted need nothing.
      if (isGone(error)) return Promise.resolve();
      const same = refused.get(row.message) ?? { ids: [], error };
      refused.set(row.message, same);
      same.ids.push(row.id);
      return Promise.resolve();
    },
  );
  for (const [message, { ids, error }] of refused) refusals.add({ ...message, ids }, error);
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
