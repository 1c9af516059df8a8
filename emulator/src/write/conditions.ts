import { etagOf } from '../data/store.js';
import { DataverseError, noSuchRow } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import type { Unit } from './units/unit.js';

/**
 * `If-Match` on a row.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api
 * @throws DataverseError 404 when there is no row to match, 412 when it has another version.
 */
export function assertMatches(unit: Unit, table: Table, id: string | null, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  const rows = unit.store.rows(table.logicalName);
  const row = id === null ? undefined : rows.find(id);
  if (row === undefined) throw noSuchRow(table.logicalName, id ?? 'the given key');
  if (ifMatch.trim() !== '*' && ifMatch.trim() !== etagOf(rows.versionNumber(row))) {
    throw new DataverseError(
      412,
      '0x80060882',
      "The version of the existing record doesn't match the RowVersion property provided.",
    );
  }
}

/** `If-None-Match: *`: the row must not exist yet. Other values say nothing about a write. */
export function assertNoneMatches(exists: boolean, ifNoneMatch: string | undefined): void {
  if (exists && ifNoneMatch?.trim() === '*') {
    throw new DataverseError(412, '0x80040237', 'A record with matching key values already exists.');
  }
}
