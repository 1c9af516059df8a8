import { targetKey, type RowObject } from '../../data/value.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import { assertKeysAreFree } from '../input/alternate-keys.js';
import { fillCurrency } from '../currency.js';
import { cascadeOwner } from './cascade-ownership.js';
import { fillState, ownership, stampUser } from '../defaults.js';
import type { JsonObject } from '../input/json-body.js';
import { payloadError } from '../input/payload-error.js';
import { readRowInput } from '../input/row-input.js';
import { ruleOf } from '../rules/index.js';
import type { Unit } from './unit.js';

/**
 * Changes the named columns of a row and leaves the others alone.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/update-delete-entities-using-web-api
 * @throws DataverseError 404 when there is no such row, 400 for a deep update, which the platform does not have.
 */
export function updateRow(unit: Unit, table: Table, id: string, body: JsonObject): void {
  const before = unit.store.get(table.logicalName, id);
  if (before === undefined) throw noSuchRow(table.logicalName, id);
  unit.caller.assertRow('Write', table, id);
  const input = readRowInput(unit, table, body, 'update');
  const [related] = input.related;
  if (related !== undefined) {
    throw payloadError(
      table.entitySetName,
      `Microsoft.Crm.CrmException: Deep update of navigation properties is not allowed. Property '${related.navigation.name}'.`,
    );
  }
  changeRow(unit, table, id, input.values, before);
}

/** The part of an update that is the same however the values came. */
export function changeRow(unit: Unit, table: Table, id: string, values: RowObject, before: RowObject): void {
  const changes: RowObject = { ...values };
  assertNotCleared(table, changes);
  if ('ownerid' in changes) {
    unit.caller.assertRow('Assign', table, id);
    Object.assign(changes, ownership(unit, table, changes));
  }
  if ('statecode' in changes || 'statuscode' in changes) {
    fillState(table, changes, false);
    assertStatusFitsState(table, id, changes);
  }
  fillCurrency(unit, table, changes, before);
  stampUser(unit, table, changes, 'modifiedby', 'modifiedonbehalfby');
  ruleOf(table)?.beforeUpdate?.(unit, id, changes, before);
  assertKeysAreFree(unit, table, { ...before, ...changes }, id);
  unit.transaction.update(table.logicalName, id, changes);
  if ('ownerid' in changes) cascadeOwner(unit, table, id, changes, before);
  const stamped = { ...changes, modifiedon: unit.store.get(table.logicalName, id)?.['modifiedon'] ?? null };
  // Steps see what the platform added, behind what was sent.
  const target = { ...values, [table.primaryId]: id, ...knownTo(table, stamped) };
  const changedColumns = Object.keys(values).filter((name) => !name.endsWith(targetKey('')));
  unit.messages.push({
    name: 'Update',
    table: table.logicalName,
    id,
    input: { Target: { kind: 'row', table: table.logicalName, id, values: target } },
    asked: { Target: { kind: 'row', table: table.logicalName, id, values: { ...values, [table.primaryId]: id } } },
    changedColumns,
  });
}

function knownTo(table: Table, values: RowObject): RowObject {
  const isKnown = (name: string): boolean => table.columns.has(name) || name.endsWith(targetKey(''));
  return Object.fromEntries(Object.entries(values).filter(([name]) => isKnown(name)));
}

function assertNotCleared(table: Table, changes: RowObject): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null && table.columns.get(name)?.requiredLevel === 'SystemRequired') {
      throw new DataverseError(400, '0x80040203', `Attribute: ${name} cannot be set to NULL`);
    }
  }
}

function assertStatusFitsState(table: Table, id: string, changes: RowObject): void {
  const reason = table.columns.get('statuscode')?.optionSet?.options.find((one) => one.value === changes['statuscode']);
  if (reason?.state === undefined || reason.state === changes['statecode']) return;
  throw new DataverseError(
    400,
    '0x80048408',
    `${String(changes['statuscode'])} is not a valid status code for state code ${table.schemaName}State.${String(changes['statecode'])} on ${table.logicalName} with Id ${id}.`,
  );
}
