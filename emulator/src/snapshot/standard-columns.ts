import type { ColumnSpec } from '../model/column.js';
import { label } from '../model/label.js';
import type { Ownership } from '../model/table.js';

const readOnly = { isValidForCreate: false, isValidForUpdate: false } as const;

function lookup(logicalName: string, schemaName: string, text: string, targets: readonly string[]): ColumnSpec {
  return { logicalName, schemaName, type: 'lookup', displayName: label(text), targets, ...readOnly };
}

function moment(logicalName: string, schemaName: string, text: string): ColumnSpec {
  const format = { format: 'DateAndTime', dateTimeBehavior: 'UserLocal' } as const;
  return { logicalName, schemaName, type: 'datetime', displayName: label(text), ...format, ...readOnly };
}

function number(logicalName: string, schemaName: string, text: string, type: 'integer' | 'bigint'): ColumnSpec {
  const range = type === 'integer' ? { minValue: -2147483648, maxValue: 2147483647 } : {};
  return { logicalName, schemaName, type, displayName: label(text), ...range };
}

/**
 * The columns that the platform gives to every table of an ownership: who and when, owner, version. The solution importer adds
 * those that the solution's XML leaves out (it may list them, too; adding again changes nothing).
 */
export function standardColumns(ownership: Ownership): ColumnSpec[] {
  const version = { ...number('versionnumber', 'VersionNumber', 'Version Number', 'bigint'), ...readOnly };
  if (ownership === 'None') return [version];
  const common: ColumnSpec[] = [
    lookup('createdby', 'CreatedBy', 'Created By', ['systemuser']),
    moment('createdon', 'CreatedOn', 'Created On'),
    lookup('createdonbehalfby', 'CreatedOnBehalfBy', 'Created By (Delegate)', ['systemuser']),
    lookup('modifiedby', 'ModifiedBy', 'Modified By', ['systemuser']),
    moment('modifiedon', 'ModifiedOn', 'Modified On'),
    lookup('modifiedonbehalfby', 'ModifiedOnBehalfBy', 'Modified By (Delegate)', ['systemuser']),
    { ...moment('overriddencreatedon', 'OverriddenCreatedOn', 'Record Created On'), isValidForCreate: true },
    { ...number('importsequencenumber', 'ImportSequenceNumber', 'Import Sequence Number', 'integer') },
    { ...number('timezoneruleversionnumber', 'TimeZoneRuleVersionNumber', 'Time Zone Rule Version Number', 'integer') },
    { ...number('utcconversiontimezonecode', 'UTCConversionTimeZoneCode', 'UTC Conversion Time Zone Code', 'integer') },
    version,
  ];
  if (ownership !== 'UserOwned') return common;
  return [
    ...common,
    {
      logicalName: 'ownerid',
      schemaName: 'OwnerId',
      type: 'owner',
      displayName: label('Owner'),
      requiredLevel: 'SystemRequired',
      targets: ['systemuser', 'team'],
    },
    lookup('owningbusinessunit', 'OwningBusinessUnit', 'Owning Business Unit', ['businessunit']),
    lookup('owningteam', 'OwningTeam', 'Owning Team', ['team']),
    lookup('owninguser', 'OwningUser', 'Owning User', ['systemuser']),
  ];
}

/** What a table with money columns has besides. */
export function currencyColumns(): ColumnSpec[] {
  return [
    {
      logicalName: 'transactioncurrencyid',
      schemaName: 'TransactionCurrencyId',
      type: 'lookup',
      displayName: label('Currency'),
      targets: ['transactioncurrency'],
    },
    {
      logicalName: 'exchangerate',
      schemaName: 'ExchangeRate',
      type: 'decimal',
      displayName: label('Exchange Rate'),
      minValue: 0.0000000001,
      maxValue: 100_000_000_000,
      precision: 10,
      ...readOnly,
    },
  ];
}

/**
 * The columns that only decorate another: the name behind a lookup, the label of a choice. They stand in EntityDefinitions with
 * `AttributeOf`, and are no property of the Web API.
 */
export function decoratingColumns(column: ColumnSpec): ColumnSpec[] {
  const of = { attributeOf: column.logicalName, displayName: {}, isValidForAdvancedFind: false, ...readOnly } as const;
  const { logicalName, schemaName = logicalName } = column;
  const name = { logicalName: `${logicalName}name`, schemaName: `${schemaName}Name`, ...of };
  switch (column.type) {
    case 'lookup':
    case 'customer':
    case 'owner': {
      const several = (column.targets?.length ?? 0) > 1;
      const type: ColumnSpec = {
        logicalName: `${logicalName}type`,
        schemaName: `${schemaName}Type`,
        type: 'entityname',
        ...of,
      };
      return [{ ...name, type: 'string', maxLength: 160 }, ...(several ? [type] : [])];
    }
    case 'picklist':
    case 'state':
    case 'status':
    case 'boolean':
    case 'multiselectpicklist':
      return [{ ...name, type: 'virtual' }];
    default:
      return [];
  }
}
