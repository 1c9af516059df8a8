import type { OptionSet } from '../model/choice.js';
import type { Column, ColumnType } from '../model/column.js';
import type { Model } from '../model/model.js';
import type { Table } from '../model/table.js';
import { labelJson, managedProperty } from './labels.js';
import type { Json, MetadataNode } from './node.js';
import { optionSetNode } from './option-set-node.js';

interface TypeNames {
  /** Value of AttributeType. */
  readonly code: string;
  /** Value of AttributeTypeName.Value. */
  readonly name: string;
  readonly metadata: string;
}

const plain = (name: string, metadata = name): TypeNames => ({
  code: name,
  name: `${name}Type`,
  metadata: `${metadata}AttributeMetadata`,
});
const virtual = (name: string): TypeNames => ({
  code: 'Virtual',
  name: `${name}Type`,
  metadata: `${name}AttributeMetadata`,
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/attributetypecode */
const typeNames: Readonly<Record<ColumnType, TypeNames>> = {
  uniqueidentifier: plain('Uniqueidentifier', 'UniqueIdentifier'),
  string: plain('String'),
  memo: plain('Memo'),
  integer: plain('Integer'),
  bigint: plain('BigInt'),
  decimal: plain('Decimal'),
  double: plain('Double'),
  money: plain('Money'),
  boolean: plain('Boolean'),
  datetime: plain('DateTime'),
  picklist: plain('Picklist'),
  state: plain('State'),
  status: plain('Status'),
  multiselectpicklist: virtual('MultiSelectPicklist'),
  lookup: plain('Lookup'),
  customer: plain('Customer', 'Lookup'),
  owner: plain('Owner', 'Lookup'),
  partylist: plain('PartyList', 'Lookup'),
  entityname: plain('EntityName'),
  image: virtual('Image'),
  file: virtual('File'),
  virtual: { code: 'Virtual', name: 'VirtualType', metadata: 'AttributeMetadata' },
  managedproperty: plain('ManagedProperty'),
};

/** Types that `/Attributes/Microsoft.Dynamics.CRM.…` can cast to. */
export const attributeTypes: readonly string[] = [...new Set(Object.values(typeNames).map((names) => names.metadata))];

/** A column as AttributeMetadata. */
export function attributeNode(model: Model, table: Table, column: Column, languageId: number): MetadataNode {
  const names = typeNames[column.type];
  const { optionSet } = column;
  return {
    type: names.metadata,
    base: baseOf(table, column, names, languageId),
    derived: derivedOf(model, column),
    navigations: optionSet === undefined ? {} : optionSetNavigations(optionSet, column, languageId),
    keys: ['LogicalName'],
    isDerived: names.metadata !== 'AttributeMetadata',
  };
}

function optionSetNavigations(optionSet: OptionSet, column: Column, languageId: number): MetadataNode['navigations'] {
  const node = (): MetadataNode => optionSetNode(optionSet, languageId, kindOf(column));
  // Both lead to the options, whether they are global or not:
  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-metadata-name-metadataid#example-retrieve-schema-definitions-by-name
  return { OptionSet: node, GlobalOptionSet: node };
}

function kindOf(column: Column): 'Picklist' | 'State' | 'Status' | 'Boolean' {
  if (column.type === 'state') return 'State';
  if (column.type === 'status') return 'Status';
  return column.type === 'boolean' ? 'Boolean' : 'Picklist';
}

function baseOf(table: Table, column: Column, names: TypeNames, languageId: number): Record<string, Json> {
  const changeable = column.isCustom;
  return {
    MetadataId: column.metadataId,
    HasChanged: null,
    AttributeOf: column.attributeOf ?? null,
    AttributeType: names.code,
    AttributeTypeName: { Value: names.name },
    CanBeSecuredForCreate: true,
    CanBeSecuredForRead: true,
    CanBeSecuredForUpdate: true,
    CanModifyAdditionalSettings: managedProperty(true, 'canmodifyadditionalsettings'),
    ColumnNumber: [...table.columns.keys()].indexOf(column.logicalName) + 1,
    DeprecatedVersion: null,
    Description: labelJson(column.description, languageId),
    DisplayName: labelJson(column.displayName, languageId),
    EntityLogicalName: table.logicalName,
    ExternalName: null,
    InheritsFrom: null,
    IntroducedVersion: '5.0.0.0',
    IsCustomAttribute: column.isCustom,
    IsCustomizable: managedProperty(true, 'iscustomizable', changeable),
    IsDataSourceSecret: false,
    IsFilterable: false,
    IsGlobalFilterEnabled: managedProperty(false, 'isglobalfilterenabled'),
    IsLogical: column.isLogical,
    IsManaged: column.isManaged,
    IsPrimaryId: column.isPrimaryId,
    IsPrimaryName: column.isPrimaryName,
    IsRenameable: managedProperty(true, 'isrenameable', changeable),
    IsRequiredForForm: column.requiredLevel === 'ApplicationRequired' || column.requiredLevel === 'SystemRequired',
    IsRetrievable: column.isValidForRead,
    IsSearchable: false,
    IsSecured: column.isSecured,
    IsSortableEnabled: managedProperty(false, 'issortableenabled'),
    IsAuditEnabled: managedProperty(false, 'canmodifyauditsettings'),
    IsValidForAdvancedFind: managedProperty(column.isValidForAdvancedFind, 'canmodifysearchsettings'),
    IsValidForCreate: column.isValidForCreate,
    IsValidForForm: column.isValidForRead && column.attributeOf === undefined,
    IsValidForGrid: column.isValidForRead && column.attributeOf === undefined,
    IsValidForRead: column.isValidForRead,
    IsValidForUpdate: column.isValidForUpdate,
    IsValidODataAttribute: column.isValidODataAttribute,
    LinkedAttributeId: null,
    LogicalName: column.logicalName,
    RequiredLevel: managedProperty(column.requiredLevel, 'canmodifyrequirementlevelsettings'),
    SchemaName: column.schemaName,
    SourceType: column.sourceType ?? 0,
    AutoNumberFormat: column.autoNumberFormat ?? '',
  };
}

function derivedOf(model: Model, column: Column): Record<string, Json> {
  switch (column.type) {
    case 'string':
      return {
        FormatName: { Value: column.format ?? 'Text' },
        Format: column.format ?? 'Text',
        ImeMode: 'Auto',
        IsLocalizable: false,
        MaxLength: column.maxLength ?? 100,
        DatabaseLength: (column.maxLength ?? 100) * 2,
        YomiOf: null,
        FormulaDefinition: '',
      };
    case 'memo':
      return {
        Format: 'TextArea',
        FormatName: { Value: 'TextArea' },
        ImeMode: 'Auto',
        IsLocalizable: false,
        MaxLength: column.maxLength ?? 2000,
      };
    case 'integer':
    case 'bigint':
      return { Format: column.format ?? 'None', MaxValue: column.maxValue ?? null, MinValue: column.minValue ?? null };
    case 'decimal':
    case 'double':
    case 'money':
      return {
        MaxValue: column.maxValue ?? null,
        MinValue: column.minValue ?? null,
        Precision: column.precision ?? null,
        ImeMode: 'Auto',
        ...(column.type === 'money'
          ? { IsBaseCurrency: column.logicalName.endsWith('_base'), PrecisionSource: 2 }
          : {}),
      };
    case 'datetime':
      return {
        DateTimeBehavior: { Value: column.dateTimeBehavior ?? 'UserLocal' },
        CanChangeDateTimeBehavior: managedProperty(false, 'canchangedatetimebehavior'),
        Format: column.format ?? 'DateAndTime',
        ImeMode: 'Inactive',
      };
    case 'boolean':
      return { DefaultValue: column.defaultValue === true };
    case 'picklist':
    case 'multiselectpicklist':
      return {
        DefaultFormValue: column.defaultValue ?? -1,
        ParentPicklistLogicalName: null,
        ChildPicklistLogicalNames: [],
      };
    case 'state':
    case 'status':
      return { DefaultFormValue: column.defaultValue ?? null };
    case 'lookup':
    case 'customer':
    case 'owner':
    case 'partylist':
      return {
        Targets: (column.targets ?? []).filter((target) => model.findTable(target) !== undefined),
        Format: 'None',
      };
    case 'file':
      return { MaxSizeInKB: column.maxValue ?? 32_768 };
    default:
      return {};
  }
}
