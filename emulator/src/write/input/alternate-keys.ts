import type { RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import type { Unit } from '../units/unit.js';

/**
 * No two rows have the same values in all columns of an alternate key; a null anywhere in it takes the row out of the key.
 * @param ownId the row that is being changed, or null for a new one
 * @throws DataverseError 412 `0x80060892`.
 */
export function assertKeysAreFree(unit: Unit, table: Table, values: RowObject, ownId: string | null): void {
  const rows = unit.store.rows(table.logicalName);
  for (const key of table.keys) {
    const [first, ...rest] = key.columns;
    if (first === undefined || key.columns.some((column) => (values[column] ?? null) === null)) continue;
    for (const row of rows.byValue(first).rows(values[first] ?? null)) {
      const same = rest.every((column) => rows.value(row, column) === values[column]);
      if (same && rows.id(row) !== ownId) {
        throw new DataverseError(
          412,
          '0x80060892',
          `A record that has the attribute values ${key.columns.join(', ')} already exists. The entity key ${key.schemaName} requires that this set of attributes contains unique values. Select unique values and try again.`,
        );
      }
    }
  }
}
