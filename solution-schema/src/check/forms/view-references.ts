import type { Solution } from '../../read/read-solution.js';
import type { View } from '../../read/read-parts.js';
import { allNamed, attribute, child, childrenOf, path, type XmlElement } from '../../read/xml.js';
import { columnsOf, ownTables, primaryKeyOf } from '../parts.js';
import type { Problem, Rule } from '../rule.js';

/** Views that a table of ours ships, and what they are for. */
const neededTypes: Readonly<Record<string, string>> = {
  '0': 'public',
  '1': 'advanced find',
  '2': 'associated',
  '4': 'quick find',
  '64': 'lookup',
};

function entityOf(view: View): XmlElement | undefined {
  return path(view.xml, 'fetchxml', 'fetch', 'entity');
}

/** Names a cell may have: columns that are fetched, and `alias.column` of linked tables. */
function fetched(entity: XmlElement | undefined): ReadonlySet<string> {
  const names = childrenOf(entity, 'attribute').map((one) => attribute(one, 'name'));
  const linked = allNamed(entity, 'link-entity').flatMap((link) =>
    childrenOf(link, 'attribute').map((one) => `${attribute(link, 'alias')}.${attribute(one, 'name')}`),
  );
  return new Set([...names, ...linked]);
}

/** The text of a lookup or a choice, by which people search (`primarycontactidname`), stands for its column; any other name for itself. */
function columnOfText(solution: Solution, table: string, name: string): string {
  const own = ownTables(solution).find(({ logicalName }) => logicalName === table);
  const choice = own?.columns.find(({ type, logicalName }) => type === 'picklist' && `${logicalName}name` === name);
  return choice?.logicalName ?? name.replace(/idname$/, 'id');
}

function* columnProblems(solution: Solution, view: View): Generator<Problem> {
  const { file } = view;
  const entity = entityOf(view);
  const table = attribute(entity, 'name');
  const columns = columnsOf(solution, table);
  if (table !== view.table.toLowerCase() || columns === null) {
    yield {
      file,
      element: view.name,
      problem: `It fetches ${table}, but belongs to ${view.table}.`,
      remedy: 'Correct the entity of the fetch or move the file.',
    };
    return;
  }
  const used = [
    ...childrenOf(entity, 'attribute').map((one) => attribute(one, 'name')),
    ...childrenOf(entity, 'order').map((one) => attribute(one, 'attribute')),
    ...childrenOf(entity, 'filter').flatMap((filter) =>
      allNamed(filter, 'condition').map((one) => columnOfText(solution, table, attribute(one, 'attribute'))),
    ),
  ];
  for (const name of new Set(used.filter((one) => !columns.has(one)))) {
    yield {
      file,
      element: view.name,
      problem: `${table} has no column ${name}.`,
      remedy: 'Correct the name or add the column.',
    };
  }
  const cells = allNamed(child(view.xml, 'layoutxml'), 'cell').map((cell) => attribute(cell, 'name'));
  const available = fetched(entity);
  for (const name of cells.filter((one) => !available.has(one))) {
    yield {
      file,
      element: view.name,
      problem: `The cell ${name} is not among the fetched columns.`,
      remedy: `Add <attribute name="${name}" />.`,
    };
  }
  const row = path(view.xml, 'layoutxml', 'grid', 'row');
  if (attribute(row, 'id') !== primaryKeyOf(solution, table)) {
    yield {
      file,
      element: view.name,
      problem: `row/@id is "${attribute(row, 'id')}".`,
      remedy: `Use the primary key ${primaryKeyOf(solution, table)}.`,
    };
  }
  const quick = allNamed(entity, 'filter').find((filter) => attribute(filter, 'isquickfindfields') === '1');
  if (view.queryType === '4' && (quick === undefined || quick.children.length === 0)) {
    yield {
      file,
      element: view.name,
      problem: 'A quick find view without columns to search in finds nothing.',
      remedy: 'Add a filter with isquickfindfields="1" and its conditions.',
    };
  }
}

export const viewReferences: Rule = {
  name: 'view-references',
  *check(solution) {
    for (const view of solution.views) yield* columnProblems(solution, view);
    for (const table of ownTables(solution)) {
      for (const [type, what] of Object.entries(neededTypes)) {
        const defaults = solution.views.filter(
          (view) => view.table === table.schemaName && view.queryType === type && view.isDefault,
        );
        if (defaults.length === 1) continue;
        yield {
          file: table.file,
          element: `${what} view`,
          problem: `${String(defaults.length)} default views of this kind are shipped.`,
          remedy: 'Ship one with isdefault 1.',
        };
      }
    }
    const own = new Set(ownTables(solution).map((table) => table.schemaName));
    for (const view of solution.views.filter(({ table, isDefault }) => isDefault && !own.has(table))) {
      yield {
        file: view.file,
        element: view.name,
        problem: 'It would replace the default view of a Microsoft table.',
        remedy: 'Set isdefault to 0.',
      };
    }
  },
};
