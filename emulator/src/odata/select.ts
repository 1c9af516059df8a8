import { malformed } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import type { Property } from '../query/values/row-writer.js';
import { isSelectable } from '../fetchxml/columns.js';
import { isPrincipal, propertiesOfTable, propertyNamed } from './properties.js';

/**
 * Part of an address brings the whole of it.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-entity-using-web-api#retrieve-specific-properties
 */
function compositeOf(name: string): string | null {
  const part = /^(address\d)_(?:line\d|city|stateorprovince|postalcode|country)$/.exec(name);
  return part?.[1] === undefined ? null : `${part[1]}_composite`;
}

/**
 * The properties a row is returned with: those of `$select` in its order, then the currency where a money column is among them, whole
 * addresses of which a part is asked for, what comes along, and the primary key; without `$select` all. Users and teams have a second key, `ownerid`, of the same value.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/select-columns
 */
export function selectedProperties(
  table: Table,
  select: string | undefined,
  comingAlong: readonly string[] = [],
): Property[] {
  const all = propertiesOfTable(table);
  if (select === undefined) {
    return [...all].filter(([, column]) => isSelectable(column)).map(([name, column]) => ({ name, column }));
  }
  const names = new Set(select.split(',').map((name) => name.trim()));
  if (names.has('')) throw malformed('$select has an empty name.');
  if (names.has('*')) return selectedProperties(table, undefined);
  const chosen: Property[] = [...names].map((name) => ({ name, column: propertyNamed(table, name) }));
  const unreadable = chosen.find(({ column }) => !column.isValidForRead);
  if (unreadable !== undefined) throw malformed(`The property '${unreadable.name}' cannot be read.`);
  const add = (name: string): void => {
    const column = all.get(name);
    if (column !== undefined && !chosen.some((property) => property.name === name)) chosen.push({ name, column });
  };
  if (chosen.some(({ column }) => column.type === 'money')) add('_transactioncurrencyid_value');
  for (const { name } of [...chosen]) {
    const composite = compositeOf(name);
    if (composite !== null) add(composite);
  }
  for (const name of comingAlong) add(name);
  add(table.primaryId);
  if (isPrincipal(table)) add('ownerid');
  return chosen;
}
