import { makeColumn, type Column, type ColumnSpec } from './column.js';
import { guidOfName } from './guid.js';
import { label, type Label } from './label.js';

export type Ownership = 'UserOwned' | 'OrganizationOwned' | 'BusinessOwned' | 'None';

/** An alternate key: its columns together name one row. */
export interface AlternateKey {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly columns: readonly string[];
}

/** One table as EntityDefinitions shows it. Columns stand in the order in which they were added. */
export interface Table {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly entitySetName: string;
  readonly collectionSchemaName: string;
  readonly displayName: Label;
  readonly displayCollectionName: Label;
  readonly description: Label;
  readonly primaryId: string;
  /** Null for tables without a name column (listmember, intersect tables). */
  readonly primaryName: string | null;
  readonly objectTypeCode: number;
  readonly ownership: Ownership;
  readonly isIntersect: boolean;
  readonly isActivity: boolean;
  readonly isCustom: boolean;
  readonly isManaged: boolean;
  readonly changeTracking: boolean;
  readonly metadataId: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly keys: readonly AlternateKey[];
}

export type TableSpec = Pick<Table, 'logicalName' | 'entitySetName' | 'primaryId'> &
  Partial<Omit<Table, 'columns'>> & { readonly columns: readonly ColumnSpec[] };

/** The set's name in the writing of the schema name: `Opportunity` and `opportunities` make `Opportunities`. */
export function collectionNameOf(schemaName: string, entitySetName: string): string {
  let same = 0;
  while (same < schemaName.length && schemaName[same]?.toLowerCase() === entitySetName[same]) same += 1;
  return schemaName.slice(0, same) + entitySetName.slice(same);
}

/** @param objectTypeCode given by the organisation to a custom table that names none; 10000 and up. */
export function makeTable(spec: TableSpec, objectTypeCode: number): Table {
  const schemaName = spec.schemaName ?? spec.logicalName;
  return {
    schemaName,
    collectionSchemaName: collectionNameOf(schemaName, spec.entitySetName),
    displayName: label(spec.logicalName),
    displayCollectionName: label(spec.entitySetName),
    description: {},
    primaryName: null,
    objectTypeCode,
    ownership: 'OrganizationOwned',
    isIntersect: false,
    isActivity: false,
    isCustom: false,
    isManaged: !(spec.isCustom ?? false),
    changeTracking: false,
    metadataId: guidOfName(`entity:${spec.logicalName}`),
    keys: [],
    ...spec,
    columns: new Map(spec.columns.map((column) => [column.logicalName, makeColumn(spec.logicalName, column)])),
  };
}
