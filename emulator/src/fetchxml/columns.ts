import { isStored, propertyName, type Column } from '../model/column.js';
import { DataverseError, NotImplemented } from '../model/dataverse-error.js';
import { queryError } from '../query/query-error.js';
import type { Property } from '../query/values/row-writer.js';
import type { FetchAttribute } from './parse/fetch.js';
import { columnNamed } from './scope.js';
import type { Source } from './sources.js';

/** Columns that a caller gets without naming them: all that the Web API shows. */
export function isSelectable(column: Column): boolean {
  return column.isValidForRead && isStored(column) && column.type !== 'virtual' && column.type !== 'managedproperty';
}

/** What a source contributes to the JSON of a row. The root contributes its primary key even when it was not asked for. */
export function propertiesOf(source: Source): Property[] {
  const { table } = source.rows;
  const { attributes, allAttributes } = source.entity;
  const isRoot = source.alias === null;
  if (allAttributes || (isRoot && attributes.length === 0)) {
    return [...table.columns.values()].filter(isSelectable).map((column) => property(source, column, null));
  }
  const properties = attributes
    .filter((attribute) => !attribute.countsChildren)
    .map((attribute) => property(source, readableColumn(source, attribute), attribute.alias));
  const currency = table.columns.get('transactioncurrencyid');
  if (isRoot && currency !== undefined && needsCurrency(properties)) properties.push(property(source, currency, null));
  const key = table.columns.get(table.primaryId);
  if (isRoot && key !== undefined && !properties.some(({ column }) => column === key)) {
    properties.push(property(source, key, null));
  }
  return properties;
}

/** An amount says nothing without its currency, so the Web API adds it. */
function needsCurrency(properties: readonly Property[]): boolean {
  const hasMoney = properties.some(({ column }) => column.type === 'money');
  return hasMoney && !properties.some(({ column }) => column.logicalName === 'transactioncurrencyid');
}

function readableColumn(source: Source, attribute: FetchAttribute): Column {
  const column = columnNamed(source.rows.table, attribute.name);
  if (attribute.aggregate !== null || attribute.groupBy) {
    throw queryError(
      'QueryBuilderDeserializeInvalidAggregate',
      `The attribute '${attribute.name}' has an aggregate or groupby, but the fetch is no aggregate.`,
    );
  }
  if (column.attributeOf !== undefined) {
    throw new NotImplemented(
      `the column '${column.logicalName}', which only decorates '${column.attributeOf}', as a FetchXML attribute`,
    );
  }
  if (!column.isValidForRead) {
    throw new DataverseError(
      400,
      '0x80041103',
      `The column '${column.logicalName}' of '${source.rows.table.logicalName}' cannot be read.`,
    );
  }
  return column;
}

/**
 * Columns of the root stand under their Web API name; those of a link under `alias.column`, or under their schema name alone where
 * only the first match is joined; an alias of their own wins.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/join-tables#related-table-propertyattribute-names-are-inconsistent
 */
function property(source: Source, column: Column, alias: string | null): Property {
  if (alias === null && source.alias === null) return { name: propertyName(column), column };
  const linked = source.firstOnly ? column.schemaName : `${source.alias ?? ''}.${column.logicalName}`;
  return { name: alias ?? linked, column, attributeName: column.logicalName };
}
