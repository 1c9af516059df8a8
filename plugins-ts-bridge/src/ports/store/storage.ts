import type { Revocation } from '../../domain/revocation.js';
import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { ColumnPlan } from '../../domain/member/columns.js';
import type { FailureCode } from '../../domain/failures.js';
import type { MemberSet, StoredSet } from '../../domain/run/manifest.js';
import type { DeadLetter, Delay, RefusedReport } from '../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage } from '../../domain/outbox/outbox.js';
import type { ReportedFailure } from '../../domain/reported-failure.js';
import type { Run, RunBase, RunPhase, RunRequest, SyncOrder, TableCounts } from '../../domain/run/run.js';
import type { OptOutCounts, SettledOutcome } from '../../domain/member/settled-outcome.js';
import type { MemberTrace, TraceRow } from '../../domain/run/trace.js';
import type { DeliveryReader, DeliveryWriter } from './deliveries.js';
import type { ClosedMembersWriter } from './closed-members.js';
import type { FetchedProfile } from './intake.js';
import type { MembershipRow, PagePosition, Slice } from '../recipient-source.js';
import type { Retention } from './retention.js';
import type { UserLimits } from './user-limits.js';

/**
 * A chain of pages: one slice of one source, in one stage of a run. `number` identifies it. The page after
 * the last committed one is the only work that depends on the one before, so ranges spread over workers by themselves.
 */
export interface Range {
  readonly runId: SyncRunId;
  readonly number: number;
  readonly stage: RangeStage;
  /** Position among the run's sources; of a range that verifies, of its table; of one that delivers, of its destination. */
  readonly source: number;
  readonly slice: Slice;
  readonly at: PagePosition | null;
  /** Id of the last row of the last page: a repeated row is its neighbour. */
  readonly lastId: RowId | null;
  readonly rowsRead: number;
  /** Rows expected in all, by the sample; 0 when unknown. */
  readonly rowsExpected: number;
  /** Values strictly inside the slice, ascending: where it can be cut. */
  readonly pivots: readonly number[];
  readonly done: boolean;
}
export type RangeStage = 'scan' | 'read' | 'verify' | 'deliver';

export interface NewRange {
  readonly stage: RangeStage;
  readonly source: number;
  readonly slice: Slice;
  readonly at: PagePosition | null;
  readonly lastId: RowId | null;
  readonly rowsExpected: number;
  readonly pivots: readonly number[];
}

/** What becomes of a range that is cut: it keeps the first piece. */
export interface RangeCut {
  readonly to: number | null;
  readonly pivots: readonly number[];
  readonly rowsExpected: number;
  readonly others: readonly NewRange[];
}

/** A member whose values are stored. */
export interface ProfileRow {
  readonly id: RowId;
  /** JSON array of the values in the order of the selection. */
  readonly cells: string;
  readonly hash: Uint8Array;
  readonly outcome: 'synced' | 'unchanged';
}

/** A member that is not stored, with the outcome that says why. */
export interface SettledRow {
  readonly id: RowId;
  readonly outcome: SettledOutcome;
}

/** One page, ready to be committed as a whole. */
export interface Chunk {
  readonly range: Range;
  readonly table: SelectableTable;
  readonly profiles: readonly ProfileRow[];
  readonly settled: readonly SettledRow[];
  readonly traces: readonly TraceRow[];
  readonly rowsRead: number;
  readonly lastId: RowId | null;
  /** `null` when this was the last page of the range. */
  readonly next: PagePosition | null;
}

/** A scanned page of ids. */
export interface ScanChunk {
  readonly range: Range;
  readonly rows: readonly MembershipRow[];
  readonly traces: readonly TraceRow[];
  readonly lastId: RowId | null;
  readonly next: PagePosition | null;
}

