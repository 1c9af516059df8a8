import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { UnsentMail } from '@pmds/contracts/run/mail-outcome';
import type { ParameterProblem } from '@pmds/contracts/start/start-parameters';
import type { StartProblem } from '@pmds/contracts/start/start-rules';
import type { SyncNow } from '../domain/run/list-changes.js';
import type { SyncRowPatch } from '../domain/outbox/kinds/sync-row.js';
import type { ClaimedRun, Run, SyncOrder, SyncTimeZone } from '../domain/run/run.js';

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
      readonly problems: readonly (StartProblem | ParameterProblem)[];
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
  lookAgain(run: ClaimedRun, signal: AbortSignal): Promise<SyncNow | null>;
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
   * Changes the sync's row at once, in spite of a pause that Dataverse asked for, and once: for saying that a run waits or
   * was cancelled while it did.
   * @returns false when it did not arrive.
   */
  notice(run: Pick<Run, 'runId' | 'dataSyncId'>, patch: SyncRowPatch, signal: AbortSignal): Promise<boolean>;
}
