import type { Element } from '@xmldom/xmldom';
import type { ColumnType } from '../../model/column.js';
import type { Model } from '../../model/model.js';
import type { AlternateKey, Ownership, TableSpec } from '../../model/table.js';
import { importCodes, importError } from '../import-error.js';
import { attribute, child, children, flagAt, labelsAt, textAt } from '../xml.js';
import { companionColumns, readColumn, type ImportedColumn } from './columns.js';

/** A table of the package, or a table of the organisation to which the package adds parts. */
export interface ImportedTable {
  readonly logicalName: string;
  readonly element: Element;
  /** Null for a table that only gets views, forms or columns of ours. */
  readonly spec: Omit<TableSpec, 'columns'> | null;
  readonly columns: readonly ImportedColumn[];
}

export function readTables(customizations: Element): ImportedTable[] {
  return children(child(customizations, 'Entities'), 'Entity').map(readTable);
}

function readTable(element: Element): ImportedTable {
  const logicalName = textAt(element, 'Name').toLowerCase();
  const info = child(element, 'EntityInfo', 'entity');
  const columns = children(child(info, 'attributes'), 'attribute').map((column) => readColumn(logicalName, column));
  const keyed = columns.find(({ spec }) => spec.isPrimaryId === true);
  if (info === undefined || keyed === undefined) return { logicalName, element, spec: null, columns };
  const entitySetName = textAt(info, 'EntitySetName');
  const ownership = ownershipOf(logicalName, textAt(info, 'OwnershipTypeMask'));
  if (entitySetName === '') {
    throw importError(`The import file is invalid. Entity ${logicalName} has no EntitySetName.`, importCodes.wrongXml);
  }
  const named = columns.find(({ spec }) => spec.isPrimaryName === true);
  return {
    logicalName,
    element,
    columns,
    spec: {
      logicalName,
      schemaName: attribute(info, 'Name'),
      entitySetName,
      displayName: labelsAt(info, 'LocalizedNames'),
      displayCollectionName: labelsAt(info, 'LocalizedCollectionNames'),
      description: labelsAt(info, 'Descriptions'),
      primaryId: keyed.spec.logicalName,
      primaryName: named?.spec.logicalName ?? null,
      ownership,
      isActivity: flagAt(info, 'IsActivity'),
      isCustom: true,
      changeTracking: flagAt(info, 'ChangeTrackingEnabled'),
      keys: children(child(info, 'EntityKeys'), 'EntityKey').map((key) => readKey(logicalName, key, columns)),
    },
  };
}

/**
 * An alternate key of the package. A secured column can be in none.
 * https://learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity
 */
function readKey(table: string, element: Element, columns: readonly ImportedColumn[]): AlternateKey {
  const schemaName = textAt(element, 'Name');
  const names = children(child(element, 'EntityKeyAttributes'), 'AttributeName').map(
    (name) => name.textContent?.trim() ?? '',
  );
  const wrong = names.find((name) => {
    const column = columns.find(({ spec }) => spec.logicalName === name)?.spec;
    return column === undefined || column.isSecured === true || !keyTypes.has(column.type);
  });
  if (names.length === 0 || wrong !== undefined) {
    throw importError(
      `The import file is invalid. Entity key ${schemaName} of ${table} names ${wrong ?? 'no attribute'}, which cannot be part of an entity key.`,
      importCodes.wrongXml,
    );
  }
  return { schemaName, logicalName: textAt(element, 'LogicalName') || schemaName.toLowerCase(), columns: names };
}

const keyTypes: ReadonlySet<ColumnType> = new Set(['string', 'integer', 'decimal', 'datetime', 'lookup', 'picklist']);

function ownershipOf(table: string, mask: string): Ownership {
  if (mask === 'UserOwned') return 'UserOwned';
  if (mask === 'OrgOwned') return 'OrganizationOwned';
  throw importError(
    `The import file is invalid. Entity ${table} has the OwnershipTypeMask '${mask}'; it must be UserOwned or OrgOwned.`,
    importCodes.wrongXml,
  );
}

/** Adds or replaces a table with all its columns, or adds columns to one that is there. */
export function applyTable(model: Model, table: ImportedTable, isManaged: boolean): void {
  const columns = table.columns.map(({ spec, globalChoice }) => {
    const optionSet = globalChoice === null ? undefined : model.findOptionSet(globalChoice.toLowerCase());
    return { ...spec, isManaged, ...(optionSet === undefined ? {} : { optionSet }) };
  });
  if (table.spec === null) {
    for (const column of columns) model.addColumn(table.logicalName, column);
    return;
  }
  model.addTable({ ...table.spec, isManaged, columns: [...columns, ...companionColumns(columns)] });
}
