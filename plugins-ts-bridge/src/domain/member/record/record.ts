import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';

/** What a page says of one member: a view of the page's bytes, good only until whoever was given it returns. */
export interface MemberRecord {
  readonly table: SelectableTable;
  readonly id: RowId;
  /** Positions in the order of the lists that the page was read for; `null` where the query does not tell which. */
  readonly lists: readonly number[] | null;
  /** Text of a column, `null` where it is empty or holds no text. @throws Error for a column nobody asked for. */
  text(column: string): string | null;
  /**
   * JSON text of a column as Dataverse wrote it: `true`, `742100000`, `"text"`. `null` where the column is empty.
   * @throws Error for a column nobody asked for.
   */
  json(column: string): string | null;
}

/** Where the values of one row stand in bytes, by the slots of a layout. */
export interface RowBytes {
  readonly bytes: Buffer;
  /** First byte of the value's JSON text, -1 where the row does not have the property. */
  readonly starts: Int32Array;
  /** First byte after the value's JSON text. */
  readonly ends: Int32Array;
  /** 1 where the value is a string without escapes, so that its bytes are its text. */
  readonly plain: Uint8Array;
}
