import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { SourceCall } from './recipient-source.js';

/** Rows that were merged into others. */
export interface MergedMembers {
  /** The rows that gave way to this one. */
  subordinatesOf(table: SelectableTable, id: RowId, call: SourceCall): Promise<readonly RowId[]>;
}
