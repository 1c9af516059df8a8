import type { RowObject } from '../../data/value.js';
import { targetKey } from '../../data/value.js';
import { isLookup, type Column } from '../../model/column.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { isObject, type JsonObject } from './json-body.js';
import { payloadError, undeclaredProperty, unknownProperty } from './payload-error.js';
import { resolveRow } from './row-key.js';
import type { LookupTarget, Unit } from '../units/unit.js';
import { validateValue } from './validate-value.js';

/** A related row to be made with this one (deep insert), or an existing one to be linked. */
export type RelatedInput =
  | { readonly navigation: Navigation; readonly kind: 'create'; readonly body: JsonObject }
  | { readonly navigation: Navigation; readonly kind: 'link'; readonly target: LookupTarget };

/** A body, read against its table: the columns it sets and the rows it makes or links. */
interface RowInput {
  /** Logical name → value; lookups as GUID with their table beside. */
  readonly values: RowObject;
  readonly related: readonly RelatedInput[];
}

/**
 * Reads the body of a create or update. Annotations change nothing; columns that the operation does not allow to set (for instance
 * `createdon`) are left out, as the platform does.
 * @throws DataverseError 400 for an unknown property or a value that does not fit, 403 for a secured column.
 */
export function readRowInput(unit: Unit, table: Table, body: JsonObject, operation: 'create' | 'update'): RowInput {
  const values: RowObject = {};
  const related: RelatedInput[] = [];
  for (const [property, value] of Object.entries(body)) {
    const at = property.indexOf('@');
    if (at >= 0) {
      if (property.slice(at) === '@odata.bind') bind(unit, table, property.slice(0, at), value, values, related);
      continue;
    }
    const column = table.columns.get(property);
    const navigation = unit.model.navigation(table, property);
    if (navigation !== undefined && (column === undefined || isLookup(column))) {
      readNavigation(table, navigation, value, values, related);
    } else if (column === undefined) {
      refuseUnknown(table, property);
    } else if (isSettable(column, operation)) {
      values[property] = validateValue(table, column, value);
    }
  }
  for (const name of Object.keys(values)) {
    const column = table.columns.get(name);
    if (column !== undefined)
      unit.caller.assertColumn(table, column, operation === 'create' ? 'cancreate' : 'canupdate');
  }
  return { values, related };
}

function isSettable(column: Column, operation: 'create' | 'update'): boolean {
  if (column.isPrimaryId || column.logicalName === 'overriddencreatedon') return operation === 'create';
  return operation === 'create' ? column.isValidForCreate : column.isValidForUpdate;
}

function refuseUnknown(table: Table, property: string): never {
  const lookup = /^_(.+)_value$/.exec(property)?.[1];
  if (lookup !== undefined && table.columns.has(lookup)) {
    throw payloadError(
      table.entitySetName,
      'Microsoft.Crm.CrmException: CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
    );
  }
  throw unknownProperty(table.entitySetName, table.logicalName, property);
}

function bind(
  unit: Unit,
  table: Table,
  name: string,
  value: unknown,
  values: RowObject,
  related: RelatedInput[],
): void {
  const navigation = unit.model.navigation(table, name);
  if (navigation === undefined) throw undeclaredProperty(table.entitySetName, name);
  if (navigation.kind === 'single') {
    if (value === null) clear(table, navigation, values);
    else setLookup(unit, table, navigation, resolveText(unit, table, name, value), values);
    return;
  }
  if (!Array.isArray(value))
    throw payloadError(table.entitySetName, `The annotation '${name}@odata.bind' of a collection must be an array.`);
  for (const one of value) related.push({ navigation, kind: 'link', target: resolveText(unit, table, name, one) });
}

function resolveText(unit: Unit, table: Table, name: string, value: unknown): LookupTarget {
  if (typeof value !== 'string') {
    throw payloadError(
      table.entitySetName,
      `Microsoft.OData.ODataException: The annotation '${name}@odata.bind' must be a string.`,
    );
  }
  return resolveRow(unit, value);
}

function readNavigation(
  table: Table,
  navigation: Navigation,
  value: unknown,
  values: RowObject,
  related: RelatedInput[],
): void {
  if (navigation.kind === 'single' && value === null) {
    clear(table, navigation, values);
  } else if (navigation.kind === 'single' && isObject(value)) {
    related.push({ navigation, kind: 'create', body: value });
  } else if (navigation.kind !== 'single' && Array.isArray(value) && value.every(isObject)) {
    for (const body of value) related.push({ navigation, kind: 'create', body });
  } else {
    throw payloadError(
      table.entitySetName,
      `Microsoft.OData.ODataException: A node of type 'PrimitiveValue' was read from the JSON reader when trying to read the contents of the property '${navigation.name}'.`,
    );
  }
}

function clear(table: Table, navigation: Extract<Navigation, { kind: 'single' }>, values: RowObject): void {
  values[navigation.column] = null;
  if (hasSeveralTargets(table, navigation.column)) values[targetKey(navigation.column)] = null;
}

/** Points a lookup to a row, checking that it may point there. */
export function setLookup(
  unit: Unit,
  table: Table,
  navigation: Extract<Navigation, { kind: 'single' }>,
  target: LookupTarget,
  values: RowObject,
): void {
  if (!navigation.targets.includes(target.table)) {
    throw new DataverseError(
      400,
      '0x80048d19',
      `The navigation property '${navigation.name}' of '${table.logicalName}' points to ${navigation.targets.join(' or ')}, not to ${target.table}.`,
    );
  }
  const column = table.columns.get(navigation.column);
  if (column?.type !== 'owner') {
    unit.caller.assertPrivilege('Append', table);
    unit.caller.assertRow('AppendTo', unit.model.table(target.table), target.id);
  }
  values[navigation.column] = target.id;
  if (hasSeveralTargets(table, navigation.column)) values[targetKey(navigation.column)] = target.table;
}

function hasSeveralTargets(table: Table, column: string): boolean {
  return (table.columns.get(column)?.targets?.length ?? 0) > 1;
}
