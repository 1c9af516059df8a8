import { DataverseError } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { childLookup, createRow } from '../units/create-row.js';
import { removeRow } from '../units/delete-row.js';
import { isObject, type JsonObject } from './json-body.js';
import type { Unit } from '../units/unit.js';

/**
 * `PUT emails(id)/email_activity_parties {"value":[…]}`: the one collection that can be set as a whole.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api#associate-table-rows-on-update-using-collection-valued-navigation-property
 */
export function replaceParties(
  unit: Unit,
  activity: Table,
  id: string,
  navigation: Exclude<Navigation, { kind: 'single' }>,
  body: JsonObject,
): void {
  const { value } = body;
  if (!Array.isArray(value) || !value.every(isObject)) {
    throw new DataverseError(400, '0x80060888', 'The body must be {"value": [ … ]} with one object for each party.');
  }
  if (navigation.kind !== 'collection') return;
  unit.caller.assertRow('Write', activity, id);
  const parties = unit.model.table(navigation.table);
  const rows = unit.store.rows(navigation.table);
  const old = [...rows.byValue(navigation.column).rows(id)].map((row) => rows.id(row));
  for (const party of old) removeRow(unit, parties, party);
  for (const party of value) createRow(unit, parties, party, childLookup(unit, activity, id, navigation));
}
