import type { StartProblem } from '@pmds/contracts/start-rules';
import type { SyncNow } from '../domain/list-changes.js';
import type { OutboxEntry, SyncRowPatch } from '../domain/outbox.js';
import type { Run, SyncOrder, SyncTimeZone } from '../domain/run.js';
import type { TraceRow } from '../domain/trace.js';

/** What came of trying to claim a run's row in Dataverse. */
export type Claim =
  /** The row is ours: In Progress, started, pointing to the run. Claiming again under the same run id answers this too. */
  | {
      readonly kind: 'claimed';
      readonly order: SyncOrder;
      /** In which zone the sync shows moments; asked only where a selected column needs it. At most two calls. */
      readonly timeZone?: () => Promise<SyncTimeZone>;
    }
  /** Somebody else runs this sync (412, or another active run on the row). */
  | { readonly kind: 'taken' }
  /** The row was deleted. */
  | { readonly kind: 'gone' }
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

/** Tells Dataverse and people how runs go. */
export interface RunReporter {
  /** Asks Dataverse what time it is: never later than its clock shows when this resolves. */
  now(signal: AbortSignal): Promise<Date>;
  /**
   * Reads the row with its lists, checks the start rules and, when they hold, upserts the run row and PATCHes the sync row
   * with `If-Match`. Idempotent for one run id.
   * @param startedAt By Dataverse's clock, from before the first attempt; kept in the ledger, so that repeating writes the same time.
   */
  claim(run: Run, startedAt: Date, signal: AbortSignal): Promise<Claim>;
  /** The sync and its lists as they are now, for a run that is about to complete; `null` when the row was deleted. */
  lookAgain(run: Run, signal: AbortSignal): Promise<SyncNow | null>;
  /**
   * Delivers entries in their order; row patches to one row may be merged. Resolves when all are delivered (or can never
   * be: the row is gone) and returns what has to be traced in turn, for example a mail that could not be sent.
   * Throws `DataverseError` when trying again later can help; then all entries come again.
   */
  deliver(entries: readonly OutboxEntry[], signal: AbortSignal): Promise<readonly TraceRow[]>;
  /**
   * Changes the sync's row at once, in spite of a pause that Dataverse asked for, and once: for saying that a run waits or
   * was cancelled while it did.
   * @returns false when it did not arrive.
   */
  notice(run: Pick<Run, 'runId' | 'dataSyncId'>, patch: SyncRowPatch, signal: AbortSignal): Promise<boolean>;
}
