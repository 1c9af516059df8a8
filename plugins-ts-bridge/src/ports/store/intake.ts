import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { PrefillColumn } from '@pmds/contracts/prefill';
import type { LetterOrder } from '../../domain/outbox/dead-letter.js';
import type { Revocation } from '../../domain/revocation.js';
import type { RunRequest } from '../../domain/run/run.js';
import type { MemberChange } from '../../domain/member/member-change.js';
import type { ClosedMember } from './closed-members.js';
import type { PurgeScope } from './purge.js';
import type { AcceptedSubmission } from '../../domain/submission/accepted-submission.js';
import type { ReviewOrder } from '../../domain/submission/review-order.js';
import type { ProfileValues } from './profiles.js';

/**
 * Where the thread that answers leaves what it accepted, on disk before the answer. A small store of its own, so that a
 * webhook never waits behind a page that is being written. The worker moves entries into the ledger, idempotently.
 */
export interface IntakeStore {
  /** Keeps a start. A second start under the same run id changes nothing. Resolves when it is on disk. */
  addStart(request: RunRequest): Promise<void>;
  addCancel(runId: SyncRunId, requestedAt: Date): Promise<void>;
  /** A run that Dataverse shows on its way and the ledger does not know: it has to end. */
  addLostRun(lost: LostRun): Promise<void>;
  /** Asks for a dead letter to be sent again, or dropped. */
  addLetterOrder(order: LetterOrder): Promise<void>;
  /** Ends links before their time. */
  addRevocation(rule: Revocation): Promise<void>;
  /** Whether a start under this id waits to be moved. */
  hasStart(runId: SyncRunId): Promise<boolean>;
  /** Keeps a member that was fetched on demand, before any run has reached it. The newest wins. */
  addProfile(profile: FetchedProfile): Promise<void>;
  /** Closes a member for all syncs, and forgets what `addProfile` kept of him. */
  addClosed(closed: ClosedMember): Promise<void>;
  /** Keeps who was changed in Dataverse, all or none, and forgets what `addProfile` kept of them. The last word wins. */
  addChanges(changes: readonly MemberChange[]): Promise<void>;
  /** A member kept by `addProfile` that the worker has not moved yet. */
  findProfile(table: SelectableTable, id: RowId): Promise<FetchedProfile | null>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What the worker needs of the intake. */
export interface IntakeSource {
  /** The oldest entries, at most `limit`. */
  take(limit: number): Promise<readonly IntakeEntry[]>;
  /** Forgets entries that are in the ledger. */
  forget(seqs: readonly number[]): Promise<void>;
  /**
   * Keeps entries that cannot be read as they are, and out of the way of the others. They are tried again when the intake is
   * opened next. A member fetched on demand is forgotten: he is fetched again.
   */
  setAside(seqs: readonly number[]): Promise<void>;
}

export type IntakeEntry =
  | { readonly seq: number; readonly kind: 'start'; readonly request: RunRequest }
  | { readonly seq: number; readonly kind: 'cancel'; readonly runId: SyncRunId }
  | { readonly seq: number; readonly kind: 'lost'; readonly lost: LostRun }
  | { readonly seq: number; readonly kind: 'letter'; readonly order: LetterOrder }
  | { readonly seq: number; readonly kind: 'revocation'; readonly rule: Revocation }
  | { readonly seq: number; readonly kind: 'purge'; readonly scope: PurgeScope }
  | { readonly seq: number; readonly kind: 'closed'; readonly closed: ClosedMember }
  | { readonly seq: number; readonly kind: 'change'; readonly change: MemberChange }
  | { readonly seq: number; readonly kind: 'profile'; readonly profile: FetchedProfile }
  | { readonly seq: number; readonly kind: 'submission'; readonly submission: AcceptedSubmission }
  | { readonly seq: number; readonly kind: 'review'; readonly review: ReviewOrder }
  | BrokenEntry;

/** It was damaged, or kept by another version of the service. */
export interface BrokenEntry {
  readonly seq: number;
  readonly kind: 'unreadable';
  /** The end of a sentence; it holds no value. */
  readonly problem: string;
}

/** A run of a store that is gone. */
export interface LostRun {
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
  /** As the row says it, in ISO; `null` where it does not. */
  readonly startedAt: string | null;
}

export interface FetchedProfile {
  readonly table: SelectableTable;
  readonly id: RowId;
  readonly values: ProfileValues;
  readonly labels: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, PrefillColumn>>;
  readonly fetchedAt: Date;
}
