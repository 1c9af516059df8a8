import type { RowId } from '@pmds/contracts/ids';
import {
  outboxKinds,
  type OutboxEntry,
  type OutboxKind,
  type OutboxMessage,
  type OutboxMessageOf,
} from '../../domain/outbox/outbox.js';
import type { RefusedReport } from '../../domain/outbox/dead-letter.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type {
  DeliveryReport,
  DeliveryRound,
  LaterMessage,
  OutboxHandlers,
  UnsentMailReport,
} from '../../ports/outbox.js';

const kinds = Object.keys(outboxKinds) as readonly OutboxKind[];

/**
 * Hands entries of one lane to the handlers of their kinds, kind after kind.
 * @throws OutsideError when trying again later can help; then all entries come again.
 */
export async function deliverEntries(
  handlers: OutboxHandlers,
  entries: readonly OutboxEntry[],
  { signal, lastAttempt }: Omit<DeliveryRound, 'gone'>,
): Promise<DeliveryReport> {
  const messages = [...entries].sort((a, b) => a.seq - b.seq).map(({ message }) => message);
  const followUps: TraceRow[] = [];
  const later: LaterMessage[] = [];
  const refused: RefusedReport[] = [];
  const gone = new Set<RowId>();
  const unsent: UnsentMailReport[] = [];
  for (const kind of kinds) {
    const report = await deliverKind(kind, handlers, messages, { signal, lastAttempt, gone });
    followUps.push(...(report.followUps ?? []));
    later.push(...(report.later ?? []));
    refused.push(...(report.refused ?? []));
    unsent.push(...(report.unsent ?? []));
    for (const id of report.gone ?? []) gone.add(id);
  }
  return { followUps, later, refused, gone: [...gone], unsent };
}

async function deliverKind<Kind extends OutboxKind>(
  kind: Kind,
  handlers: Pick<OutboxHandlers, Kind>,
  messages: readonly OutboxMessage[],
  round: DeliveryRound,
): Promise<Partial<DeliveryReport>> {
  const own = messages.filter((message): message is OutboxMessageOf<Kind> => message.kind === kind);
  return own.length === 0 ? {} : handlers[kind].deliver(own, round);
}
