import type { Solution } from '../read/read-solution.js';
import type { Table } from '../read/read-table.js';
import { manifestFile } from '../read/read-solution.js';
import { allNamed, attribute, type XmlElement } from '../read/xml.js';

/** A root component of the manifest, by number of its type. */
interface RootComponent {
  readonly type: string;
  /** `schemaName`, or `id` in lower case without braces. */
  readonly key: string;
  readonly behavior: string;
}

export const bareId = (id: string): string => id.replace(/[{}]/g, '').toLowerCase();

export function rootComponents(solution: Solution): readonly RootComponent[] {
  return allNamed(solution.documents.get(manifestFile), 'RootComponent').map((root) => ({
    type: attribute(root, 'type'),
    key: attribute(root, 'schemaName') || bareId(attribute(root, 'id')),
    behavior: attribute(root, 'behavior'),
  }));
}

/** Documents whose path matches, as path and root. */
export function documentsMatching(solution: Solution, pattern: RegExp): readonly (readonly [string, XmlElement])[] {
  return [...solution.documents].filter(([path]) => pattern.test(path));
}

/** Tables of ours, which are in the package with everything. */
export function ownTables(solution: Solution): readonly Table[] {
  return solution.tables.filter((table) => table.entitySetName !== '');
}

export function tableNamed(solution: Solution, logicalName: string): Table | undefined {
  return solution.tables.find((table) => table.logicalName === logicalName.toLowerCase());
}

/** Documented columns of Microsoft's tables that views of ours show. Source: the table reference of Dynamics 365. */
const microsoftColumns: Readonly<Record<string, readonly string[]>> = {
  list: [
    'listid',
    'listname',
    'createdfromcode',
    'type',
    'membercount',
    'membertype',
    'statecode',
    'statuscode',
    'purpose',
    'query',
    'lastusedon',
    'lockstatus',
    'createdon',
    'modifiedon',
    'ownerid',
  ],
};

/** Logical names of a table's columns, `null` for a table that is neither ours nor known. */
export function columnsOf(solution: Solution, logicalName: string): ReadonlySet<string> | null {
  const table = tableNamed(solution, logicalName);
  if (table !== undefined && table.columns.length > 0) {
    return new Set(table.columns.map((column) => column.logicalName));
  }
  const known = microsoftColumns[logicalName.toLowerCase()];
  return known === undefined ? null : new Set(known);
}

export function primaryKeyOf(solution: Solution, logicalName: string): string {
  const table = tableNamed(solution, logicalName);
  const own = table?.columns.find((column) => column.type === 'primarykey')?.logicalName;
  return own ?? `${logicalName.toLowerCase()}id`;
}

/** Names after `$webresource:` anywhere in the element, as attribute or as text. */
export function webResourceReferences(
  root: XmlElement,
): readonly { readonly element: string; readonly name: string }[] {
  const found: { element: string; name: string }[] = [];
  const visit = (element: XmlElement): void => {
    for (const value of [...element.attributes.values(), element.text]) {
      if (value.startsWith('$webresource:'))
        found.push({ element: element.name, name: value.slice('$webresource:'.length) });
    }
    element.children.forEach(visit);
  };
  visit(root);
  return found;
}
