import type { FieldSelection, SelectableTable } from '@pmds/contracts/fields/field-selection';
import { columnKindOf, propertyOf, type ColumnPlan } from '../../../domain/member/columns.js';
import { RunFailure } from '../../../domain/failures.js';
import type { SourceCall } from '../../../ports/recipient-source.js';
import {
  decidingColumnMissing,
  decidingColumnSecured,
  decidingColumnUnreadable,
} from '../../../domain/access/secured-column.js';
import type { UserRights } from './access/user-rights.js';
import { withDetails, type TypedColumn } from './columns/column-details.js';
import type { DataverseClient } from '../http/client.js';

interface Attribute {
  readonly LogicalName: string;
  readonly MetadataId: string;
  readonly AttributeTypeName: { readonly Value: string } | null;
  readonly AttributeOf: string | null;
  readonly IsValidForRead: boolean | null;
  readonly IsValidODataAttribute: boolean | null;
  readonly IsSecured: boolean | null;
}

const select = 'LogicalName,AttributeTypeName,AttributeOf,IsValidForRead,IsValidODataAttribute,IsSecured';

interface ColumnNeeds {
  readonly table: SelectableTable;
  readonly selected: FieldSelection[SelectableTable];
  /** Read as well, because they decide what becomes of a member. */
  readonly deciding: readonly string[];
}

/**
 * The selected columns of a table as the metadata describes them now. A secured column is fine as long as every application
 * user may read it; otherwise its values would come back empty without notice.
 * @throws RunFailure FIELD_MISSING, FIELD_NOT_READABLE, FIELD_SECURED, naming the column.
 */
export async function planTableColumns(
  client: DataverseClient,
  rights: Pick<UserRights, 'readers'>,
  { table, selected, deciding }: ColumnNeeds,
  call: SourceCall,
): Promise<readonly ColumnPlan[]> {
  const path = `EntityDefinitions(LogicalName='${table}')/Attributes?$select=${select}`;
  const json = await client.get(path, { purpose: 'metadata', ...call });
  const attributes = new Map(attributesOf(json).map((attribute) => [attribute.LogicalName, attribute]));
  const needed = [...selected, ...deciding].flatMap((name) => attributes.get(name) ?? []);
  const secured = needed.some(({ IsSecured }) => IsSecured === true);
  const mayRead = secured ? await rights.readers({ purpose: 'metadata', ...call }) : () => true;
  for (const name of deciding) checkDeciding(table, name, attributes.get(name), mayRead);
  const planned = selected.map((name) => plan(table, name, attributes.get(name), mayRead));
  return withDetails(client, table, planned, call);
}

type MayRead = (metadataId: string) => boolean;

function checkDeciding(table: string, name: string, attribute: Attribute | undefined, mayRead: MayRead): void {
  if (attribute === undefined) throw decidingColumnMissing(table, name);
  if (attribute.IsValidForRead === false) throw decidingColumnUnreadable(table, name);
  if (isHidden(attribute, mayRead)) throw decidingColumnSecured(table, name);
}

function isHidden({ IsSecured, MetadataId }: Attribute, mayRead: MayRead): boolean {
  return IsSecured === true && !mayRead(MetadataId);
}

function plan(table: SelectableTable, name: string, attribute: Attribute | undefined, mayRead: MayRead): TypedColumn {
  const field = `The selected field "${name}" of ${table}`;
  if (attribute === undefined) throw new RunFailure('FIELD_MISSING', `${field} does not exist in Dataverse any more.`);
  const typeName = attribute.AttributeTypeName?.Value ?? '';
  const kind = columnKindOf(typeName);
  const readable =
    attribute.IsValidForRead !== false && attribute.IsValidODataAttribute !== false && attribute.AttributeOf === null;
  if (kind === null || !readable) {
    throw new RunFailure('FIELD_NOT_READABLE', `${field} (${typeName}) cannot be read through the Web API.`);
  }
  if (isHidden(attribute, mayRead)) {
    const detail = `${field} is protected by column security, and the application user may not read it.`;
    throw new RunFailure('FIELD_SECURED', detail);
  }
  return { column: { logicalName: name, kind, property: propertyOf(name, kind) }, typeName };
}

function attributesOf(json: unknown): readonly Attribute[] {
  const value = (json as { readonly value?: unknown } | null)?.value;
  if (!Array.isArray(value))
    throw new RunFailure('PAGE_INVALID', 'Dataverse answered a metadata request without "value".');
  return (value as readonly Partial<Attribute>[]).map((attribute) => ({
    LogicalName: attribute.LogicalName ?? '',
    MetadataId: attribute.MetadataId ?? '',
    AttributeTypeName: attribute.AttributeTypeName ?? null,
    AttributeOf: attribute.AttributeOf ?? null,
    IsValidForRead: attribute.IsValidForRead ?? null,
    IsValidODataAttribute: attribute.IsValidODataAttribute ?? null,
    IsSecured: attribute.IsSecured ?? null,
  }));
}
