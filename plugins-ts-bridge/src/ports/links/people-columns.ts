import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { RefusedRow } from '../destination.js';

/** Values to write, by column. */
export interface ColumnValues {
  readonly id: RowId;
  readonly values: Readonly<Record<string, string>>;
}

interface WrittenColumns {
  readonly refused: readonly RefusedRow[];
  /** Rows of the table that somebody else changed since the time that was asked for, until just before the write. */
  readonly changedByOthers: readonly RowId[];
}

/** Writes columns of contacts and leads. */
export interface PeopleColumns {
  /**
   * What stands against writing a text of so many characters into a column, a sentence each that says what to do.
   * @throws OutsideError
   */
  problemsOf(table: SelectableTable, column: string, characters: number): Promise<readonly string[]>;
  /**
   * The application users that write, or a sentence where one of them may not write the whole table.
   * @throws OutsideError
   */
  writers(table: SelectableTable): Promise<{ readonly users: readonly RowId[] } | { readonly why: string }>;
  /**
   * Writes rows in bulk, at most 1,000 in one call; a batch that is refused is halved until the row is found. Doing it again
   * writes the same.
   * @throws OutsideError when Dataverse does not answer for longer than the service waits.
   */
  write(
    table: SelectableTable,
    rows: readonly ColumnValues[],
    terms: { readonly since: Date; readonly users: readonly RowId[]; readonly runId: SyncRunId },
  ): Promise<WrittenColumns>;
  /** By Dataverse's clock. */
  now(): Date;
}
