import { laneOf, type OutboxMessage } from '../../../../domain/outbox/outbox.js';
import { storedMessage, type StoredMessage } from '../../../../domain/outbox/stored-message.js';

/** How outbox and dead letters keep a message. */
export interface MessageRow extends StoredMessage {
  /** To find what is about a run; `null` where it is about none. */
  readonly run_id: string | null;
  readonly lane: string;
}

export function messageRow(message: OutboxMessage): MessageRow {
  const { subject } = message;
  return { ...storedMessage(message), run_id: subject.of === 'run' ? subject.runId : null, lane: laneOf(message) };
}
