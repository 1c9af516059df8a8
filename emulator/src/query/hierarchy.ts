import type { Store } from '../data/store.js';
import type { Value } from '../data/value.js';
import type { Column } from '../model/column.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import { literalFor } from './values/literal.js';

/**
 * Row ids that `under`, `eq-or-under`, `not-under`, `above`, `eq-or-above` mean (for `not-under`: those to leave out).
 * The hierarchy of a table is its 1:N relationship with itself.
 * https://learn.microsoft.com/power-apps/developer/data-platform/query-hierarchical-data
 */
export function hierarchyIds(
  store: Store,
  table: Table,
  column: Column,
  operator: string,
  values: readonly string[],
): ReadonlySet<Value> {
  const start = literalFor(column, values[0] ?? '');
  const parent = parentColumn(store, table);
  const rows = store.rows(table.logicalName);
  const found = new Set<Value>();
  if (operator === 'above' || operator === 'eq-or-above') {
    let at: Value = start;
    while (typeof at === 'string' && !found.has(at)) {
      found.add(at);
      const row = rows.find(at);
      at = row === undefined ? null : rows.value(row, parent);
    }
  } else {
    found.add(start);
    const children = rows.byValue(parent);
    for (const id of found) for (const child of children.rows(id)) found.add(rows.id(child));
  }
  if (!operator.startsWith('eq-or-')) found.delete(start);
  return found;
}

/**
 * The column that points to the row above: that of the table's 1:N relationship with itself. A row that was merged away points to
 * the one it became, which is no hierarchy.
 */
export function parentColumn(store: Store, table: Table): string {
  for (const relationship of store.model.relationships) {
    if (
      relationship.kind === 'one-to-many' &&
      relationship.referencedTable === table.logicalName &&
      relationship.referencingTable === table.logicalName &&
      relationship.referencingColumn !== 'masterid'
    ) {
      return relationship.referencingColumn;
    }
  }
  throw new DataverseError(400, '0x80040203', `Table '${table.logicalName}' has no hierarchical relationship.`);
}
