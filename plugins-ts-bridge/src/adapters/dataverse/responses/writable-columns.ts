import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { columnKindOf, propertyOf } from '../../../domain/member/columns.js';
import type { WritableColumn } from '../../../domain/submission/writable-column.js';
import { batchRead } from '../http/batch.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { asObject, rowsOf, textOf, type Json } from '../reporting/json.js';

type Terms = Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>;

/** Casts of attribute metadata, with what of them a value has to keep to. */
const casts: Readonly<Record<string, { readonly metadata: string; readonly query: string }>> = {
  StringType: { metadata: 'StringAttributeMetadata', query: '$select=LogicalName,MaxLength,FormatName' },
  MemoType: { metadata: 'MemoAttributeMetadata', query: '$select=LogicalName,MaxLength' },
  IntegerType: { metadata: 'IntegerAttributeMetadata', query: '$select=LogicalName,MinValue,MaxValue' },
  DecimalType: { metadata: 'DecimalAttributeMetadata', query: '$select=LogicalName,MinValue,MaxValue,Precision' },
  DoubleType: { metadata: 'DoubleAttributeMetadata', query: '$select=LogicalName,MinValue,MaxValue,Precision' },
  MoneyType: { metadata: 'MoneyAttributeMetadata', query: '$select=LogicalName,MinValue,MaxValue,Precision' },
  DateTimeType: { metadata: 'DateTimeAttributeMetadata', query: '$select=LogicalName,Format,DateTimeBehavior' },
  BooleanType: { metadata: 'BooleanAttributeMetadata', query: '$select=LogicalName&$expand=OptionSet' },
  PicklistType: { metadata: 'PicklistAttributeMetadata', query: '$select=LogicalName&$expand=OptionSet' },
  MultiSelectPicklistType: {
    metadata: 'MultiSelectPicklistAttributeMetadata',
    query: '$select=LogicalName&$expand=OptionSet',
  },
};

/**
 * Columns as the metadata describes them now: what they take, and whether they take anything. Two calls.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export async function readWritableColumns(
  client: DataverseClient,
  table: SelectableTable,
  names: readonly string[],
  terms: Terms,
): Promise<ReadonlyMap<string, WritableColumn>> {
  const select = 'LogicalName,AttributeTypeName,AttributeOf,IsValidForUpdate,IsValidForRead,DisplayName';
  const path = `EntityDefinitions(LogicalName='${table}')/Attributes`;
  const wanted = new Set(names);
  const attributes = rowsOf(await client.get(`${path}?$select=${select}`, terms)).filter((row) =>
    wanted.has(textOf(row['LogicalName']) ?? ''),
  );
  const types = [...new Set(attributes.map(typeOf))].flatMap((type) => casts[type] ?? []);
  const details = new Map<string, Json>();
  if (types.length > 0) {
    const paths = types.map(({ metadata, query }) => `${path}/Microsoft.Dynamics.CRM.${metadata}?${query}`);
    const answers = await batchRead(client, paths, terms, (parts) =>
      parts.map(({ body, refusal }): unknown => {
        if (refusal !== null) throw refusal;
        return JSON.parse(body);
      }),
    );
    for (const row of answers.flatMap(rowsOf)) details.set(textOf(row['LogicalName']) ?? '', row);
  }
  return new Map(
    attributes.flatMap((attribute) => {
      const column = columnOf(attribute, details.get(textOf(attribute['LogicalName']) ?? '') ?? {});
      return column === null ? [] : [[column.logicalName, column] as const];
    }),
  );
}

const typeOf = (row: Json): string => textOf(asObject(row['AttributeTypeName'])['Value']) ?? '';

function columnOf(attribute: Json, details: Json): WritableColumn | null {
  const logicalName = textOf(attribute['LogicalName']) ?? '';
  const type = typeOf(attribute);
  const kind = columnKindOf(type);
  if (kind === null || attribute['AttributeOf'] !== null || attribute['IsValidForRead'] === false) return null;
  const isState = type === 'StateType' || type === 'StatusType';
  const options = asObject(details['OptionSet']);
  return {
    logicalName,
    kind,
    property: propertyOf(logicalName, kind),
    label: labelsOf(attribute['DisplayName'])[0] ?? logicalName,
    writable: attribute['IsValidForUpdate'] === true && !isState,
    ...number('maxLength', details['MaxLength']),
    ...number('least', details['MinValue']),
    ...number('most', details['MaxValue']),
    ...number('precision', details['Precision']),
    ...(asObject(details['FormatName'])['Value'] === 'Email' ? { isAddress: true } : {}),
    ...(kind === 'choice' || kind === 'choices' ? { options: optionsOf(options) } : {}),
    ...(kind === 'boolean'
      ? { yesNo: { yes: optionLabels(options['TrueOption']), no: optionLabels(options['FalseOption']) } }
      : {}),
    ...(kind === 'datetime' ? { date: dateOf(details) } : {}),
  };
}

function number(name: 'maxLength' | 'least' | 'most' | 'precision', value: unknown): Partial<WritableColumn> {
  return typeof value === 'number' ? { [name]: value } : {};
}

function dateOf(details: Json): NonNullable<WritableColumn['date']> {
  const behaviour = asObject(details['DateTimeBehavior'])['Value'];
  return {
    behaviour:
      behaviour === 'DateOnly'
        ? 'date-only'
        : behaviour === 'TimeZoneIndependent'
          ? 'time-zone-independent'
          : 'user-local',
    format: details['Format'] === 'DateOnly' ? 'day' : 'day-and-time',
  };
}

function optionsOf(set: Json): NonNullable<WritableColumn['options']> {
  const listed = Array.isArray(set['Options']) ? set['Options'] : [];
  return (listed as readonly unknown[]).map(asObject).flatMap((option) => {
    const value = option['Value'];
    return typeof value === 'number' ? [{ value, labels: labelsOf(option['Label']) }] : [];
  });
}

const optionLabels = (option: unknown): readonly string[] => labelsOf(asObject(option)['Label']);

/** The one of whoever asks first, then those of the other languages. */
function labelsOf(label: unknown): readonly string[] {
  const { UserLocalizedLabel: own, LocalizedLabels: all } = asObject(label);
  const texts = [own, ...(Array.isArray(all) ? (all as readonly unknown[]) : [])].flatMap((one) => {
    const text = textOf(asObject(one)['Label'])?.trim() ?? '';
    return text === '' ? [] : [text];
  });
  return [...new Set(texts)];
}
