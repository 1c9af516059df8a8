import type { OptionSet } from './choice.js';
import { guidOfName } from './guid.js';
import { label, type Label } from './label.js';

/**
 * What a column holds. The names are those of AttributeTypeName without `Type`, in lower case.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/attributemetadata
 */
export const columnTypes = [
  'uniqueidentifier',
  'string',
  'memo',
  'integer',
  'bigint',
  'decimal',
  'double',
  'money',
  'boolean',
  'datetime',
  'picklist',
  'state',
  'status',
  'multiselectpicklist',
  'lookup',
  'customer',
  'owner',
  'partylist',
  'entityname',
  'image',
  'file',
  'virtual',
  'managedproperty',
] as const;
export type ColumnType = (typeof columnTypes)[number];

export type RequiredLevel = 'None' | 'SystemRequired' | 'ApplicationRequired' | 'Recommended';

/** One column of a table, as EntityDefinitions shows it. */
export interface Column {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly type: ColumnType;
  readonly displayName: Label;
  readonly description: Label;
  readonly requiredLevel: RequiredLevel;
  readonly isPrimaryId: boolean;
  readonly isPrimaryName: boolean;
  readonly isValidForCreate: boolean;
  readonly isValidForUpdate: boolean;
  readonly isValidForRead: boolean;
  /** False for what the Web API does not show at all. */
  readonly isValidODataAttribute: boolean;
  readonly isValidForAdvancedFind: boolean;
  /** Stored elsewhere (the address columns of contact and lead). */
  readonly isLogical: boolean;
  readonly isSecured: boolean;
  readonly isCustom: boolean;
  readonly isManaged: boolean;
  readonly metadataId: string;
  /** The column this one only decorates, for instance the name of a lookup. */
  readonly attributeOf?: string;
  /** Characters, for string and memo. */
  readonly maxLength?: number;
  /** `Email`, `Url`, `Phone`, `TextArea`, `DateOnly`, … as the platform writes it. */
  readonly format?: string;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** Digits after the point, for decimal, double and money. */
  readonly precision?: number;
  readonly dateTimeBehavior?: 'UserLocal' | 'DateOnly' | 'TimeZoneIndependent';
  /** For choices, states, status reasons, and (two options, values 0 and 1) yes/no. */
  readonly optionSet?: OptionSet;
  readonly defaultValue?: string | number | boolean;
  /** Tables a lookup may point to. */
  readonly targets?: readonly string[];
  readonly autoNumberFormat?: string;
  /** 0 simple, 1 calculated, 2 rollup. */
  readonly sourceType?: number;
}

export type ColumnSpec = Pick<Column, 'logicalName' | 'type'> & Partial<Column>;

/** Fills what a definition left out with what the platform fills in. */
export function makeColumn(table: string, spec: ColumnSpec): Column {
  return {
    schemaName: spec.logicalName,
    displayName: label(spec.logicalName),
    description: {},
    requiredLevel: 'None',
    isPrimaryId: false,
    isPrimaryName: false,
    isValidForCreate: true,
    isValidForUpdate: true,
    isValidForRead: true,
    isValidODataAttribute: spec.attributeOf === undefined,
    isValidForAdvancedFind: true,
    isLogical: false,
    isSecured: false,
    isCustom: false,
    isManaged: !(spec.isCustom ?? false),
    metadataId: guidOfName(`attribute:${table}.${spec.logicalName}`),
    ...spec,
  };
}

export function isLookup(column: Column): boolean {
  return column.type === 'lookup' || column.type === 'customer' || column.type === 'owner';
}

export function isChoice(column: Column): boolean {
  return column.type === 'picklist' || column.type === 'state' || column.type === 'status';
}

/** True where the column has a value of its own in a row (a party list is made of activityparty rows, a name column is derived). */
export function isStored(column: Column): boolean {
  return column.type !== 'partylist' && column.attributeOf === undefined;
}

/** The property that carries the column in JSON: `_parentcustomerid_value` for a lookup, else the logical name. */
export function propertyName(column: Column): string {
  return isLookup(column) ? `_${column.logicalName}_value` : column.logicalName;
}
