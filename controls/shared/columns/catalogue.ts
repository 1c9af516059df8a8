import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { isPublicColumn, type PublicColumns } from '@pmds/contracts/fields/public-columns';
import { patiently } from '../patiently';
import { callWebApi, isObject } from '../web-api';
import { readPublicColumns } from './public-columns';

/** Why a column cannot be chosen. `missing`: chosen once, but the table has no such column any more. */
type Obstacle = 'unreadable' | 'secured' | 'virtual' | 'file' | 'unsupported' | 'missing';

export interface Column {
  readonly logicalName: string;
  /** In the user's language; the logical name where the column has no label. */
  readonly displayName: string;
  /** `AttributeTypeName` without its ending, for example `String` or `MultiSelectPicklist`; empty for a missing column. */
  readonly type: string;
  readonly obstacle: Obstacle | null;
  /** It can be chosen, and no form that a link opens shows it. */
  readonly withheld: boolean;
}

// `AttributeOf` marks the companions of another column (its label, its formatted parts): never chosen by people.
const query = '$select=LogicalName,DisplayName,AttributeTypeName,IsValidForRead,IsSecured&$filter=AttributeOf eq null';

/** People expect 2 before 10. */
const byName = new Intl.Collator(undefined, { numeric: true });

const copyable: ReadonlySet<string> = new Set([
  'BigInt',
  'Boolean',
  'Customer',
  'DateTime',
  'Decimal',
  'Double',
  'Integer',
  'Lookup',
  'Memo',
  'Money',
  'MultiSelectPicklist',
  'Owner',
  'Picklist',
  'State',
  'Status',
  'String',
  'Uniqueidentifier',
]);

/**
 * The columns of a table as they are now, sorted by display name, deprecated ones last. Read from the definitions at every load, so that a
 * column made a minute ago is offered.
 * @throws {WebApiError} when Dataverse refuses or does not answer.
 */
export async function readCatalogue(table: SelectableTable, signal: AbortSignal): Promise<readonly Column[]> {
  const columns: Column[] = [];
  const allowed = await readPublicColumns(signal);
  let next: string | null = `EntityDefinitions(LogicalName='${table}')/Attributes?${query}`;
  while (next !== null) {
    const path = next;
    const page: unknown = await patiently(() => callWebApi(path, { signal }), signal);
    const body: Readonly<Record<string, unknown>> = isObject(page) ? page : {};
    const rows: unknown = body['value'];
    if (!Array.isArray(rows)) throw new TypeError('The column definitions came in an unknown form.');
    for (const row of rows as readonly unknown[]) {
      const column = columnOf(row, allowed);
      if (column !== null) columns.push(column);
    }
    const link = body['@odata.nextLink'];
    next = typeof link === 'string' ? link : null;
  }
  return columns.sort(
    (a, b) =>
      Number(isMarked(a)) - Number(isMarked(b)) ||
      byName.compare(a.displayName, b.displayName) ||
      byName.compare(a.logicalName, b.logicalName),
  );
}

/** The platform marks deprecated columns with a bracket before their label, in every language; nobody looks for them first. */
function isMarked({ displayName }: Column): boolean {
  return displayName.trimStart().startsWith('(');
}

function columnOf(row: unknown, allowed: PublicColumns): Column | null {
  if (!isObject(row) || typeof row['LogicalName'] !== 'string') return null;
  const typeName = isObject(row['AttributeTypeName']) ? row['AttributeTypeName']['Value'] : null;
  const type = typeof typeName === 'string' ? typeName.replace(/Type$/, '') : '';
  return {
    logicalName: row['LogicalName'],
    displayName: labelOf(row['DisplayName']) ?? row['LogicalName'],
    type,
    obstacle: obstacleOf(row, type),
    withheld: !isPublicColumn(row['LogicalName'], allowed),
  };
}

function obstacleOf(row: Readonly<Record<string, unknown>>, type: string): Obstacle | null {
  if (row['IsValidForRead'] === false) return 'unreadable';
  if (row['IsSecured'] === true) return 'secured';
  if (type === 'Virtual') return 'virtual';
  if (type === 'Image' || type === 'File') return 'file';
  return copyable.has(type) ? null : 'unsupported';
}

function labelOf(label: unknown): string | null {
  const local = isObject(label) ? label['UserLocalizedLabel'] : null;
  const text = isObject(local) ? local['Label'] : null;
  return typeof text === 'string' && text !== '' ? text : null;
}

export function missingColumn(logicalName: string): Column {
  return { logicalName, displayName: logicalName, type: '', obstacle: 'missing', withheld: false };
}
