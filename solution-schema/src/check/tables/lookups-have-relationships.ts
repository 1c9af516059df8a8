import { attribute, childrenOf } from '../../read/xml.js';
import { ownTables } from '../parts.js';
import type { Rule } from '../rule.js';

const index = 'Other/Relationships.xml';

/** A lookup without relationship stops the import: "attributes are missing their associated relationship definition". */
export const lookupsHaveRelationships: Rule = {
  name: 'lookups-have-relationships',
  *check(solution) {
    const tables = ownTables(solution);
    const indexed = new Set(
      childrenOf(solution.documents.get(index), 'EntityRelationship').map((one) => attribute(one, 'Name')),
    );
    for (const table of tables) {
      for (const column of table.columns.filter(({ type }) => type === 'lookup' || type === 'owner')) {
        const found = solution.relationships.filter(
          (one) =>
            one.kind === 'one-to-many' &&
            one.referencing === table.schemaName &&
            one.referencingColumn === column.physicalName,
        );
        if (found.length === 1) continue;
        yield {
          file: table.file,
          element: `column ${column.physicalName}`,
          problem: `It has ${String(found.length)} relationships.`,
          remedy: 'Describe exactly one below Other/Relationships/, with upper and lower case as in the column.',
        };
      }
    }
    const names = new Set<string>();
    for (const one of solution.relationships) {
      const { file, name } = one;
      if (names.has(name))
        yield { file, element: name, problem: 'Two relationships have this name.', remedy: 'Rename one.' };
      names.add(name);
      if (!indexed.has(name)) {
        yield {
          file: index,
          element: name,
          problem: `${file} describes it, but the index does not name it, so the packer drops it.`,
          remedy: `Add it to ${index}.`,
        };
      }
      const ends = one.kind === 'many-to-many' ? [one.first, one.second] : [one.referencing, one.referenced];
      const own = tables.find((table) => ends.includes(table.schemaName));
      if (own === undefined) {
        yield {
          file,
          element: name,
          problem: `Neither ${ends.join(' nor ')} is a table of the solution.`,
          remedy: 'Write the schema name as in Entity.xml, or remove the relationship.',
        };
      }
      if (one.kind === 'many-to-many') continue;
      const column = tables
        .find((table) => table.schemaName === one.referencing)
        ?.columns.find(({ physicalName }) => physicalName === one.referencingColumn);
      if (column === undefined) {
        yield {
          file,
          element: name,
          problem: `There is no column ${one.referencingColumn} on ${one.referencing}.`,
          remedy: 'Add the lookup column or remove the relationship.',
        };
      }
    }
    for (const name of indexed) {
      if (!names.has(name))
        yield {
          file: index,
          element: name,
          problem: 'Nothing below Other/Relationships/ describes it.',
          remedy: 'Describe it or remove it from the index.',
        };
    }
  },
};
