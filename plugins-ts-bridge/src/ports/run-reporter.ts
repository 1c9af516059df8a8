import type { UnsentMail } from '@pmds/contracts/mail-outcome';
import type { StartProblem } from '@pmds/contracts/start-rules';
import type { OutboxEntry } from '../domain/outbox.js';
import type { Run, SyncOrder } from '../domain/run.js';
import type { TraceRow } from '../domain/trace.js';

/** What came of trying to claim a run's row in Dataverse. */
export type Claim =
  /** The row is ours: In Progress, started, pointing to the run. Claiming again under the same run id answers this too. */
  | { readonly kind: 'claimed'; readonly order: SyncOrder }
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
  /**
   * Reads the row with its lists, checks the start rules and, when they hold, upserts the run row and PATCHes the sync row
   * with `If-Match`. Idempotent for one run id.
   * @param startedAt Minted before the first attempt and kept in the ledger, so that repeating writes the same time.
   */
  claim(run: Run, startedAt: Date, signal: AbortSignal): Promise<Claim>;
  /**
   * Who will not get the completion mail as things stand, so that it is said while something can be done about it.
   * @throws OutsideError when Dataverse does not answer.
   */
  foreseeMail(addresses: readonly string[], signal: AbortSignal): Promise<readonly UnsentMail[]>;
  /**
   * Delivers entries in their order; row patches to one row may be merged. Resolves when all are delivered (or can never
   * be: the row is gone) and returns what has to be traced in turn, for example a mail that could not be sent.
   * Throws `DataverseError` when trying again later can help; then all entries come again.
   */
  deliver(entries: readonly OutboxEntry[], signal: AbortSignal): Promise<readonly TraceRow[]>;
}
