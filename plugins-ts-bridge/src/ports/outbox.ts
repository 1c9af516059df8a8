import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { RefusedReport } from '../domain/outbox/dead-letter.js';
import type { OutboxKind, OutboxMessage, OutboxMessageOf } from '../domain/outbox/outbox.js';
import type { TraceRow } from '../domain/run/trace.js';

export interface LaterMessage {
  readonly message: OutboxMessage;
  readonly dueAt: Date;
}

/** A mail that did not reach everybody. It counts addresses, since the log must not keep them. */
export interface UnsentMailReport {
  readonly runId: SyncRunId;
  /** `null`: whom to tell stood on the row, and it is gone. */
  readonly addresses: number | null;
  /** It is tried again. */
  readonly again: boolean;
}

/** What came of telling some entries. */
export interface DeliveryReport {
  /** What has to be traced in turn, for example a mail that could not be sent. */
  readonly followUps: readonly TraceRow[];
  /** What has to be tried again at a time of its own, and when; it holds back nothing else. */
  readonly later: readonly LaterMessage[];
  /** What was refused for good; everything else was delivered. */
  readonly refused: readonly RefusedReport[];
  /** Syncs whose row was not there to be written. */
  readonly gone: readonly RowId[];
  /** Mails that did not reach everybody. */
  readonly unsent: readonly UnsentMailReport[];
}

/** Entries of one lane that are told together. */
export interface DeliveryRound {
  readonly signal: AbortSignal;
  /** The entries were tried often enough: what the other side fails at is given up like what it refuses. */
  readonly lastAttempt: boolean;
  /** Syncs whose row was found missing by the kinds before, in this round. */
  readonly gone: ReadonlySet<RowId>;
}

/** Tells entries of one kind. */
export interface OutboxHandler<Kind extends OutboxKind> {
  /**
   * Delivers entries in their order. Resolves when all are delivered, or can never be.
   * @param messages At least one.
   * @throws OutsideError when trying again later can help; then all entries come again.
   */
  deliver(messages: readonly OutboxMessageOf<Kind>[], round: DeliveryRound): Promise<Partial<DeliveryReport>>;
}

/** Who tells what forms sent, and whether their links open. */
export type ResponseHandlers = Pick<OutboxHandlers, 'submission' | 'submission-review' | 'link-state'>;

/** One handler per kind. */
export type OutboxHandlers = { readonly [Kind in OutboxKind]: OutboxHandler<Kind> };
