import type { Store } from '../data/store.js';
import { isLookup, isStored, propertyName, type Column } from '../model/column.js';
import type { Model } from '../model/model.js';
import type { Table } from '../model/table.js';
import { escapeXml } from '../query/cookie.js';
import { operationsXml } from './csdl-operations.js';

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
  managedproperty: 'mscrm.BooleanManagedProperty',
};

const perModel = new WeakMap<Model, { readonly version: number; readonly text: string }>();

/**
 * The CSDL of `$metadata`: a type and a set per table, navigation properties per relationship, the Custom APIs as operations.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-service-documents#csdl-metadata-document
 */
export function csdl(store: Store): string {
  const { model } = store;
  const key = model.version + store.rows('customapi').version;
  const known = perModel.get(model);
  if (known?.version === key) return known.text;
  const tables = [...model.tables];
  const text = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
    '<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
    '<EntityType Name="crmbaseentity" Abstract="true" />',
    '<EntityType Name="principal" BaseType="mscrm.crmbaseentity"><Key><PropertyRef Name="ownerid" /></Key><Property Name="ownerid" Type="Edm.Guid" /></EntityType>',
    '<ComplexType Name="BooleanManagedProperty"><Property Name="Value" Type="Edm.Boolean" Nullable="false" /><Property Name="CanBeChanged" Type="Edm.Boolean" Nullable="false" /><Property Name="ManagedPropertyLogicalName" Type="Edm.String" Unicode="false" /></ComplexType>',
    ...tables.map((table) => entityTypeXml(model, table)),
    ...operationsXml(store),
    '<EntityContainer Name="System">',
    ...tables.map((table) => entitySetXml(model, table)),
    '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n');
  perModel.set(model, { version: key, text });
  return text;
}

function entityTypeXml(model: Model, table: Table): string {
  const properties = [...table.columns.values()]
    .filter((column) => isStored(column) && column.isValidODataAttribute && column.type !== 'virtual')
    .map(propertyXml);
  const navigations = [...model.navigations(table).values()].map((navigation) => {
    if (navigation.kind === 'single') {
      const [only] = navigation.targets;
      const type = navigation.targets.length === 1 ? (only ?? '') : 'principal';
      return (
        `<NavigationProperty Name="${navigation.name}" Type="mscrm.${type}" Nullable="false">` +
        `<ReferentialConstraint Property="_${navigation.column}_value" ReferencedProperty="${idOf(model, type)}" /></NavigationProperty>`
      );
    }
    return `<NavigationProperty Name="${navigation.name}" Type="Collection(mscrm.${navigation.table})" />`;
  });
  return [
    `<EntityType Name="${table.logicalName}" BaseType="mscrm.crmbaseentity">`,
    `<Key><PropertyRef Name="${table.primaryId}" /></Key>`,
    ...properties,
    ...navigations,
    '</EntityType>',
  ].join('');
}

function idOf(model: Model, table: string): string {
  return model.findTable(table)?.primaryId ?? 'ownerid';
}

function propertyXml(column: Column): string {
  const type = column.type === 'datetime' ? dateType(column) : (edm[column.type] ?? 'Edm.String');
  const more = type === 'Edm.String' ? ' Unicode="false"' : type === 'Edm.Decimal' ? ' Scale="Variable"' : '';
  const computed = isLookup(column) || !column.isValidForUpdate ? readOnlyXml(column) : '';
  const open = `<Property Name="${escapeXml(propertyName(column))}" Type="${type}"${more}`;
  return computed === '' ? `${open} />` : `${open}>${computed}</Property>`;
}

function dateType(column: Column): string {
  return column.dateTimeBehavior === 'DateOnly' ? 'Edm.Date' : 'Edm.DateTimeOffset';
}

function readOnlyXml(column: Column): string {
  const isWritable = !isLookup(column) && column.isValidForCreate;
  return isWritable ? '' : '<Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />';
}

function entitySetXml(model: Model, table: Table): string {
  const bindings = [...model.navigations(table).values()].flatMap((navigation) => {
    const target = navigation.kind === 'single' ? navigation.targets[0] : navigation.table;
    const set = target === undefined ? undefined : model.findTable(target)?.entitySetName;
    const isAmbiguous = navigation.kind === 'single' && navigation.targets.length > 1;
    return set === undefined || isAmbiguous
      ? []
      : [`<NavigationPropertyBinding Path="${navigation.name}" Target="${set}" />`];
  });
  return `<EntitySet Name="${table.entitySetName}" EntityType="Microsoft.Dynamics.CRM.${table.logicalName}">${bindings.join('')}</EntitySet>`;
}
