import type { FieldSelection, SelectableTable } from '@pmds/contracts/field-selection';
import { columnKindOf, propertyOf, type ColumnPlan } from '../../domain/columns.js';
import { RunFailure } from '../../domain/failures.js';
import type { SourceCall } from '../../ports/recipient-source.js';
import { withDetails, type TypedColumn } from './columns/column-details.js';
import type { DataverseClient } from './http/client.js';

interface Attribute {
  readonly LogicalName: string;
  readonly AttributeTypeName: { readonly Value: string } | null;
  readonly AttributeOf: string | null;
  readonly IsValidForRead: boolean | null;
  readonly IsValidODataAttribute: boolean | null;
  readonly IsSecured: boolean | null;
}

const select = 'LogicalName,AttributeTypeName,AttributeOf,IsValidForRead,IsValidODataAttribute,IsSecured';

/**
 * The selected columns of a table as the metadata describes them now.
 * @throws RunFailure FIELD_MISSING, FIELD_NOT_READABLE, FIELD_SECURED, naming the column.
 */
export async function planTableColumns(
  client: DataverseClient,
  table: SelectableTable,
  names: FieldSelection[SelectableTable],
  call: SourceCall,
): Promise<readonly ColumnPlan[]> {
  const path = `EntityDefinitions(LogicalName='${table}')/Attributes?$select=${select}`;
  const json = await client.get(path, { purpose: 'metadata', ...call });
  const attributes = new Map(attributesOf(json).map((attribute) => [attribute.LogicalName, attribute]));
  const planned = names.map((name) => plan(table, name, attributes.get(name)));
  return withDetails(client, table, planned, call);
}

function plan(table: SelectableTable, name: string, attribute: Attribute | undefined): TypedColumn {
  const field = `The selected field "${name}" of ${table}`;
  if (attribute === undefined) throw new RunFailure('FIELD_MISSING', `${field} does not exist in Dataverse any more.`);
  const typeName = attribute.AttributeTypeName?.Value ?? '';
  const kind = columnKindOf(typeName);
  const readable =
    attribute.IsValidForRead !== false && attribute.IsValidODataAttribute !== false && attribute.AttributeOf === null;
  if (kind === null || !readable) {
    throw new RunFailure('FIELD_NOT_READABLE', `${field} (${typeName}) cannot be read through the Web API.`);
  }
  if (attribute.IsSecured === true) {
    throw new RunFailure('FIELD_SECURED', `${field} is protected by column security.`);
  }
  return { column: { logicalName: name, kind, property: propertyOf(name, kind) }, typeName };
}

function attributesOf(json: unknown): readonly Attribute[] {
  const value = (json as { readonly value?: unknown } | null)?.value;
  if (!Array.isArray(value))
    throw new RunFailure('PAGE_INVALID', 'Dataverse answered a metadata request without "value".');
  return (value as readonly Partial<Attribute>[]).map((attribute) => ({
    LogicalName: attribute.LogicalName ?? '',
    AttributeTypeName: attribute.AttributeTypeName ?? null,
    AttributeOf: attribute.AttributeOf ?? null,
    IsValidForRead: attribute.IsValidForRead ?? null,
    IsValidODataAttribute: attribute.IsValidODataAttribute ?? null,
    IsSecured: attribute.IsSecured ?? null,
  }));
}
