import type { SyncRunId } from '@pmds/contracts/ids';

/** What the engine tells operators. One method, so that a log, a metric or a test can stand behind it. */
export interface EngineEvents {
  event(name: EngineEventName, fields: Readonly<Record<string, string | number | boolean | null>>): void;
}

export type EngineEventName =
  | 'worker-started'
  | 'worker-stopped'
  | 'worker-stands-aside'
  | 'run-claimed'
  | 'send-order-known'
  | 'send-order-unknown'
  | 'run-phase'
  | 'run-resumed'
  | 'run-ended'
  | 'run-fell-back'
  | 'run-widened'
  | 'shrink-confirmed'
  | 'run-suspended'
  | 'delivered'
  | 'delivery-failed'
  | 'freshness-unknown'
  | 'clock-went-back'
  | 'changed-members'
  | 'mail-check-failed'
  | 'mail-not-sent'
  | 'nobody-told'
  | 'page-committed'
  | 'throttled'
  | 'retrying'
  | 'outbox-delayed'
  | 'starts-of-nothing'
  | 'report-refused'
  | 'intake-unreadable'
  | 'dead-letter-sent-again'
  | 'dead-letter-order'
  | 'sync-deleted'
  | 'web-forms-changed'
  | 'sync-purged'
  | 'purged'
  | 'purge-refused'
  | 'request-answered'
  | 'request-failed'
  | 'viewed-as-recipient'
  | 'worker-error';

/** Round-trips to Dataverse per run, since the last time it was asked. */
export interface CallCounter {
  drain(flow: SyncRunId): number;
}
