import type { Element } from '@xmldom/xmldom';
import type { ColumnSpec, ColumnType, RequiredLevel } from '../../model/column.js';
import type { OptionSetSpec } from '../../model/choice.js';
import { english } from '../../model/label.js';
import { decoratingColumns } from '../../snapshot/standard-columns.js';
import { importCodes, importError } from '../import-error.js';
import { attribute, child, flagAt, labelsAt, numberAt, textAt } from '../xml.js';
import { readOptionSet } from './choices.js';

const types: Readonly<Record<string, ColumnType>> = {
  primarykey: 'uniqueidentifier',
  uniqueidentifier: 'uniqueidentifier',
  nvarchar: 'string',
  ntext: 'memo',
  int: 'integer',
  bigint: 'bigint',
  decimal: 'decimal',
  float: 'double',
  money: 'money',
  bit: 'boolean',
  datetime: 'datetime',
  picklist: 'picklist',
  multiselectpicklist: 'multiselectpicklist',
  state: 'state',
  status: 'status',
  lookup: 'lookup',
  customer: 'customer',
  owner: 'owner',
  file: 'file',
};

const requiredLevels: Readonly<Record<string, RequiredLevel>> = {
  none: 'None',
  recommended: 'Recommended',
  required: 'ApplicationRequired',
  systemrequired: 'SystemRequired',
};

/** Formats as the metadata writes them; exports write them in lower case. */
const formats: Readonly<Record<string, string>> = {
  text: 'Text',
  textarea: 'TextArea',
  email: 'Email',
  url: 'Url',
  phone: 'Phone',
  tickersymbol: 'TickerSymbol',
  datetime: 'DateAndTime',
  date: 'DateOnly',
  none: 'None',
  language: 'Language',
  duration: 'Duration',
  timezone: 'TimeZone',
  locale: 'Locale',
  json: 'Json',
  richtext: 'RichText',
};

const behaviours = [undefined, 'UserLocal', 'DateOnly', 'TimeZoneIndependent'] as const;

/** A column of the package; `globalChoice` names the choice it shares, which is looked up when it is added. */
export interface ImportedColumn {
  readonly spec: ColumnSpec;
  readonly globalChoice: string | null;
}

/** @throws DataverseError `0x8004801a` for a type or a level that no export has. */
export function readColumn(table: string, element: Element): ImportedColumn {
  const logicalName = textAt(element, 'LogicalName');
  const typeText = textAt(element, 'Type');
  const type = types[typeText];
  const requiredLevel = requiredLevels[textAt(element, 'RequiredLevel')];
  if (logicalName === '' || type === undefined || requiredLevel === undefined) {
    throw importError(
      `The import file is invalid. Attribute ${attribute(element, 'PhysicalName')} of ${table} has the LogicalName '${logicalName}', the Type '${typeText}' and the RequiredLevel '${textAt(element, 'RequiredLevel')}'.`,
      importCodes.wrongXml,
    );
  }
  const mask = textAt(element, 'DisplayMask').split('|');
  const inline = child(element, 'optionset');
  const optionSet: OptionSetSpec | undefined = inline === undefined ? undefined : readOptionSet(inline);
  const optional = definedOnly({
    maxLength: numberAt(element, 'MaxLength'),
    minValue: numberAt(element, 'MinValue'),
    maxValue: numberAt(element, 'MaxValue'),
    precision: numberAt(element, 'Accuracy'),
    format: formats[textAt(element, 'Format')],
    dateTimeBehavior: type === 'datetime' ? behaviours[numberAt(element, 'Behavior') ?? 1] : undefined,
    autoNumberFormat: textAt(element, 'AutoNumberFormat') || undefined,
    optionSet,
    defaultValue: defaultValue(type, numberAt(element, 'AppDefaultValue')),
    targets: type === 'owner' ? ['systemuser', 'team'] : undefined,
  });
  const isPrimaryId = typeText === 'primarykey';
  return {
    globalChoice: textAt(element, 'OptionSetName') || null,
    spec: {
      logicalName,
      schemaName: attribute(element, 'PhysicalName'),
      type,
      requiredLevel,
      displayName: labelsAt(element, 'displaynames'),
      description: labelsAt(element, 'Descriptions'),
      isPrimaryId,
      isPrimaryName: mask.includes('PrimaryName'),
      isValidForCreate: flagAt(element, 'ValidForCreateApi', true),
      isValidForUpdate: flagAt(element, 'ValidForUpdateApi', true),
      isValidForRead: flagAt(element, 'ValidForReadApi', true),
      isValidForAdvancedFind: mask.includes('ValidForAdvancedFind'),
      isSecured: flagAt(element, 'IsSecured'),
      isCustom: flagAt(element, 'IsCustomField'),
      sourceType: numberAt(element, 'SourceType') ?? 0,
      ...optional,
    },
  };
}

/**
 * The columns that the platform adds beside a lookup, a choice or a yes/no to show its value as text, the name of a file, and the row version that no
 * export carries.
 */
export function companionColumns(columns: readonly ColumnSpec[]): ColumnSpec[] {
  const version: ColumnSpec = {
    logicalName: 'versionnumber',
    schemaName: 'VersionNumber',
    type: 'bigint',
    displayName: { [english]: 'Version Number' },
    isValidForCreate: false,
    isValidForUpdate: false,
  };
  return [...columns.flatMap(decoratingColumns), ...columns.filter(({ type }) => type === 'file').map(fileName), version];
}

/**
 * The name of a file column's file, which the platform keeps beside it and nobody writes as a value.
 * https://learn.microsoft.com/power-apps/developer/data-platform/file-attributes
 */
function fileName(column: ColumnSpec): ColumnSpec {
  return {
    logicalName: `${column.logicalName}_name`,
    schemaName: `${column.schemaName ?? column.logicalName}_Name`,
    type: 'string',
    maxLength: 200,
    displayName: column.displayName ?? {},
    isCustom: true,
    isValidForCreate: false,
    isValidForUpdate: false,
  };
}

function defaultValue(type: ColumnType, number: number | undefined): number | boolean | undefined {
  if (number === undefined || number === -1) return undefined;
  return type === 'boolean' ? number === 1 : number;
}

/** Leaves out what is undefined, as exactOptionalPropertyTypes wants it. */
function definedOnly(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
