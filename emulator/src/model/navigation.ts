import type { Navigation, Relationship } from './relationship.js';
import type { Table } from './table.js';

/** What `table` can expand or navigate to, by name. A lookup to several tables under one name (`ownerid`) is one entry. */
export function navigationsOf(table: Table, relationships: Iterable<Relationship>): ReadonlyMap<string, Navigation> {
  const found = new Map<string, Navigation>();
  for (const relationship of relationships) {
    if (relationship.kind === 'many-to-many') addManyToMany(found, table, relationship);
    else {
      if (relationship.referencingTable === table.logicalName) {
        const name = relationship.referencingNavigation;
        const known = found.get(name);
        const before = known?.kind === 'single' ? known.targets : [];
        const targets = [...before, relationship.referencedTable];
        found.set(name, { kind: 'single', name, column: relationship.referencingColumn, targets });
      }
      if (relationship.referencedTable === table.logicalName) {
        const name = relationship.referencedNavigation;
        const { referencingTable, referencingColumn } = relationship;
        found.set(name, { kind: 'collection', name, relationship, table: referencingTable, column: referencingColumn });
      }
    }
  }
  return found;
}

function addManyToMany(
  found: Map<string, Navigation>,
  table: Table,
  relationship: Extract<Relationship, { kind: 'many-to-many' }>,
): void {
  const { intersectTable, table1, table1Column, table1Navigation, table2, table2Column, table2Navigation } =
    relationship;
  if (table1 === table.logicalName) {
    const ends = { table: table2, intersectTable, nearColumn: table1Column, farColumn: table2Column };
    found.set(table1Navigation, { kind: 'many', name: table1Navigation, relationship, ...ends });
  }
  if (table2 === table.logicalName) {
    const ends = { table: table1, intersectTable, nearColumn: table2Column, farColumn: table1Column };
    found.set(table2Navigation, { kind: 'many', name: table2Navigation, relationship, ...ends });
  }
}
