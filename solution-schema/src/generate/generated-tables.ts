import type { Solution } from '../read/read-solution.js';
import { primaryKey, primaryName, type Column, type Table } from '../read/read-table.js';
import { literal, propertyName, type Literal } from '../read/source-text.js';

type Entries = Readonly<Record<string, Literal>>;

/** Fails on two parts that would share a property, instead of losing one. */
function record(entries: readonly (readonly [string, Literal])[], what: string): Entries {
  const names = entries.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two of the ${what} would both be called ${twice}.`);
  return Object.fromEntries(entries);
}

function lookupFacts(solution: Solution, table: Table, column: Column): Entries {
  const relationship = solution.relationships.find(
    (one) =>
      one.kind === 'one-to-many' &&
      one.referencing === table.schemaName &&
      one.referencingColumn === column.physicalName,
  );
  if (relationship?.kind !== 'one-to-many') {
    throw new Error(`${table.file}: lookup ${column.logicalName} has no relationship below Other/Relationships.`);
  }
  return {
    target: relationship.referenced.toLowerCase(),
    valueProperty: `_${column.logicalName}_value`,
    navigationProperty: column.custom ? relationship.lookupProperty : column.logicalName,
  };
}

function columnFacts(solution: Solution, table: Table, column: Column): Literal {
  return {
    logicalName: column.logicalName,
    type: column.type,
    ...(column.maxLength === null ? {} : { maxLength: column.maxLength }),
    ...(column.type === 'picklist' && column.choice !== null ? { choice: column.choice } : {}),
    ...(column.type === 'lookup' ? lookupFacts(solution, table, column) : {}),
    ...(column.secured ? { secured: true } : {}),
  };
}

function tableFacts(solution: Solution, table: Table): Literal {
  const manyToMany = solution.relationships.flatMap((one) =>
    one.kind === 'many-to-many' && one.first === table.schemaName ? [one] : [],
  );
  const views = solution.views.filter((view) => view.table === table.schemaName && view.queryType === '0');
  const forms = solution.forms.filter((form) => form.table === table.schemaName);
  const bare = (id: string) => id.replace(/[{}]/g, '').toLowerCase();
  return {
    logicalName: table.logicalName,
    schemaName: table.schemaName,
    entitySetName: table.entitySetName,
    primaryKey: primaryKey(table).logicalName,
    primaryName: primaryName(table).logicalName,
    columns: record(
      table.columns.map((column) => [
        propertyName(column.physicalName, solution.prefix),
        columnFacts(solution, table, column),
      ]),
      `columns of ${table.logicalName}`,
    ),
    manyToMany: record(
      manyToMany.map((one) => [
        propertyName(one.second),
        {
          name: one.name,
          target: one.second.toLowerCase(),
          intersect: one.intersect,
          navigationProperty: one.navigationProperty,
        },
      ]),
      `N:N relationships of ${table.logicalName}`,
    ),
    views: record(
      views.map((view) => [propertyName(view.name), bare(view.id)]),
      `views of ${table.logicalName}`,
    ),
    forms: record(
      forms.map((form, index) => [index === 0 ? 'main' : `main${String(index + 1)}`, bare(form.id)]),
      `forms of ${table.logicalName}`,
    ),
  };
}

function choiceFacts(solution: Solution): Entries {
  return record(
    solution.choices.map((choice) => [
      propertyName(choice.label),
      {
        name: choice.name,
        values: record(
          choice.options.map(({ code, label, value }) => [code === '' ? propertyName(label) : code, value]),
          `options of ${choice.name}`,
        ),
      },
    ]),
    'choices',
  );
}

function ownTables(solution: Solution): Entries {
  return record(
    solution.tables
      .filter((table) => table.entitySetName !== '')
      .map((table) => [propertyName(table.schemaName, solution.prefix), tableFacts(solution, table)]),
    'tables',
  );
}

const note = '// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.';

/** A constant for each, so that a script which needs one of them does not carry the others. */
function constants(entries: Entries): string {
  const each = Object.entries(entries).map(([name, facts]) => `export const ${name} = ${literal(facts)} as const;\n`);
  return [note, '', ...each].join('\n');
}

/** Text of `contracts/src/generated/table-definitions.ts`. */
export function tableDefinitionsSource(solution: Solution): string {
  return constants(ownTables(solution));
}

/** Text of `contracts/src/generated/choice-definitions.ts`. */
export function choiceDefinitionsSource(solution: Solution): string {
  return constants(choiceFacts(solution));
}

/** Text of `contracts/src/generated/tables.ts`. */
export function tablesSource(): string {
  return [
    note,
    '',
    '/** Our tables. A lookup reads as `valueProperty` and is bound as `navigationProperty`@odata.bind; views are the public ones. */',
    "export * as Tables from './table-definitions.js';",
    '',
    '/** Our global choices with the number of each option, by its code where it stands for one, else by its label. */',
    "export * as Choices from './choice-definitions.js';",
    '',
  ].join('\n');
}
