import { targetKey, type RowObject } from '../data/value.js';
import { DataverseError, noSuchRow } from '../model/dataverse-error.js';
import type { OneToMany, Relationship } from '../model/relationship.js';
import type { Table } from '../model/table.js';
import { ruleOf } from './rules/index.js';
import type { Unit } from './unit.js';

/**
 * Removes a row and does to its dependants what the relationships say.
 * @throws DataverseError 404 when there is none, 403, 400 when a restricting relationship still points to it.
 */
export function deleteRow(unit: Unit, table: Table, id: string): void {
  if (unit.store.rows(table.logicalName).find(id) === undefined) throw noSuchRow(table.logicalName, id);
  unit.caller.assertRow('Delete', table, id);
  removeRow(unit, table, id);
}

/** The same without asking who: cascades act for the platform. */
export function removeRow(unit: Unit, table: Table, id: string): void {
  ruleOf(table)?.beforeDelete?.(unit, id);
  for (const relationship of unit.model.relationships) detach(unit, relationship, table, id);
  if (!unit.transaction.delete(table.logicalName, id)) return;
  unit.messages.push({
    name: 'Delete',
    table: table.logicalName,
    id,
    input: { Target: { kind: 'reference', reference: { table: table.logicalName, id } } },
  });
}

function detach(unit: Unit, relationship: Relationship, table: Table, id: string): void {
  if (relationship.kind === 'one-to-many') {
    if (relationship.referencedTable === table.logicalName) detachChildren(unit, relationship, id);
    return;
  }
  for (const [end, column] of [
    [relationship.table1, relationship.table1Column],
    [relationship.table2, relationship.table2Column],
  ] as const) {
    if (end === table.logicalName) {
      for (const pair of rowsPointingTo(unit, relationship.intersectTable, column, id)) {
        unit.transaction.delete(relationship.intersectTable, pair);
      }
    }
  }
}

function detachChildren(unit: Unit, relationship: OneToMany, id: string): void {
  const { referencingTable, referencingColumn, referencedTable, onDelete } = relationship;
  const children = rowsPointingTo(unit, referencingTable, referencingColumn, id, referencedTable);
  if (children.length === 0 || onDelete === 'NoCascade') return;
  if (onDelete === 'Restrict') {
    throw new DataverseError(
      400,
      '0x80040227',
      'The object you tried to delete is associated with another object and cannot be deleted.',
    );
  }
  const child = unit.model.table(referencingTable);
  for (const childId of children) {
    if (onDelete === 'Cascade') removeRow(unit, child, childId);
    else unit.transaction.update(referencingTable, childId, cleared(child, referencingColumn));
  }
}

function cleared(table: Table, column: string): RowObject {
  const several = (table.columns.get(column)?.targets?.length ?? 0) > 1;
  return several ? { [column]: null, [targetKey(column)]: null } : { [column]: null };
}

/** Ids of the rows whose column holds `id`. A column that never had a value costs nothing; others get an index at first use. */
function rowsPointingTo(unit: Unit, table: string, column: string, id: string, target?: string): string[] {
  if (unit.model.findTable(table) === undefined) return [];
  const rows = unit.store.rows(table);
  if (rows.slot(column) < 0) return [];
  return [...rows.byValue(column).rows(id)]
    .filter((row) => target === undefined || (rows.value(row, targetKey(column)) ?? target) === target)
    .map((row) => rows.id(row));
}