export interface RunEnding {
  readonly status: Extract<SyncStatus, 'completed' | 'completed-with-errors' | 'failed' | 'cancelled'>;
  readonly endedAt: Date;
  readonly failure: { readonly code: FailureCode; readonly detail: string } | null;
  /** Makes the run's generation the current one in the same transaction. */
  readonly makeCurrent: boolean;
  /** Text of the signed manifest, of completed runs. */
  readonly manifest: string | null;
}

export interface CurrentGeneration {
  readonly runId: SyncRunId;
  readonly generation: number;
  readonly profiles: Readonly<Record<SelectableTable, number>>;
  /** When the run that made it current was started. */
  readonly startedAt: Date;
  /** Whether that is a time of Dataverse's own clock; older versions took the service's. */
  readonly startedByServer: boolean;
  /** JSON of the column plans it was written with. */
  readonly columns: string;
}

/** Reads the ledger. */
export interface LedgerReader {
  readonly deliveries: DeliveryReader;
  run(runId: SyncRunId): Promise<Run | null>;
  /** Queued and active runs, oldest request first. */
  openRuns(): Promise<readonly Run[]>;
  /** Queued and active runs, oldest request first, by what is needed to choose among many. */
  openRunIds(limit: number): Promise<readonly Pick<Run, 'runId' | 'cancelRequested'>[]>;
  /** Queued runs that nobody has begun with. */
  unclaimedRuns(): Promise<readonly Pick<Run, 'runId' | 'dataSyncId'>[]>;
  ranges(runId: SyncRunId, stage: RangeStage): Promise<readonly Range[]>;
  range(runId: SyncRunId, number: number): Promise<Range | null>;
  counts(runId: SyncRunId): Promise<TableCounts>;
  /** Of those who opted out, how many by which flag, in both tables together. */
  optOuts(runId: SyncRunId): Promise<OptOutCounts>;
  /** Trace rows of the run with severity error. */
  errorCount(runId: SyncRunId): Promise<number>;
  currentGeneration(dataSyncId: RowId): Promise<CurrentGeneration | null>;
  /** The run of this sync that ended last, other than `except`; runs that gave way to another one are none. */
  lastEnded(dataSyncId: RowId, except: SyncRunId): Promise<Run | null>;
  /** Which of these Trace rows are open and say of a member of the run why it failed. */
  memberTraces(runId: SyncRunId, ids: readonly RowId[]): Promise<readonly MemberTrace[]>;
  /** Distinct members of each list, by its position in the order, as the id scan found them. */
  listMembers(runId: SyncRunId): Promise<readonly MemberSet[]>;
  /** Text of the signed manifest, `null` where the run did not complete. */
  manifest(runId: SyncRunId): Promise<string | null>;
  /** Oldest entries of the outbox; of one run when named. */
  outbox(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]>;
  /** Oldest entries of syncs whose reports are not held back. */
  dueOutbox(limit: number, nowMs: number): Promise<readonly OutboxEntry[]>;
  /** Syncs whose reports could not be delivered so far. */
  delays(): Promise<readonly Delay[]>;
  /** Oldest reports that Dataverse refused for good. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
}

/** Profiles and members in bulk; the ids of a page at a time. */
export interface BulkReader {
  /** Which ids are not members that this source has to settle (a member of several sources belongs to the first). */
  strangers(run: Run, table: SelectableTable, source: number, ids: readonly RowId[]): Promise<ReadonlySet<RowId>>;
  /** Hashes of the ids that the sync's current generation holds with the same columns. */
  previousHashes(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Uint8Array>>;
  /** Hashes of the ids that the run makes readable; of an incremental run only once its base is changed. */
  storedHashes(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Uint8Array>>;
  /** Some members of a source, spread evenly over its ids. */
  sampleMembers(run: Run, table: SelectableTable, source: number, size: number): Promise<readonly RowId[]>;
  /** Distinct members of some lists of the run, all of one table, by their positions in the order. */
  membersOnLists(run: Run, lists: readonly number[]): Promise<number>;
  /** Members of a source. */
  memberCountOf(run: Run, source: number): Promise<number>;
  /** Members of a table without an outcome, in the order of their ids, from the one after `after`. */
  unsettledMembers(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]>;
  /** Stored profiles of the run's generation, counted in the store itself. */
  profileCount(run: Run, table: SelectableTable): Promise<number>;
  /** What the run makes readable: counted in the store itself; of a full run, with the digest of what was written. */
  storedSet(run: Run, table: SelectableTable): Promise<StoredSet>;
  /** Profiles of the sync's current generation that the run's generation does not hold. */
  leaverCount(run: Run): Promise<number>;
  /**
   * Members that the sync's current generation stores, another sync's as well, and that the run did not find, in the
   * order of their ids. Nobody is looked for where the lists hold the very members of the last run.
   */
  sharedLeavers(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]>;
  /** Members that a generation neither stores nor has skipped. */
  joinerCount(run: Run, generation: number): Promise<number>;
}

/** Whose store it is; `null` as long as that was not kept. */
export interface StoreIdentity {
  readonly url: string | null;
  readonly organizationId: string | null;
}

/** Every write; only a transaction hands it out. All of it happens, or none. */
export interface LedgerWriter extends LedgerReader, BulkReader, ClosedMembersWriter {
  readonly deliveries: DeliveryWriter;
  /** @returns false when the run id is known, or another run of the row is queued or active. */
  addRun(request: RunRequest): Promise<boolean>;
  /** The run as it stands, which no other transaction changes before this one ends. */
  holdRun(runId: SyncRunId): Promise<Run | null>;
  requestCancel(runId: SyncRunId): Promise<void>;
  /** @param startedAt By Dataverse's clock. @returns what was kept first. */
  keepStartedAt(runId: SyncRunId, startedAt: Date): Promise<Date>;
  /** Keeps what the claim found; the run becomes In Progress and its tables are made. */
  keepOrder(
    runId: SyncRunId,
    order: SyncOrder,
    columns: Readonly<Record<SelectableTable, readonly ColumnPlan[]>>,
  ): Promise<void>;
  /** Keeps when the first mail to the run's lists is planned, `null` for none; its pages go by it from then on. */
  keepPlannedSend(runId: SyncRunId, plannedSend: Date | null): Promise<void>;
  setPhase(runId: SyncRunId, phase: RunPhase): Promise<void>;
  setStatus(runId: SyncRunId, status: SyncStatus): Promise<void>;
  addRanges(runId: SyncRunId, ranges: readonly NewRange[]): Promise<readonly Range[]>;
  /**
   * Cuts an unfinished range; all pieces go on from where it stands, since a paging cookie holds the last id alone.
   * @returns the new pieces, none when the range has moved on meanwhile.
   */
  splitRange(range: Range, cut: RangeCut): Promise<readonly Range[]>;
  /** @returns false when the page was committed before. */
  commitScan(run: Run, chunk: ScanChunk): Promise<boolean>;
  /** @returns false when the page was committed before. */
  commitChunk(run: Run, chunk: Chunk): Promise<boolean>;
  /** Turns memberships into distinct members, each owned by its first source. @returns members per table. */
  sealScan(run: Run, sourceOfList: readonly number[]): Promise<Readonly<Record<SelectableTable, number>>>;
  /** Keeps why the brake stops the run. */
  keepBrake(runId: SyncRunId, findings: readonly BrakeFinding[]): Promise<void>;
  /** Says what the run turned out to be: full without a base, else a change of it. */
  keepBase(runId: SyncRunId, base: RunBase | null, type?: 'incremental' | 'retry'): Promise<void>;
  /** Makes the members of an earlier run those of this one, instead of a scan. @returns members per table. */
  takeMembers(run: Run, from: Run): Promise<Readonly<Record<SelectableTable, number>>>;
  /** Members that failed in the base and are none of these have failed in this run, too: it does not look at them. */
  keepFailed(run: Run, except: readonly MemberTrace['member'][]): Promise<void>;
  /** Counts the members of an incremental run that it did not read: what their base says of them still holds. */
  carryOver(run: Run): Promise<void>;
  /** Changes the base of an incremental run by what it read. @returns profiles removed. */
  applyToBase(run: Run): Promise<number>;
  /** Makes an incremental run a full one that has read nothing yet. */
  fallBackToFull(run: Run): Promise<void>;
  /** Makes the run's profiles readable by id; nothing is appended unindexed afterwards. */
  indexProfiles(run: Run): Promise<void>;
  addTraces(traces: readonly TraceRow[]): Promise<void>;
  /** Open Trace rows of earlier runs of the same sync, at most `limit`. */
  earlierTraces(run: Run, limit: number): Promise<readonly RowId[]>;
  /** Open Trace rows of an earlier run count on this one, here and in Dataverse; of some codes only, where they are named. */
  adoptTraces(run: Run, from: Run, codes?: readonly FailureCode[]): Promise<void>;
  /** Closes Trace rows here and, by way of the outbox, in Dataverse. */
  closeTraces(run: Run, ids: readonly RowId[]): Promise<void>;
  reportFailure(runId: SyncRunId, failure: ReportedFailure | null): Promise<void>;
  addApiCalls(runId: SyncRunId, calls: number): Promise<void>;
  /** Ends the run; its tables of ids are dropped, and a generation that did not become current with them. */
  endRun(run: Run, ending: RunEnding): Promise<void>;
  /** Ends runs that nobody has begun with, of rows that do not exist. */
  endUnclaimed(runIds: readonly SyncRunId[], endedAt: Date): Promise<void>;
  send(messages: readonly OutboxMessage[]): Promise<void>;
  delivered(seqs: readonly number[]): Promise<void>;
  storeIdentity(): Promise<StoreIdentity>;
  keepStoreIdentity(identity: StoreIdentity): Promise<void>;
  delayReports(delay: Delay): Promise<void>;
  endDelay(subject: string): Promise<void>;
  /** Keeps what Dataverse refused for good. */
  bury(reports: readonly RefusedReport[]): Promise<void>;
  /** @returns `overtaken` where a later run has told Dataverse about the sync since: the letter is dropped. */
  resendLetter(number: number): Promise<'resent' | 'unknown' | 'overtaken'>;
  /** @returns false where there is no such letter. */
  dropLetter(number: number): Promise<boolean>;
  revoke(rule: Revocation): Promise<void>;
  /** Keeps what was read on demand, unless the member was closed after that; opens him otherwise. */
  keepFetchedProfile(profile: FetchedProfile): Promise<void>;
}

/** The run's right to be worked on by this process. */
export interface Leases {
  /** @returns false when another live process holds it. */
  acquire(runId: SyncRunId, owner: string, untilMs: number, nowMs: number): Promise<boolean>;
  /** @returns false when the lease was lost. */
  renew(runId: SyncRunId, owner: string, untilMs: number): Promise<boolean>;
  release(runId: SyncRunId, owner: string): Promise<void>;
  /** Says that a process goes on with so many chains; counted until `untilMs`. */
  announce(owner: string, chains: number, untilMs: number): Promise<void>;
  /** Chains of all processes that are counted on. */
  announced(nowMs: number): Promise<number>;
}

/** Ledger and profiles in one store, so that one transaction covers both. Used by the worker only. */
export interface Storage {
  readonly read: LedgerReader & BulkReader;
  readonly leases: Leases;
  readonly retention: Retention;
  readonly userLimits: UserLimits;
  transaction<Value>(unit: (writer: LedgerWriter) => Promise<Value>): Promise<Value>;
  /**
   * Looks whether the store is still the one that the next start will open.
   * @throws Error with a sentence for people when its files were deleted or replaced.
   */
  refuseReplaced(): void;
  /** Removes what ended runs left behind, a small step at a time. @returns whether more is left. */
  sweep(): Promise<boolean>;
  [Symbol.asyncDispose](): Promise<void>;
}
