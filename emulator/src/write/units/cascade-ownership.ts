import { targetKey, type RowObject } from '../../data/value.js';
import { sharedMask, sharesOf, writeShare } from '../../identity/shares.js';
import type { OneToMany, OwnershipCascade } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { ownership } from '../defaults.js';
import type { LookupTarget, Unit } from './unit.js';

/**
 * What a relationship passes on from the one to the many: who owns them and with whom they are shared.
 * https://learn.microsoft.com/power-apps/developer/data-platform/configure-entity-relationship-cascading-behavior
 */
interface Dependant {
  readonly table: Table;
  readonly id: string;
}

/** Gives the rows that follow by Assign the same owner, and those that follow them. */
export function cascadeOwner(unit: Unit, table: Table, id: string, changes: RowObject, before: RowObject): void {
  const owner: RowObject = {
    ownerid: changes['ownerid'] ?? null,
    [targetKey('ownerid')]: changes[targetKey('ownerid')] ?? 'systemuser',
  };
  for (const row of dependants(unit, table, id, 'assign', before['ownerid'] ?? null)) {
    const earlier = unit.store.get(row.table.logicalName, row.id);
    if (earlier === undefined || earlier['ownerid'] === owner['ownerid']) continue;
    unit.caller.assertRow('Assign', row.table, row.id);
    unit.transaction.update(row.table.logicalName, row.id, { ...owner, ...ownership(unit, row.table, owner) });
    cascadeOwner(unit, row.table, row.id, owner, earlier);
  }
}

/** Shares the rows that follow with the same user or team, or takes that away. */
export function cascadeShare(
  unit: Unit,
  target: LookupTarget,
  principal: LookupTarget,
  kind: 'share' | 'unshare',
  change: (before: number) => number,
): void {
  const table = unit.model.table(target.table);
  const owner = unit.store.get(target.table, target.id)?.['ownerid'] ?? null;
  for (const row of dependants(unit, table, target.id, kind, owner)) {
    unit.caller.assertRow('Share', row.table, row.id);
    const reference = { table: row.table.logicalName, id: row.id };
    writeShare(unit, reference, principal, change(sharedMask(unit.store, row.id, [principal.id])));
    cascadeShare(unit, reference, principal, kind, change);
  }
}

/** A new row under a parent is shared with whom the parent is shared: that is what Reparent passes on. */
export function inheritShares(unit: Unit, table: Table, id: string, values: RowObject): void {
  if (table.ownership !== 'UserOwned') return;
  for (const relationship of unit.model.relationships) {
    if (!passesOn(relationship, 'reparent') || relationship.referencingTable !== table.logicalName) continue;
    const parent = values[relationship.referencingColumn];
    if (typeof parent !== 'string') continue;
    for (const { principal, mask } of sharesOf(unit.store, parent)) {
      writeShare(unit, { table: table.logicalName, id }, principal, mask);
    }
  }
}

function passesOn(
  relationship: { readonly kind: string },
  kind: keyof OwnershipCascade,
): relationship is OneToMany & { readonly ownership: OwnershipCascade } {
  const { ownership: cascade } = relationship as Partial<OneToMany>;
  return relationship.kind === 'one-to-many' && cascade !== undefined && cascade[kind] !== 'NoCascade';
}

function dependants(
  unit: Unit,
  table: Table,
  id: string,
  kind: keyof OwnershipCascade,
  owner: RowObject[string],
): readonly Dependant[] {
  return [...unit.model.relationships].flatMap((relationship) => {
    if (!passesOn(relationship, kind) || relationship.referencedTable !== table.logicalName) return [];
    const child = unit.model.table(relationship.referencingTable);
    const rows = unit.store.rows(child.logicalName);
    const { referencingColumn } = relationship;
    if (child.ownership !== 'UserOwned' || rows.slot(referencingColumn) < 0) return [];
    const follows = relationship.ownership[kind];
    return [...rows.byValue(referencingColumn).rows(id)]
      .filter((row) => follows !== 'UserOwned' || rows.value(row, 'ownerid') === owner)
      .filter((row) => follows !== 'Active' || rows.value(row, 'statecode') === 0)
      .map((row) => ({ table: child, id: rows.id(row) }));
  });
}
