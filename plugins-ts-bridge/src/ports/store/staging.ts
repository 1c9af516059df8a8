import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { SettledOutcome } from '../../domain/member/settled-outcome.js';
import type { ClaimedRun, Run } from '../../domain/run/run.js';
import type { MemberTrace } from '../../domain/run/trace.js';
import type { StagedRow } from '../destination.js';
import type { MembershipRow } from '../recipient-source.js';

/** A member whose values are staged. */
export interface ProfileRow {
  readonly id: RowId;
  /** JSON array of the values in the order of the selection. */
  readonly cells: string;
  readonly hash: Uint8Array;
  readonly outcome: 'synced' | 'unchanged';
}

/** A member that is not staged, with the outcome that says why. */
export interface SettledRow {
  readonly id: RowId;
  readonly outcome: SettledOutcome;
}

/** What a page of one table brings to the run's generation. */
export interface StagedPage {
  readonly profiles: readonly ProfileRow[];
  readonly settled: readonly SettledRow[];
}

/** So many members of a table that a run did not read, with what is known of them. */
export interface CarriedOutcome {
  readonly table: SelectableTable;
  readonly outcome: SettledOutcome | 'unchanged';
  readonly members: number;
}

/** Reads the run's generation of profiles: what it makes readable, and what any destination is delivered from. */
export interface StagingReader {
  /**
   * Members that the run makes readable, in the order of their ids, from the one after `after`. Of an incremental run those
   * whom it did not read come as they were.
   */
  read(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly StagedRow[]>;
  /** How many `read` gives, in both tables. */
  count(run: Run): Promise<number>;
  /** Stored profiles of the run's generation, counted in the store itself; of an incremental run those of its base. */
  profileCount(run: Run, table: SelectableTable): Promise<number>;
  /** Digest of the hashes that are stored (`DigestSum`); of an incremental run of those of its base. */
  digest(run: Run, table: SelectableTable): Promise<string>;
  /** Hashes of the ids that the sync's current generation holds with the same columns. */
  previousHashes(
    run: ClaimedRun,
    table: SelectableTable,
    ids: readonly RowId[],
  ): Promise<ReadonlyMap<RowId, Uint8Array>>;
  /** Hashes of the ids that the run makes readable; of an incremental run only once its base is changed. */
  storedHashes(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Uint8Array>>;
  /** Profiles of the sync's current generation that the run's generation does not hold. */
  leaverCount(run: Run): Promise<number>;
}

/** Writes the run's generation, in the transaction that moves the ledger: a page is there as a whole or not at all. */
export interface StagingWriter {
  /** Makes room for the run's generation. Doing it again changes nothing. */
  open(run: Pick<Run, 'generation'>): Promise<void>;
  /** Keeps who is on which list. */
  appendMemberships(run: Run, rows: readonly MembershipRow[]): Promise<void>;
  /** Keeps what a page brought; nothing is looked up for it. */
  append(run: Run, table: SelectableTable, page: StagedPage): Promise<void>;
  /** Makes the members of some lists those that they had in an earlier run, by position. Doing it again changes nothing. */
  takeMemberships(run: Run, from: Run, lists: readonly number[]): Promise<void>;
  /**
   * Turns memberships into distinct members, each owned by its first source. Doing it again gives the same.
   * @param sourceOfList `null` for lists that the run does not cover: who is on no other one is read by no source.
   * @returns members per table.
   */
  sealMembers(
    run: ClaimedRun,
    sourceOfList: readonly (number | null)[],
  ): Promise<Readonly<Record<SelectableTable, number>>>;
  /** Makes the members of an earlier run those of this one, instead of a scan. @returns members per table. */
  takeMembers(run: Run, from: Run): Promise<Readonly<Record<SelectableTable, number>>>;
  /** Makes the profiles readable by id; nothing is appended unindexed afterwards. */
  seal(run: Run): Promise<void>;
  /** Members that failed in the base and are none of these have failed in this run, too: it does not look at them. */
  keepFailed(run: Run, except: readonly MemberTrace['member'][]): Promise<readonly CarriedOutcome[]>;
  /** Members of an incremental run that it did not read, by what their base says of them. */
  carriedOver(run: Run): Promise<readonly CarriedOutcome[]>;
  /** Changes the base of an incremental run by what it read. @returns profiles removed. */
  applyToBase(run: Run): Promise<number>;
  /** Forgets what the run read, not who its members are. */
  forgetRead(run: Run): Promise<void>;
  /** Forgets who its members are, too. */
  forgetMembers(run: Run): Promise<void>;
}
