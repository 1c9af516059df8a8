import type { Table } from '../../read/read-table.js';
import { ownTables } from '../parts.js';
import type { Problem, Rule } from '../rule.js';

/**
 * Types that an alternate key may be made of.
 * https://learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity
 */
const keyTypes = ['nvarchar', 'int', 'datetime', 'lookup', 'picklist'];
/** Columns of one key, and keys of one table. */
const most = { columns: 16, keys: 10 };

function* keyProblems(table: Table, prefix: string): Generator<Problem> {
  const { file } = table;
  if (table.keys.length > most.keys) {
    const problem = `It has ${String(table.keys.length)} alternate keys.`;
    yield { file, element: table.schemaName, problem, remedy: `Keep at most ${String(most.keys)}.` };
  }
  for (const { schemaName: element, logicalName, columns } of table.keys) {
    if (!element.startsWith(prefix) || element.toLowerCase() !== logicalName) {
      const problem = `Its names are ${element} and ${logicalName}.`;
      yield {
        file,
        element,
        problem,
        remedy: `Begin the name with ${prefix}; the logical name is the same in lower case.`,
      };
    }
    if (columns.length === 0 || columns.length > most.columns) {
      const problem = `It has ${String(columns.length)} columns.`;
      yield { file, element, problem, remedy: `Name 1 to ${String(most.columns)} in EntityKeyAttributes.` };
    }
    for (const name of columns) {
      const column = table.columns.find(({ logicalName: one }) => one === name);
      if (column === undefined) {
        yield {
          file,
          element,
          problem: `${table.logicalName} has no column ${name}.`,
          remedy: 'Correct AttributeName.',
        };
      } else if (!keyTypes.includes(column.type)) {
        const problem = `${name} has the type ${column.type}, which no key takes.`;
        yield { file, element, problem, remedy: `Use a column of type ${keyTypes.join(', ')}.` };
      } else if (column.secured) {
        const problem = `${name} is secured, which no key takes.`;
        yield { file, element, problem, remedy: 'Set IsSecured to 0 on the column.' };
      }
    }
  }
}

/** An alternate key stands on columns of its table that a key may have. */
export const keysNameColumns: Rule = {
  name: 'keys-name-columns',
  *check(solution) {
    for (const table of ownTables(solution)) yield* keyProblems(table, `${solution.prefix}_`);
  },
};
