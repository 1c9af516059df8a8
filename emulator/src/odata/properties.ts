import { isStored, propertyName, type Column } from '../model/column.js';
import { malformed } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';

const perTable = new WeakMap<Table, ReadonlyMap<string, Column>>();

/** The columns of a table as properties of its OData type: lookups as `_x_value`, decorating columns not at all. */
export function propertiesOfTable(table: Table): ReadonlyMap<string, Column> {
  const known = perTable.get(table);
  if (known !== undefined) return known;
  const found = new Map<string, Column>();
  for (const column of table.columns.values()) {
    if (!isStored(column) || !column.isValidODataAttribute || column.type === 'virtual') continue;
    if (column.type !== 'managedproperty') found.set(propertyName(column), column);
  }
  const key = table.columns.get(table.primaryId);
  if (isPrincipal(table) && key !== undefined) found.set('ownerid', key);
  perTable.set(table, found);
  return found;
}

/**
 * Users and teams inherit `ownerid`, the key of their common base.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-entitytypes#entitytype-inheritance
 */
export function isPrincipal(table: Table): boolean {
  return table.logicalName === 'systemuser' || table.logicalName === 'team';
}

/** @throws DataverseError 400 `0x80060888` with the platform's sentence */
export function propertyNamed(table: Table, name: string): Column {
  const column = propertiesOfTable(table).get(name);
  if (column === undefined) {
    throw malformed(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`);
  }
  return column;
}
