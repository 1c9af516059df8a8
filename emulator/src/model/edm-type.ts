import type { Column } from './column.js';

const edm: Readonly<Partial<Record<Column['type'], string>>> = {
  uniqueidentifier: 'Edm.Guid',
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  double: 'Edm.Double',
  boolean: 'Edm.Boolean',
  picklist: 'Edm.Int32',
  state: 'Edm.Int32',
  status: 'Edm.Int32',
  lookup: 'Edm.Guid',
  customer: 'Edm.Guid',
  owner: 'Edm.Guid',
  image: 'Edm.Binary',
  file: 'Edm.Guid',
  managedproperty: 'mscrm.BooleanManagedProperty',
};

/**
 * The type of a column's property, as `$metadata` declares it and errors name it.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-properties
 */
export function edmTypeOf(column: Column): string {
  if (column.type !== 'datetime') return edm[column.type] ?? 'Edm.String';
  return column.dateTimeBehavior === 'DateOnly' ? 'Edm.Date' : 'Edm.DateTimeOffset';
}
