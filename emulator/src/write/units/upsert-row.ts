import type { RowObject } from '../../data/value.js';
import type { Headers } from '../../http/requests/message.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import { assertMatches, assertNoneMatches } from '../conditions.js';
import { createRow } from './create-row.js';
import type { JsonObject } from '../input/json-body.js';
import { readRowKey } from '../input/row-key.js';
import type { Unit } from './unit.js';
import { updateRow } from './update-row.js';

/**
 * PATCH: an update where the row exists, else a create, unless the headers say otherwise.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/update-delete-entities-using-web-api#upsert-a-table-row
 */
export function upsertRow(
  unit: Unit,
  table: Table,
  keyText: string,
  body: JsonObject,
  headers: Headers,
): { readonly id: string; readonly created: boolean } {
  const key = readRowKey(unit, table, keyText);
  const exists = key.id !== null && unit.store.rows(table.logicalName).find(key.id) !== undefined;
  assertMatches(unit, table, key.id, headers.get('if-match'));
  assertNoneMatches(exists, headers.get('if-none-match'));
  if (exists) {
    updateRow(unit, table, key.id, withoutColumns(body, key.values));
    return { id: key.id, created: false };
  }
  const given = key.id === null ? missingIn(body, key.values) : { [table.primaryId]: key.id };
  return { id: createRow(unit, table, body, given), created: true };
}

/**
 * A row that was found by an alternate key keeps it, whatever the body says of it; a new one takes from the URL what the body leaves out.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-upsert-insert-update-record#guidance-for-composing-requests
 */
export function withoutColumns(body: JsonObject, key: RowObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !(name in key)));
}

export function missingIn(body: JsonObject, key: RowObject): RowObject {
  return Object.fromEntries(Object.entries(key).filter(([name]) => body[name] === undefined));
}

/** @throws DataverseError 404 when no row has the key. */
export function rowIdOf(unit: Unit, table: Table, keyText: string): string {
  const { id } = readRowKey(unit, table, keyText);
  if (id === null)
    throw new DataverseError(404, '0x80060891', 'A record with the specified key values does not exist in the entity.');
  if (unit.store.rows(table.logicalName).find(id) === undefined) throw noSuchRow(table.logicalName, id);
  return id;
}
