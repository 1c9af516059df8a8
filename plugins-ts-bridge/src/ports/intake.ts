import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { PrefillColumn } from '@pmds/contracts/prefill';
import type { RunRequest } from '../domain/run.js';
import type { ClosedMember } from './closed-members.js';
import type { ProfileValues } from './profiles.js';

/**
 * Where the thread that answers leaves what it accepted, on disk before the answer. A small store of its own, so that a
 * webhook never waits behind a page that is being written. The worker moves entries into the ledger, idempotently.
 */
export interface IntakeStore {
  /** Keeps a start. A second start under the same run id changes nothing. Resolves when it is on disk. */
  addStart(request: RunRequest): Promise<void>;
  addCancel(runId: SyncRunId, requestedAt: Date): Promise<void>;
  /** Takes back every link that was made for a run. */
  addRevocation(runId: SyncRunId, at: Date): Promise<void>;
  /** Keeps a member that was fetched on demand, before any run has reached it. The newest wins. */
  addProfile(profile: FetchedProfile): Promise<void>;
  /** Closes a member for all syncs, and forgets what `addProfile` kept of him. */
  addClosed(closed: ClosedMember): Promise<void>;
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
}

export type IntakeEntry =
  | { readonly seq: number; readonly kind: 'start'; readonly request: RunRequest }
  | { readonly seq: number; readonly kind: 'cancel'; readonly runId: SyncRunId }
  | { readonly seq: number; readonly kind: 'revocation'; readonly runId: SyncRunId; readonly at: Date }
  | { readonly seq: number; readonly kind: 'closed'; readonly closed: ClosedMember }
  | { readonly seq: number; readonly kind: 'profile'; readonly profile: FetchedProfile };

export interface FetchedProfile {
  readonly table: SelectableTable;
  readonly id: RowId;
  readonly values: ProfileValues;
  readonly labels: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, PrefillColumn>>;
  readonly fetchedAt: Date;
}
