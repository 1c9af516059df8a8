import { targetKey, type RowObject } from '../../data/value.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import type { ManyToMany, OneToMany } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { ruleOf } from '../rules/index.js';
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
  // Pairs first: the lookups of a pair would otherwise be cleared like those of any other row.
  for (const relationship of unit.model.relationships) {
    if (relationship.kind === 'many-to-many') detachPairs(unit, relationship, table, id);
  }
  for (const relationship of unit.model.relationships) {
    if (relationship.kind === 'one-to-many' && relationship.referencedTable === table.logicalName) {
      detachChildren(unit, relationship, id);
    }
  }
  if (!unit.transaction.delete(table.logicalName, id)) return;
  unit.messages.push({
    name: 'Delete',
    table: table.logicalName,
    id,
    input: { Target: { kind: 'reference', reference: { table: table.logicalName, id } } },
  });
}

function detachPairs(unit: Unit, relationship: ManyToMany, table: Table, id: string): void {
  const { intersectTable, table1, table1Column, table2, table2Column } = relationship;
  const ends = [
    [table1, table1Column],
    [table2, table2Column],
  ] as const;
  for (const [end, column] of ends) {
    if (end !== table.logicalName) continue;
    for (const pair of rowsPointingTo(unit, intersectTable, column, id)) {
      // A list that goes need not be counted down.
      if (end !== 'list') ruleOf(unit.model.table(intersectTable))?.beforeDelete?.(unit, pair);
      unit.transaction.delete(intersectTable, pair);
    }
  }
}

function detachChildren(unit: Unit, relationship: OneToMany, id: string): void {
  const { referencingTable, referencingColumn, referencedTable, onDelete } = relationship;
  const children = rowsPointingTo(unit, referencingTable, referencingColumn, id, referencedTable);
  if (children.length === 0 || onDelete === 'NoCascade') return;
  if (onDelete === 'Restrict') {
    // CannotDeleteDueToAssociation is 405: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#identify-status-codes
    throw new DataverseError(
      405,
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
