import { allNamed, attribute, child, textOf } from '../../read/xml.js';
import { ownTables } from '../parts.js';
import type { Rule } from '../rule.js';

const allowed = '4';
const forbidden = '0';

/** Columns that only the service writes: every profile says something about each, one reads and one writes. */
export const columnSecurity: Rule = {
  name: 'column-security',
  *check(solution) {
    const secured = new Set(
      ownTables(solution).flatMap((table) =>
        table.columns.filter((column) => column.secured).map((column) => `${table.logicalName}.${column.logicalName}`),
      ),
    );
    const readable = new Set<string>();
    const writable = new Set<string>();
    for (const { file, xml, name } of solution.columnSecurityProfiles) {
      const seen = new Set<string>();
      for (const permission of allNamed(xml, 'FieldPermission')) {
        const column = `${textOf(permission, 'EntityName')}.${textOf(permission, 'AttributeName')}`;
        seen.add(column);
        if (!secured.has(column))
          yield {
            file,
            element: `${name}: ${column}`,
            problem: 'The column is not secured; the import would fail.',
            remedy: 'Set IsSecured to 1 on the column or remove the permission.',
          };
        for (const right of ['CanRead', 'CanUpdate', 'CanCreate']) {
          if ([allowed, forbidden].includes(textOf(permission, right))) continue;
          yield {
            file,
            element: `${name}: ${column}`,
            problem: `${right} is "${textOf(permission, right)}".`,
            remedy: `Use ${allowed} (allowed) or ${forbidden}.`,
          };
        }
        if (textOf(permission, 'CanRead') === allowed) readable.add(column);
        if (textOf(permission, 'CanUpdate') === allowed && textOf(permission, 'CanCreate') === allowed)
          writable.add(column);
      }
      for (const column of secured) {
        if (!seen.has(column))
          yield {
            file,
            element: `${name}: ${column}`,
            problem: 'The profile says nothing about this secured column.',
            remedy: 'Add a FieldPermission.',
          };
      }
      if (attribute(xml, 'name') === '' || child(xml, 'FieldPermissions') === undefined)
        yield { file, element: name, problem: 'The profile is empty.', remedy: 'Give it a name and permissions.' };
    }
    for (const column of secured) {
      if (readable.has(column) && writable.has(column)) continue;
      yield {
        file: 'Other/FieldSecurityProfiles.xml',
        element: column,
        problem: 'No profile may read it, or none may write it.',
        remedy: 'One profile is for readers, one for the service.',
      };
    }
  },
};
