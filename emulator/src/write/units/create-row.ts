import type { RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { link } from './associate.js';
import { inheritShares } from './cascade-ownership.js';
import { fillDefaults } from '../defaults.js';
import { assertKeysAreFree } from '../input/alternate-keys.js';
import { namedTable, type JsonObject } from '../input/json-body.js';
import { readRowInput, setLookup, type RelatedInput } from '../input/row-input.js';
import { ruleOf } from '../rules/index.js';
import type { LookupTarget, Unit } from './unit.js';

/**
 * Makes a row and, by deep insert, the rows related to it, in the unit's transaction.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-entity-web-api
 * @param given values that do not come from the body: the id or alternate key of an upsert's URL, the lookup to a parent
 * @returns the new row's id
 */
export function createRow(unit: Unit, table: Table, body: JsonObject, given: RowObject = {}): string {
  unit.caller.assertPrivilege('Create', table);
  const input = readRowInput(unit, table, body, 'create');
  const values: RowObject = { ...input.values, ...given };
  const [first, later] = splitByOrder(input.related);
  // The one side comes first: the new row's lookup needs its id.
  for (const { navigation, target } of first.map((related) => ({ ...related, target: targetOf(unit, related) }))) {
    if (navigation.kind === 'single') setLookup(unit, table, navigation, target, values);
  }
  fillDefaults(unit, table, values);
  ruleOf(table)?.beforeCreate?.(unit, values);
  assertRequired(table, values);
  assertIdIsFree(unit, table, values);
  assertKeysAreFree(unit, table, values, null);
  const id = unit.transaction.insert(table.logicalName, values);
  inheritShares(unit, table, id, values);
  ruleOf(table)?.afterCreate?.(unit, id, values);
  unit.messages.push({
    name: 'Create',
    table: table.logicalName,
    id,
    input: { Target: { kind: 'row', table: table.logicalName, id, values: { ...values, ...stamps(unit, table, id) } } },
    output: { id: { kind: 'guid', id } },
    asked: { Target: { kind: 'row', table: table.logicalName, id, values: input.values } },
  });
  for (const related of later) relate(unit, table, id, related);
  return id;
}

/** What the row got when it was kept: its id and when that was. */
function stamps(unit: Unit, table: Table, id: string): RowObject {
  const kept = unit.store.get(table.logicalName, id) ?? {};
  const dates = ['createdon', 'modifiedon'].flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]]]));
  return { [table.primaryId]: id, ...(Object.fromEntries(dates) as RowObject) };
}

function splitByOrder(related: readonly RelatedInput[]): [RelatedInput[], RelatedInput[]] {
  return [
    related.filter(({ navigation }) => navigation.kind === 'single'),
    related.filter(({ navigation }) => navigation.kind !== 'single'),
  ];
}

function targetOf(unit: Unit, related: RelatedInput): LookupTarget {
  if (related.kind === 'link') return related.target;
  const table = targetTable(unit, related.navigation, related.body);
  return { table: table.logicalName, id: createRow(unit, table, related.body) };
}

/** A lookup to several tables says in `@odata.type` which is meant. */
function targetTable(unit: Unit, navigation: Navigation, body: JsonObject): Table {
  if (navigation.kind !== 'single') return unit.model.table(navigation.table);
  const named = namedTable(body);
  return unit.model.table(navigation.targets.find((target) => target === named) ?? navigation.targets[0] ?? '');
}

function relate(unit: Unit, table: Table, id: string, related: RelatedInput): void {
  const { navigation } = related;
  if (navigation.kind === 'collection' && related.kind === 'create') {
    const child = unit.model.table(navigation.table);
    createRow(unit, child, related.body, childLookup(unit, table, id, navigation));
  } else if (navigation.kind !== 'single') {
    link(unit, { table: table.logicalName, id }, navigation, targetOf(unit, related));
  }
}

/** The lookup of a child row to its parent. */
export function childLookup(
  unit: Unit,
  parent: Table,
  parentId: string,
  navigation: Extract<Navigation, { kind: 'collection' }>,
): RowObject {
  const values: RowObject = {};
  const child = unit.model.table(navigation.table);
  const single = unit.model.navigation(child, navigation.relationship.referencingNavigation);
  if (single?.kind === 'single') setLookup(unit, child, single, { table: parent.logicalName, id: parentId }, values);
  return values;
}

/** Only *system* required counts on the server; the platform itself fills owner, state and stamps. */
function assertRequired(table: Table, values: RowObject): void {
  for (const column of table.columns.values()) {
    const needed = column.requiredLevel === 'SystemRequired' && column.isValidForCreate && !column.isPrimaryId;
    if (needed && column.defaultValue === undefined && (values[column.logicalName] ?? null) === null) {
      throw new DataverseError(400, '0x80040200', `Required field '${column.logicalName}' is missing`);
    }
  }
}

function assertIdIsFree(unit: Unit, table: Table, values: RowObject): void {
  const id = values[table.primaryId];
  if (typeof id === 'string' && unit.store.rows(table.logicalName).find(id.toLowerCase()) !== undefined) {
    throw new DataverseError(412, '0x80040237', 'A record with matching key values already exists.');
  }
}
