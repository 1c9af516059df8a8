import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { OptOutCounts } from '../../../domain/member/settled-outcome.js';
import type { MemberSet } from '../../../domain/run/manifest.js';
import type { TableCounts } from '../../../domain/run/run.js';
import type { MembershipRow } from '../../recipient-source.js';
import type { CarriedOutcome, StagedPage } from '../staging.js';
import type { Range } from './ranges.js';

/** Reads what the pages of a run came to. */
export interface CountReader {
  /** Members by table and outcome. */
  outcomes(runId: SyncRunId): Promise<TableCounts>;
  /** Of those who opted out, how many by which flag, in both tables together. */
  optOuts(runId: SyncRunId): Promise<OptOutCounts>;
  /** Distinct members of each list, by its position in the order, as the id scan found them. */
  lists(runId: SyncRunId): Promise<readonly MemberSet[]>;
  /** Digest of what the pages of a full run wrote, told apart from what the store holds. */
  writtenDigest(runId: SyncRunId, table: SelectableTable): Promise<string>;
}

export interface CountWriter {
  /** Counts the members of a page by their outcome. */
  addOutcomes(range: Range, table: SelectableTable, page: StagedPage): Promise<void>;
  /** Counts the members of a scanned page by list. */
  addMemberships(range: Range, rows: readonly MembershipRow[]): Promise<void>;
  /** Counts members that the run did not read: what its base says of them still holds. */
  addCarried(runId: SyncRunId, carried: readonly CarriedOutcome[]): Promise<void>;
  /** Lists of an earlier run, member by member, are those of this one: all, or some by their positions. */
  takeLists(runId: SyncRunId, from: SyncRunId, lists?: readonly number[]): Promise<void>;
  /** Forgets who is on which list. */
  forgetLists(runId: SyncRunId): Promise<void>;
  /** Forgets the outcomes: the run reads anew. */
  forgetOutcomes(runId: SyncRunId): Promise<void>;
}
