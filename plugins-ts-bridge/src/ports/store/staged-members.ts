import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Run } from '../../domain/run/run.js';

/** Reads who the members of a run are, as the id scan found them. */
export interface StagedMembers {
  /** Which ids are not members that this source has to settle (a member of several sources belongs to the first). */
  strangers(run: Run, table: SelectableTable, source: number, ids: readonly RowId[]): Promise<ReadonlySet<RowId>>;
  /** Which of the ids are members on lists alone that the run does not cover. */
  uncovered(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<readonly RowId[]>;
  /** Some members of a source, spread evenly over its ids. */
  sample(run: Run, table: SelectableTable, source: number, size: number): Promise<readonly RowId[]>;
  countOfSource(run: Run, source: number): Promise<number>;
  /** Distinct members of some lists of the run, all of one table, by their positions in the order. */
  countOnLists(run: Run, lists: readonly number[]): Promise<number>;
  /** Members of a table without an outcome, in the order of their ids, from the one after `after`. */
  unsettled(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]>;
  /** Members that a generation neither stores nor has skipped. */
  joinerCount(run: Run, generation: number): Promise<number>;
  /**
   * Members that the sync's current generation stores, another sync's as well, and that the run did not find, in the
   * order of their ids. Nobody is looked for where the lists hold the very members of the last run.
   */
  sharedLeavers(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]>;
}
