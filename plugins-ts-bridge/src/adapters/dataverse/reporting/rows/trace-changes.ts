import { Tables } from '@pmds/contracts/generated/tables';
import type { OutboxMessageOf } from '../../../../domain/outbox/outbox.js';
import type { DeliveryReport, DeliveryRound } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { inBatches } from './bulk-rows.js';
import { isGone, Refusals } from './refusals.js';
import type { Columns } from './row-columns.js';
import { sendTraces } from './trace-writer.js';

const key = Tables.errorTrace.columns.errorTraceId.logicalName;

/** What closes a Trace row: `statecode` and `statuscode` are the same in every table with the platform's own states. */
export const closed: Columns = { statecode: 1, statuscode: 2 };

type TracesMessage = OutboxMessageOf<'close-traces' | 'adopt-traces'>;

interface TraceChange<Message extends TracesMessage> {
  readonly messages: readonly Message[];
  /** Columns that the rows of a message get. */
  readonly changesOf: (message: Message) => Columns;
}

/** Changes the Trace rows that messages name. */
export async function tellTraceChanges<Message extends TracesMessage>(
  client: DataverseClient,
  change: TraceChange<Message>,
  { signal, lastAttempt }: DeliveryRound,
): Promise<Pick<DeliveryReport, 'refused'>> {
  const refusals = new Refusals(lastAttempt, signal);
  await changeTraces(client, change, refusals, signal);
  return { refused: refusals.reports };
}

/** As `tellTraceChanges`, among other reports of the same round. */
export async function changeTraces<Message extends TracesMessage>(
  client: DataverseClient,
  { messages, changesOf }: TraceChange<Message>,
  refusals: Refusals,
  signal: AbortSignal,
): Promise<void> {
  const rows = messages.flatMap((message) => message.ids.map((id) => ({ id, message })));
  const refused = new Map<Message, { readonly ids: string[]; readonly error: unknown }>();
  await inBatches(
    rows,
    (some) =>
      sendTraces(
        client,
        'UpdateMultiple',
        some.map(({ id, message }) => ({ [key]: id, ...changesOf(message) })),
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
