import { targetKey, type RowObject } from '../data/value.js';
import type { Table } from '../model/table.js';
import { fillCurrency } from './currency.js';
import type { Unit } from './units/unit.js';

/** Fills what a new row gets without being asked: owner, state, defaults of choices, who made it. */
export function fillDefaults(unit: Unit, table: Table, values: RowObject): void {
  for (const column of table.columns.values()) {
    if (column.defaultValue !== undefined && values[column.logicalName] === undefined) {
      values[column.logicalName] = column.defaultValue;
    }
  }
  stampUser(unit, table, values, 'createdby', 'createdonbehalfby');
  stampUser(unit, table, values, 'modifiedby', 'modifiedonbehalfby');
  fillState(table, values);
  fillOwner(unit, table, values);
  fillCurrency(unit, table, values);
  if (values['overriddencreatedon'] !== undefined) values['createdon'] = values['overriddencreatedon'];
}

/** Who did it, and on whose behalf. */
export function stampUser(unit: Unit, table: Table, values: RowObject, by: string, onBehalfBy: string): void {
  if (table.columns.has(by)) values[by] = unit.caller.userId;
  if (table.columns.has(onBehalfBy)) values[onBehalfBy] = unit.caller.onBehalfBy;
}

/** A state without a status reason takes its default, and the reverse. */
export function fillState(table: Table, values: RowObject, isNew = true): void {
  const states = table.columns.get('statecode')?.optionSet?.options ?? [];
  const reasons = table.columns.get('statuscode')?.optionSet?.options ?? [];
  const state = values['statecode'];
  const reason = values['statuscode'];
  if (states.length === 0) return;
  if (typeof reason === 'number' && typeof state !== 'number') {
    values['statecode'] = reasons.find((option) => option.value === reason)?.state ?? 0;
  } else if (typeof reason !== 'number' && (typeof state === 'number' || isNew)) {
    const chosen = states.find((option) => option.value === (state ?? 0));
    values['statecode'] = state ?? 0;
    const fallback = reasons.find((option) => option.state === values['statecode'])?.value;
    const statusReason = chosen?.defaultStatus ?? fallback;
    if (statusReason !== undefined) values['statuscode'] = statusReason;
  }
}

function fillOwner(unit: Unit, table: Table, values: RowObject): void {
  if (!table.columns.has('ownerid')) return;
  if (typeof values['ownerid'] !== 'string') {
    values['ownerid'] = unit.caller.userId;
    values[targetKey('ownerid')] = 'systemuser';
  }
  Object.assign(values, ownership(unit, table, values));
}

/** The columns that follow from the owner. */
export function ownership(unit: Unit, table: Table, values: RowObject): RowObject {
  const ownerId = String(values['ownerid']);
  const ownerTable = values[targetKey('ownerid')] === 'team' ? 'team' : 'systemuser';
  const owner = unit.store.get(ownerTable, ownerId);
  const made: RowObject = {};
  if (table.columns.has('owningbusinessunit')) made['owningbusinessunit'] = owner?.['businessunitid'] ?? null;
  if (table.columns.has('owninguser')) made['owninguser'] = ownerTable === 'systemuser' ? ownerId : null;
  if (table.columns.has('owningteam')) made['owningteam'] = ownerTable === 'team' ? ownerId : null;
  return made;
}
