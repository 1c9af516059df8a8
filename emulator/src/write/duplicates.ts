import type { Row, TableRows } from '../data/table-rows.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import { fold } from '../query/order.js';
import type { Unit } from './units/unit.js';

/**
 * The published rules that every organisation begins with: two active rows are duplicates when all columns of a rule are the same.
 * https://learn.microsoft.com/power-platform/admin/set-up-duplicate-detection-rules-keep-data-clean
 */
const duplicateRules: Readonly<Record<string, readonly (readonly string[])[]>> = {
  account: [['name'], ['emailaddress1']],
  contact: [['emailaddress1'], ['firstname', 'lastname']],
  lead: [['emailaddress1']],
};

/**
 * For `MSCRM.SuppressDuplicateDetection: false`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters#suppress-duplicate-detection
 * @param id the row as it was just written, to be taken back with its transaction
 * @throws DataverseError 412 `0x80040333`
 */
export function assertNoDuplicate(unit: Unit, table: Table, id: string): void {
  const rows = unit.store.rows(table.logicalName);
  const row = rows.find(id);
  const rules = duplicateRules[table.logicalName] ?? [];
  if (row === undefined || !rules.some((columns) => hasTwin(rows, row, columns))) return;
  throw new DataverseError(
    412,
    '0x80040333',
    'A record was not created or updated because a duplicate of the current record already exists.',
  );
}

function hasTwin(rows: TableRows, row: Row, columns: readonly string[]): boolean {
  const wanted = columns.map((column) => fold(rows.value(row, column)));
  if (wanted.includes(null)) return false;
  for (const other of rows.all()) {
    const isActive = (rows.value(other, 'statecode') ?? 0) === 0;
    if (other === row || !isActive) continue;
    if (columns.every((column, at) => fold(rows.value(other, column)) === wanted[at])) return true;
  }
  return false;
}
