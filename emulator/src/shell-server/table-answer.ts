import type { RowObject } from '../data/value.js';
import { isLookup, type Column } from '../model/column.js';
import { noSuchSegment } from '../model/dataverse-error.js';
import { labelText } from '../model/label.js';
import type { Relationship } from '../model/relationship.js';
import type { Table } from '../model/table.js';
import { accessRights, privilegeName, type AccessRight } from '../identity/privilege-name.js';
import { localized, shellLanguages } from './labels.js';
import type { ShellRequestContext } from './shell-context.js';

/** Everything a page about one table needs, labels in the user's language. @throws DataverseError 404 when there is no such table */
export function tableAnswer(context: ShellRequestContext, logicalName: string): unknown {
  const { store, languageId } = context;
  const table = store.model.findTable(logicalName);
  if (table === undefined) throw noSuchSegment(logicalName);
  return {
    logicalName,
    schemaName: table.schemaName,
    entitySetName: table.entitySetName,
    objectTypeCode: table.objectTypeCode,
    primaryId: table.primaryId,
    primaryName: table.primaryName,
    isUserOwned: table.ownership === 'UserOwned',
    displayName: labelText(table.displayName, languageId),
    displayCollectionName: labelText(table.displayCollectionName, languageId),
    columns: [...table.columns.values()]
      .filter((column) => column.attributeOf === undefined)
      .map((column) => columnAnswer(context, table, column)),
    relationships: [...store.model.relationships].filter((at) => touches(at, logicalName)),
    views: rowsOf(context, 'savedquery', 'returnedtypecode', logicalName).map(({ id, row }) => ({
      id,
      name: localized(store, id, 'name', languageId, String(row['name'])),
      type: row['querytype'] ?? 0,
      isDefault: row['isdefault'] === true,
      fetchXml: row['fetchxml'],
      layoutXml: row['layoutxml'],
    })),
    charts: rowsOf(context, 'savedqueryvisualization', 'primaryentitytypecode', logicalName).map(({ id, row }) => ({
      id,
      name: localized(store, id, 'name', languageId, String(row['name'])),
      dataXml: row['datadescription'],
      presentationXml: row['presentationdescription'],
    })),
    forms: rowsOf(context, 'systemform', 'objecttypecode', logicalName).map(({ id, row }) => ({
      id,
      name: localized(store, id, 'name', languageId, String(row['name'])),
      type: row['type'] ?? 2,
      formXml: row['formxml'],
    })),
    ribbonXml: rowsOf(context, 'ribbondiff', 'entity', logicalName)[0]?.row['rdx'] ?? null,
    privileges: Object.fromEntries(
      (Object.keys(accessRights) as AccessRight[]).map((right) => [right, depthOf(context, table, right)]),
    ),
  };
}

function columnAnswer({ caller, languageId }: ShellRequestContext, table: Table, column: Column): unknown {
  return {
    logicalName: column.logicalName,
    schemaName: column.schemaName,
    type: column.type,
    displayName: labelText(column.displayName, languageId) || column.logicalName,
    description: labelText(column.description, languageId),
    requiredLevel: column.requiredLevel,
    isValidForCreate: column.isValidForCreate,
    isValidForUpdate: column.isValidForUpdate,
    isPrimaryName: column.isPrimaryName,
    isSecured: column.isSecured,
    canRead: !column.isSecured || caller.canReadColumn(table, column),
    canUpdate: mayWrite(caller, table, column),
    maxLength: column.maxLength ?? null,
    format: column.format ?? null,
    minValue: column.minValue ?? null,
    maxValue: column.maxValue ?? null,
    precision: column.precision ?? null,
    dateTimeBehavior: column.dateTimeBehavior ?? null,
    targets: column.targets ?? null,
    isLookup: isLookup(column),
    defaultValue: column.defaultValue ?? null,
    options: options(column, languageId),
  };
}

/** Choices of a column. A whole number of the format *Language* offers the languages that the environment has, by their names. */
function options({ format, optionSet }: Column, languageId: number): unknown {
  // https://learn.microsoft.com/power-apps/maker/data-platform/types-of-fields
  if (format === 'Language') return shellLanguages.map(({ id, name }) => ({ value: id, label: name, color: null }));
  const choices = optionSet?.options.map(({ value, label, color }) => ({
    value,
    label: labelText(label, languageId),
    color: color ?? null,
  }));
  return choices ?? null;
}

function mayWrite(caller: ShellRequestContext['caller'], table: Table, column: Column): boolean {
  if (!column.isSecured) return true;
  try {
    caller.assertColumn(table, column, 'canupdate');
    return true;
  } catch {
    return false;
  }
}

function depthOf({ caller }: ShellRequestContext, table: Table, right: AccessRight): number {
  const name = privilegeName(right, table);
  return name === null ? 0 : caller.depthOf(name);
}

function touches(relationship: Relationship, table: string): boolean {
  return relationship.kind === 'one-to-many'
    ? relationship.referencedTable === table || relationship.referencingTable === table
    : relationship.table1 === table || relationship.table2 === table;
}

function rowsOf(
  { store }: ShellRequestContext,
  table: string,
  column: string,
  value: string,
): { id: string; row: RowObject }[] {
  const rows = store.rows(table);
  return [...rows.byValue(column).rows(value)].map((row) => ({ id: rows.id(row), row: rows.toObject(row) }));
}
