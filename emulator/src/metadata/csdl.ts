import type { Store } from '../data/store.js';
import { isLookup, isStored, propertyName, type Column } from '../model/column.js';
import { edmTypeOf } from '../model/edm-type.js';
import type { Model } from '../model/model.js';
import type { Table } from '../model/table.js';
import { labelText, type Label } from '../model/label.js';
import { isPrincipal } from '../odata/properties.js';
import { escapeXml } from '../query/cookie.js';
import { operationsXml } from './csdl-operations.js';
import { platformXml } from './csdl-platform-xml.js';

const perModel = new WeakMap<Model, Map<boolean, { readonly version: number; readonly text: string }>>();

/**
 * The CSDL of `$metadata`: a type and a set per table, navigation properties per relationship, the platform's operations and the
 * Custom APIs.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-service-documents#csdl-metadata-document
 * @param annotated with descriptions and what cannot be written, as `?annotations=true` asks for
 */
export function csdl(store: Store, annotated: boolean): string {
  const { model } = store;
  const key = model.version + store.rows('customapi').version;
  const texts = perModel.get(model) ?? new Map<boolean, { readonly version: number; readonly text: string }>();
  const known = texts.get(annotated);
  if (known?.version === key) return known.text;
  const text = document(store, annotated);
  perModel.set(model, texts.set(annotated, { version: key, text }));
  return text;
}

function document(store: Store, annotated: boolean): string {
  const { model } = store;
  const tables = [...model.tables];
  const partners = partnersOf(model);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
    '<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
    '<EntityType Name="crmbaseentity" Abstract="true" />',
    '<EntityType Name="expando" BaseType="mscrm.crmbaseentity" OpenType="true" />',
    '<EntityType Name="principal" BaseType="mscrm.crmbaseentity"><Key><PropertyRef Name="ownerid" /></Key><Property Name="ownerid" Type="Edm.Guid" /></EntityType>',
    ...tables.map((table) => entityTypeXml(model, table, partners, annotated)),
    '<EntityType Name="crmmodelbaseentity" Abstract="true" />',
    ...platformXml(),
    ...operationsXml(store),
    '<EntityContainer Name="System">',
    ...tables.map((table) => entitySetXml(model, table)),
    '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n');
}

/** The other end of each navigation property that leads to one table, by `table.navigation`. */
function partnersOf(model: Model): ReadonlyMap<string, string> {
  const partners = new Map<string, string>();
  for (const relationship of model.relationships) {
    if (relationship.kind !== 'one-to-many') continue;
    const { referencingTable, referencingNavigation, referencedTable, referencedNavigation } = relationship;
    partners.set(`${referencingTable}.${referencingNavigation}`, referencedNavigation);
    partners.set(`${referencedTable}.${referencedNavigation}`, referencingNavigation);
  }
  return partners;
}

/**
 * What a type inherits: users and teams from `principal`, activities from `activitypointer`, the rest from `crmbaseentity`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-entitytypes#entitytype-inheritance
 */
function baseOf(model: Model, table: Table): { readonly name: string; readonly names: ReadonlySet<string> } {
  if (isPrincipal(table)) return { name: 'principal', names: new Set(['ownerid']) };
  const pointer = model.findTable('activitypointer');
  if (!table.isActivity || pointer === undefined || table === pointer)
    return { name: 'crmbaseentity', names: new Set() };
  return { name: 'activitypointer', names: new Set([...pointer.columns.keys(), ...model.navigations(pointer).keys()]) };
}

function entityTypeXml(model: Model, table: Table, partners: ReadonlyMap<string, string>, annotated: boolean): string {
  const base = baseOf(model, table);
  const properties = [...table.columns.values()]
    .filter((column) => isStored(column) && column.isValidODataAttribute && column.type !== 'virtual')
    .filter(({ logicalName }) => !base.names.has(logicalName))
    .map((column) => propertyXml(column, annotated));
  const own = [...model.navigations(table).values()].filter(({ name }) => !base.names.has(name));
  const navigations = own.map((navigation) => {
    const { name } = navigation;
    const partner = navigation.kind === 'many' ? name : partners.get(`${table.logicalName}.${name}`);
    const isOne = navigation.kind !== 'single' || navigation.targets.length === 1;
    const more = partner === undefined || !isOne ? '' : ` Partner="${partner}"`;
    if (navigation.kind === 'single') {
      const [only] = navigation.targets;
      const type = navigation.targets.length === 1 ? (only ?? '') : 'principal';
      return (
        `<NavigationProperty Name="${name}" Type="mscrm.${type}" Nullable="false"${more}>` +
        `<ReferentialConstraint Property="_${navigation.column}_value" ReferencedProperty="${idOf(model, type)}" /></NavigationProperty>`
      );
    }
    return `<NavigationProperty Name="${name}" Type="Collection(mscrm.${navigation.table})"${more} />`;
  });
  return [
    `<EntityType Name="${table.logicalName}" BaseType="mscrm.${base.name}">`,
    base.names.size > 0 ? '' : `<Key><PropertyRef Name="${table.primaryId}" /></Key>`,
    ...properties,
    ...navigations,
    alternateKeysXml(table),
    annotated ? descriptionXml(table.description) : '',
    '</EntityType>',
  ].join('');
}

function idOf(model: Model, table: string): string {
  return model.findTable(table)?.primaryId ?? 'ownerid';
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-entitytypes#alternate-keys */
function alternateKeysXml({ keys, columns }: Table): string {
  if (keys.length === 0) return '';
  const community = 'OData.Community.Keys.V1';
  const records = keys.map((key) => {
    const parts = key.columns.map((logicalName) => {
      const column = columns.get(logicalName);
      const name = column === undefined ? logicalName : propertyName(column);
      return `<Record Type="${community}.PropertyRef"><PropertyValue Property="Alias" String="${name}" /><PropertyValue Property="Name" PropertyPath="${name}" /></Record>`;
    });
    return `<Record Type="${community}.AlternateKey"><PropertyValue Property="Key"><Collection>${parts.join('')}</Collection></PropertyValue></Record>`;
  });
  return `<Annotation Term="${community}.AlternateKeys"><Collection>${records.join('')}</Collection></Annotation>`;
}

function descriptionXml(description: Label): string {
  const text = labelText(description);
  return text === '' ? '' : `<Annotation Term="Org.OData.Core.V1.Description" String="${escapeXml(text)}" />`;
}

function propertyXml(column: Column, annotated: boolean): string {
  const type = edmTypeOf(column);
  const more = type === 'Edm.String' ? ' Unicode="false"' : type === 'Edm.Decimal' ? ' Scale="Variable"' : '';
  const readOnly = isLookup(column) || !column.isValidForUpdate ? readOnlyXml(column) : '';
  const computed = annotated ? `${descriptionXml(column.description)}${readOnly}` : '';
  const open = `<Property Name="${escapeXml(propertyName(column))}" Type="${type}"${more}`;
  return computed === '' ? `${open} />` : `${open}>${computed}</Property>`;
}

function readOnlyXml(column: Column): string {
  const isWritable = !isLookup(column) && column.isValidForCreate;
  if (isWritable) return '';
  const computed = '<Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />';
  const permission = '<EnumMember>Org.OData.Core.V1.PermissionType/Read</EnumMember>';
  return `${computed}<Annotation Term="Org.OData.Core.V1.Permissions">${permission}</Annotation>`;
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
