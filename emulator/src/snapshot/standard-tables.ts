import { isLookup, type Column, type ColumnSpec } from '../model/column.js';
import { label } from '../model/label.js';
import type { Model } from '../model/model.js';
import type { Ownership, Table } from '../model/table.js';
import { columnOfLine, stateColumns } from './column-line.js';
import { readSnapshot, type Snapshot, type SnapshotTable } from './snapshot-file.js';
import { currencyColumns, decoratingColumns, standardColumns } from './standard-columns.js';

const ownerships: Readonly<Record<SnapshotTable['standard'], Ownership>> = {
  user: 'UserOwned',
  organization: 'OrganizationOwned',
  business: 'BusinessOwned',
  none: 'None',
};

/** Gives an organisation Microsoft's tables: what a tenant has before any solution is imported. */
export function addStandardTables(model: Model): void {
  const snapshot = readSnapshot();
  for (const table of snapshot.tables) {
    model.addTable({
      logicalName: table.name,
      schemaName: table.schema,
      entitySetName: table.set,
      displayName: label(table.label),
      displayCollectionName: label(table.plural),
      objectTypeCode: table.code,
      primaryId: table.id,
      primaryName: table.nameColumn,
      ownership: ownerships[table.standard],
      isIntersect: table.intersect ?? false,
      isActivity: table.activity ?? false,
      changeTracking: table.tracking ?? false,
      columns: columnsOf(snapshot, table),
    });
  }
  for (const table of snapshot.tables) addLookupRelationships(model, table.name, snapshot);
  for (const [name, intersectTable, table1, table1Column, table2, table2Column] of snapshot.manyToMany) {
    model.addManyToMany({
      schemaName: name,
      intersectTable,
      table1,
      table1Column,
      table1Navigation: name,
      table2,
      table2Column,
      table2Navigation: name,
    });
  }
}

function columnsOf(snapshot: Snapshot, table: SnapshotTable): ColumnSpec[] {
  const own = table.columns.map((line) => columnOfLine(snapshot, table, line));
  const named = new Set(own.map((column) => column.logicalName));
  const added = [
    ...(table.currency === true ? currencyColumns() : []),
    ...stateColumns(table),
    ...standardColumns(ownerships[table.standard]),
  ].filter((column) => !named.has(column.logicalName));
  const all = [...own, ...added];
  const taken = new Set(all.map((column) => column.logicalName));
  return [...all, ...all.flatMap(decoratingColumns).filter((column) => !taken.has(column.logicalName))];
}

/**
 * Adds the 1:N relationship behind each lookup of a table, named as the platform names its own. A lookup to a table that the
 * organisation does not have (the snapshot names a few) stays a column without relationship.
 *
 * @param names what relationships (by `table.column` or `table.column.target`) and navigations are called where no rule says it
 */
function addLookupRelationships(
  model: Model,
  tableName: string,
  names: Pick<Snapshot, 'relationships' | 'navigations'> = { relationships: {}, navigations: {} },
): void {
  const table = model.table(tableName);
  for (const column of [...table.columns.values()].filter(isLookup)) {
    const targets = (column.targets ?? []).filter((target) => model.findTable(target) !== undefined);
    for (const target of targets) {
      const key = `${tableName}.${column.logicalName}`;
      const schemaName =
        names.relationships[`${key}.${target}`] ??
        names.relationships[key] ??
        relationshipName(tableName, column.logicalName, target);
      model.addOneToMany({
        schemaName,
        referencedTable: target,
        referencedColumn: model.table(target).primaryId,
        referencingTable: tableName,
        referencingColumn: column.logicalName,
        referencingNavigation: names.navigations[key] ?? navigationName(table, column, target),
        referencedNavigation: schemaName,
        onDelete: owned.has(key) ? 'Cascade' : 'RemoveLink',
      });
    }
  }
}

/** Rows that go with the row they belong to. */
const owned = new Set(['listmember.listid', 'listmember.entityid', 'activityparty.activityid', 'annotation.objectid']);

const people = new Map([
  ['createdby', 'createdby'],
  ['modifiedby', 'modifiedby'],
  ['createdonbehalfby', 'createdonbehalfby'],
  ['modifiedonbehalfby', 'modifiedonbehalfby'],
]);

function relationshipName(table: string, column: string, target: string): string {
  const person = people.get(column);
  if (person !== undefined) return `lk_${table}base_${person}`;
  if (column === 'owninguser') return `user_${table}`;
  if (column === 'owningteam') return `team_${table}`;
  if (column === 'owningbusinessunit') return `business_unit_${table}`;
  if (column === 'ownerid') return `owner_${table}_${target}`;
  if (column === 'transactioncurrencyid') return `transactioncurrency_${table}`;
  return `${target}_${table}_${column}`;
}

/** Single-target lookups are navigated by their own name; others carry the target, and a regarding column the activity, too. */
function navigationName(table: Table, column: Column, target: string): string {
  if (column.type === 'owner' || (column.targets ?? []).length === 1) return column.logicalName;
  const name = `${column.logicalName}_${target}`;
  return column.logicalName === 'regardingobjectid' && table.isActivity ? `${name}_${table.logicalName}` : name;
}
