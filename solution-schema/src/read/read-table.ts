import { baseLabel } from './labels.js';
import { attribute, child, childrenOf, path, textOf, type XmlElement } from './xml.js';

/** The types of `attribute/Type` that a solution of ours may use. */
const columnTypes = [
  'primarykey',
  'nvarchar',
  'ntext',
  'int',
  'datetime',
  'bit',
  'picklist',
  'lookup',
  'owner',
  'state',
  'status',
  'file',
] as const;
type ColumnType = (typeof columnTypes)[number];

export interface Column {
  readonly logicalName: string;
  /** The schema name, in mixed case. */
  readonly physicalName: string;
  readonly type: ColumnType;
  readonly label: string;
  readonly description: string;
  readonly requiredLevel: string;
  readonly secured: boolean;
  readonly custom: boolean;
  readonly primaryName: boolean;
  /** Characters of a text column. */
  readonly maxLength: number | null;
  /** `none`, `language`, … of a whole number; '' for other types that have none. */
  readonly format: string;
  /** Name of the global choice, of the inline one otherwise. */
  readonly choice: string | null;
}

/** An alternate key: the columns whose values together name one row. */
interface AlternateKey {
  readonly schemaName: string;
  readonly logicalName: string;
  readonly columns: readonly string[];
}

export interface Table {
  readonly file: string;
  readonly xml: XmlElement;
  readonly schemaName: string;
  readonly logicalName: string;
  /** '' for a Microsoft table that only gets a view of ours. */
  readonly entitySetName: string;
  readonly label: string;
  readonly userOwned: boolean;
  readonly columns: readonly Column[];
  readonly keys: readonly AlternateKey[];
}

function isColumnType(type: string): type is ColumnType {
  return (columnTypes as readonly string[]).includes(type);
}

function readColumn(xml: XmlElement, file: string): Column {
  const physicalName = attribute(xml, 'PhysicalName');
  const type = textOf(xml, 'Type');
  if (!isColumnType(type)) {
    throw new Error(
      `${file}: column ${physicalName} has the type "${type}", which is not one of ${columnTypes.join(', ')}.`,
    );
  }
  const maxLength = textOf(xml, 'MaxLength');
  return {
    logicalName: textOf(xml, 'LogicalName'),
    physicalName,
    type,
    label: baseLabel(xml, 'displaynames'),
    description: baseLabel(xml, 'Descriptions'),
    requiredLevel: textOf(xml, 'RequiredLevel'),
    secured: textOf(xml, 'IsSecured') === '1',
    custom: textOf(xml, 'IsCustomField') === '1',
    primaryName: textOf(xml, 'DisplayMask').split('|').includes('PrimaryName'),
    maxLength: maxLength === '' ? null : Number(maxLength),
    format: textOf(xml, 'Format'),
    choice: textOf(xml, 'OptionSetName') || attribute(child(xml, 'optionset'), 'Name') || null,
  };
}

function readKey(xml: XmlElement): AlternateKey {
  return {
    schemaName: textOf(xml, 'Name'),
    logicalName: textOf(xml, 'LogicalName'),
    columns: childrenOf(child(xml, 'EntityKeyAttributes'), 'AttributeName').map((column) => column.text),
  };
}

/** @throws Error naming file and column where a column has a type we do not know. */
export function readTable(xml: XmlElement, file: string): Table {
  const entity = path(xml, 'EntityInfo', 'entity');
  const schemaName = textOf(xml, 'Name');
  return {
    file,
    xml,
    schemaName,
    logicalName: schemaName.toLowerCase(),
    entitySetName: textOf(entity, 'EntitySetName'),
    label: baseLabel(entity, 'LocalizedNames'),
    userOwned: textOf(entity, 'OwnershipTypeMask') === 'UserOwned',
    columns: childrenOf(child(entity, 'attributes'), 'attribute').map((column) => readColumn(column, file)),
    keys: childrenOf(child(entity, 'EntityKeys'), 'EntityKey').map(readKey),
  };
}

export function primaryKey(table: Table): Column {
  const column = table.columns.find(({ type }) => type === 'primarykey');
  if (column === undefined) throw new Error(`${table.file}: there is no column of type primarykey.`);
  return column;
}

export function primaryName(table: Table): Column {
  const column = table.columns.find((candidate) => candidate.primaryName);
  if (column === undefined) throw new Error(`${table.file}: no column has PrimaryName in its DisplayMask.`);
  return column;
}
