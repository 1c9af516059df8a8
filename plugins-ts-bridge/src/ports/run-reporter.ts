import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { UnsentMail } from '@pmds/contracts/run/mail-outcome';
import type { StartProblem } from '@pmds/contracts/start/start-rules';
import type { RefusedReport } from '../domain/outbox/dead-letter.js';
import type { SyncNow } from '../domain/run/list-changes.js';
import type { OutboxEntry, OutboxMessage, SyncRowPatch } from '../domain/outbox/outbox.js';
import type { Run, SyncOrder, SyncTimeZone } from '../domain/run/run.js';
import type { TraceRow } from '../domain/run/trace.js';

/** What came of trying to claim a run's row in Dataverse. */
export type Claim =
  /** The row is ours: In Progress, started, pointing to the run. Claiming again under the same run id answers this too. */
  | {
      readonly kind: 'claimed';
      readonly order: SyncOrder;
      /** In which zone the sync shows moments; asked only where a selected column needs it. At most two calls. */
      readonly timeZone?: () => Promise<SyncTimeZone>;
    }
  /** Another run is on its way by the row: which, and for how long it has told the row nothing. */
  | { readonly kind: 'taken'; readonly by: SyncRunId | null; readonly silentForMs: number }
  /** The run's id is that of a row in the history that belongs to another sync, or to a run that has ended. */
  | { readonly kind: 'id-taken' }
  /** The row was deleted; whom it named, where it was read before. */
  | ({ readonly kind: 'gone' } & Addressees)
  /** The start rules are not met; nothing was changed on the row. The engine ends the run Failed with the sentences. */
  | {
      readonly kind: 'refused';
      readonly problems: readonly StartProblem[];
      /** As far as the row has them, for the mail that tells of the refusal. */
      readonly name?: string;
      readonly notificationEmails?: readonly string[];
    }
  /** Solution and service do not fit together (`VERSION_MISMATCH`); `detail` names both versions. */
  | { readonly kind: 'incompatible'; readonly detail: string };

export interface ClaimOptions {
  /** The run on the row is over, whatever the row says. `null`: the row names none. */
  readonly over?: SyncRunId | null;
}

export interface Addressees {
  readonly name?: string;
  readonly notificationEmails?: readonly string[];
}

/** Tells Dataverse and people how runs go. */
export interface RunReporter {
  /** Asks Dataverse what time it is: never later than its clock shows when this resolves. */
  now(signal: AbortSignal): Promise<Date>;
  /**
   * Reads the row with its lists, checks the start rules and, when they hold, upserts the run row and PATCHes the sync row
   * with `If-Match`. Idempotent for one run id.
   * @param startedAt By Dataverse's clock, from before the first attempt; kept in the ledger, so that repeating writes the same time.
   */
  claim(run: Run, startedAt: Date, signal: AbortSignal, options?: ClaimOptions): Promise<Claim>;
  /** The sync and its lists as they are now, for a run that is about to complete; `null` when the row was deleted. */
  lookAgain(run: Run, signal: AbortSignal): Promise<SyncNow | null>;
  /** Which of these syncs have a row; a few calls, however many they are. */
  existing(dataSyncIds: readonly RowId[], signal: AbortSignal): Promise<ReadonlySet<RowId>>;
  /** Whether Dataverse says that there is no such sync: no failure, and no lost right, is that. */
  isDeleted(dataSyncId: RowId, signal: AbortSignal): Promise<boolean>;
  /** Whom to tell of a run that ends before its claim, as far as the row says. */
  addressees(dataSyncId: RowId, signal: AbortSignal): Promise<Addressees>;
  /**
   * Who will not get the completion mail as things stand, so that it is said while something can be done about it.
   * @throws OutsideError when Dataverse does not answer.
   */
  foreseeMail(addresses: readonly string[], signal: AbortSignal): Promise<readonly UnsentMail[]>;
  /**
   * Delivers entries in their order; row patches to one row may be merged. Resolves when all are delivered (or can never
   * be: the row is gone, or Dataverse refuses) and returns what came of it.
   * Throws `DataverseError` when trying again later can help; then all entries come again.
   */
  deliver(entries: readonly OutboxEntry[], signal: AbortSignal, options?: DeliverOptions): Promise<DeliveryReport>;
  /**
   * Changes the sync's row at once, in spite of a pause that Dataverse asked for, and once: for saying that a run waits or
   * was cancelled while it did.
   * @returns false when it did not arrive.
   */
  notice(run: Pick<Run, 'runId' | 'dataSyncId'>, patch: SyncRowPatch, signal: AbortSignal): Promise<boolean>;
}

export interface DeliverOptions {
  /** The entries were tried often enough: what Dataverse fails at is given up like what it refuses. */
  readonly lastAttempt?: boolean;
}

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

export interface DeliveryReport {
  /** What has to be traced in turn, for example a mail that could not be sent. */
  readonly followUps: readonly TraceRow[];
  /** What has to be tried again at a time of its own, and when; it holds back nothing else. */
  readonly later: readonly LaterMessage[];
  /** What Dataverse refused for good; everything else was delivered. */
  readonly refused: readonly RefusedReport[];
  /** Syncs whose row was not there to be written. */
  readonly gone: readonly RowId[];
  /** Mails that did not reach everybody. */
  readonly unsent: readonly UnsentMailReport[];
}
