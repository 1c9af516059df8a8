import type { RowObject } from '../../data/value.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import { setLookup } from '../input/row-input.js';
import { addMember, removeMember } from '../rules/list.js';
import type { Message, LookupTarget, Unit } from './unit.js';
import { changeRow } from './update-row.js';

type CollectionNavigation = Exclude<Navigation, { kind: 'single' }>;

/**
 * Puts an existing row into a collection: a pair of an N:N relationship, or the lookup of the many side.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api
 */
export function link(unit: Unit, from: LookupTarget, navigation: CollectionNavigation, to: LookupTarget): void {
  assertTarget(navigation, to);
  if (navigation.kind === 'collection') {
    const child = unit.model.table(to.table);
    const single = unit.model.navigation(child, navigation.relationship.referencingNavigation);
    const values: RowObject = {};
    if (single?.kind !== 'single') throw new Error(`The relationship of ${navigation.name} has no lookup.`);
    setLookup(unit, child, single, from, values);
    changeRow(unit, child, to.id, values, existing(unit, to));
    return;
  }
  if (navigation.intersectTable === 'listmember') {
    const [list, member] = listFirst(from, to);
    addMember(unit, list.id, member);
    unit.messages.push(pairMessage('Associate', from, navigation, to));
    return;
  }
  assertMayPair(unit, from, to);
  if (findPair(unit, from, navigation, to) !== undefined) {
    throw new DataverseError(412, '0x80040237', 'Cannot insert duplicate key.');
  }
  unit.transaction.insert(navigation.intersectTable, {
    [navigation.nearColumn]: from.id,
    [navigation.farColumn]: to.id,
    ...itemType(unit, navigation),
  });
  unit.messages.push(pairMessage('Associate', from, navigation, to));
}

/** Takes a row out of a collection. Taking out what is not in an N:N collection is an error, as on the platform. */
export function unlink(unit: Unit, from: LookupTarget, navigation: CollectionNavigation, to: LookupTarget): void {
  assertTarget(navigation, to);
  if (navigation.kind === 'collection') {
    const child = unit.model.table(to.table);
    const before = existing(unit, to);
    if (before[navigation.column] !== from.id) throw noSuchRow(to.table, to.id);
    changeRow(unit, child, to.id, { [navigation.column]: null }, before);
    return;
  }
  if (navigation.intersectTable === 'listmember') {
    const [list, member] = listFirst(from, to);
    removeMember(unit, list.id, member.id);
    unit.messages.push(pairMessage('Disassociate', from, navigation, to));
    return;
  }
  assertMayPair(unit, from, to);
  const pair = findPair(unit, from, navigation, to);
  if (pair === undefined) {
    throw new DataverseError(
      404,
      '0x80040217',
      `The association between ${from.table} With Id = ${from.id} and ${to.table} With Id = ${to.id} Does Not Exist`,
    );
  }
  unit.transaction.delete(navigation.intersectTable, pair);
  unit.messages.push(pairMessage('Disassociate', from, navigation, to));
}

/**
 * A campaign activity item points to a list or to sales literature, and says to which.
 * https://learn.microsoft.com/dynamics365/developer/reference/entities/campaignactivityitem
 */
function itemType(unit: Unit, { relationship, intersectTable }: Extract<Navigation, { kind: 'many' }>): RowObject {
  const column = 'itemobjecttypecode';
  return unit.model.table(intersectTable).columns.has(column) ? { [column]: relationship.table2 } : {};
}

function assertTarget(navigation: CollectionNavigation, to: LookupTarget): void {
  if (navigation.table === to.table) return;
  throw new DataverseError(
    400,
    '0x80060888',
    `The collection '${navigation.name}' holds rows of ${navigation.table}, not of ${to.table}.`,
  );
}

function assertMayPair(unit: Unit, from: LookupTarget, to: LookupTarget): void {
  existing(unit, from);
  existing(unit, to);
  unit.caller.assertRow('Append', unit.model.table(from.table), from.id);
  unit.caller.assertRow('AppendTo', unit.model.table(to.table), to.id);
}

/** Membership has rules of its own (locks, counts), whichever end the request starts from. */
function listFirst(from: LookupTarget, to: LookupTarget): readonly [LookupTarget, LookupTarget] {
  return from.table === 'list' ? [from, to] : [to, from];
}

function existing(unit: Unit, row: LookupTarget): RowObject {
  const found = unit.store.get(row.table, row.id);
  if (found === undefined) throw noSuchRow(row.table, row.id);
  return found;
}

function findPair(
  unit: Unit,
  from: LookupTarget,
  navigation: Extract<Navigation, { kind: 'many' }>,
  to: LookupTarget,
): string | undefined {
  const rows = unit.store.rows(navigation.intersectTable);
  for (const row of rows.byValue(navigation.nearColumn).rows(from.id)) {
    if (rows.value(row, navigation.farColumn) === to.id) return rows.id(row);
  }
  return undefined;
}

function pairMessage(
  name: 'Associate' | 'Disassociate',
  from: LookupTarget,
  navigation: Extract<Navigation, { kind: 'many' }>,
  to: LookupTarget,
): Message {
  return {
    name,
    table: from.table,
    id: from.id,
    input: {
      Target: { kind: 'reference', reference: from },
      Relationship: { kind: 'relationship', schemaName: navigation.relationship.schemaName },
      RelatedEntities: { kind: 'references', references: [to] },
    },
  };
}
