import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { ClosedMember } from './closed-members.js';
import type { SyncOrder } from '../../domain/run/run.js';
import type { DeadLetter } from '../../domain/outbox/dead-letter.js';
import type { MemberTrace } from '../../domain/run/trace.js';
import type { Openings } from './links/openings.js';
import type { RunRevocations } from './revocations.js';
import type { AccessLogReader } from './responses/access-log.js';
import type { Submissions } from './responses/submissions.js';
import type { LinkMembers } from './links/link-members.js';
import type { WebForms } from './web-forms.js';
import type { PrefillColumn, PrefillValue } from '@pmds/contracts/prefill';

export type ProfileValues = Readonly<Record<string, PrefillValue>>;

/** One member's selected columns as the last completed run (or an on-demand read) stored them. */
export interface StoredProfile {
  readonly table: SelectableTable;
  readonly id: RowId;
  readonly values: ProfileValues;
  /** Labels of choices and lookups, by column. */
  readonly labels: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, PrefillColumn>>;
  /** `null` for a member fetched on demand. */
  readonly runId: SyncRunId | null;
  readonly storedAt: Date;
}

/** Profiles, as a form is filled in with them. */
export interface Profiles {
  /**
   * From the syncs that hold the member, per column from the one that ended last, else as he was fetched on demand, else `null`. `null` as well for
   * a member who is closed, whatever is stored.
   */
  find(table: SelectableTable, id: RowId): Promise<StoredProfile | null>;
  /** Why a member is closed, `null` when he is not. */
  closed(table: SelectableTable, id: RowId): Promise<ClosedMember | null>;
  /** The columns that the syncs with a current generation select for a table, without repeats. */
  selectedColumns(table: SelectableTable): Promise<readonly string[]>;
  /** The zone in which the newest of them shows moments, `null` where none does or it was not known. */
  timeZone(): Promise<string | null>;
}

/** Runs that were started here. */
export interface KnownRuns {
  /** Whether a run of this row is queued or active, with its id. */
  activeRunOf(dataSyncId: RowId): Promise<SyncRunId | null>;
  /** Whether a run was started under this id, whatever became of it. */
  knowsRun(runId: SyncRunId): Promise<boolean>;
  /** Whether a run is on its way, has ended or is not known here. */
  stateOfRun(runId: SyncRunId): Promise<'unknown' | 'open' | 'ended'>;
  /** Which of these Trace rows are open and say of a member of the last completed run of a row why it failed. */
  openTraces(dataSyncId: RowId, ids: readonly RowId[]): Promise<readonly MemberTrace[]>;
}

/** What the last completed run of a row left. */
export interface SyncedMembers {
  /** `null` before the first. */
  syncedRun(dataSyncId: RowId): Promise<SyncedRun | null>;
  /** Which of these are no members of it. */
  strangersTo(dataSyncId: RowId, table: SelectableTable, ids: readonly RowId[]): Promise<readonly RowId[]>;
  /** The run whose members of a sync can be read, and how many they are; `null` for nobody. */
  held(dataSyncId: RowId): Promise<{
    readonly runId: SyncRunId;
    readonly profiles: Readonly<Record<SelectableTable, number>>;
  } | null>;
}

/** How the store is. */
export interface StoreState {
  /** Whether the store is there; before the worker has made it, everything else answers as an empty one does. */
  exists(): Promise<boolean>;
  counts(): Promise<StoreCounts>;
  /** Oldest reports that Dataverse refused for good. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
}

/**
 * Reads profiles while runs write: sees the old or the new generation of each sync, never a gap.
 * Safe to use from the thread that answers people.
 */
export interface ProfileReader {
  readonly openings: Openings;
  readonly profiles: Profiles;
  readonly runs: KnownRuns;
  readonly syncs: SyncedMembers;
  readonly revocations: RunRevocations;
  readonly webForms: WebForms;
  readonly links: LinkMembers;
  readonly state: StoreState;
  readonly submissions: Submissions;
  readonly accessLog: AccessLogReader;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a sync's profiles are of. */
export interface SyncedRun {
  readonly runId: SyncRunId;
  readonly startedAt: Date;
  readonly order: SyncOrder;
}

/** For health and metrics. */
export interface StoreCounts {
  readonly activeRuns: number;
  readonly queuedRuns: number;
  readonly outboxEntries: number;
  readonly profiles: number;
  /** Reports that Dataverse refused for good. */
  readonly deadLetters: number;
  /** How long the oldest entry of the outbox waits, in seconds; 0 without one. */
  readonly oldestOutboxSeconds: number;
  /** No run has completed since the store was made. */
  readonly isNew: boolean;
}
