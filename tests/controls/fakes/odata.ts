import { Tables } from '@pmds/contracts/generated/tables';

export type Row = Readonly<Record<string, unknown>>;

/** A row that the platform keeps, and what it knows of a table: what may be selected, and where its relations lead. */
interface TableShape {
  readonly key: string;
  readonly properties: ReadonlySet<string>;
  /** Logical name of the table behind each navigation property. */
  readonly navigation: ReadonlyMap<string, string>;
  /** Navigation properties of a relationship of several to several. */
  readonly manyToMany: ReadonlySet<string>;
}

interface ColumnOfTable {
  readonly logicalName: string;
  readonly type: string;
  readonly valueProperty?: string;
  readonly navigationProperty?: string;
  readonly target?: string;
}

function shapeOfOurs(table: (typeof Tables)[keyof typeof Tables] & { readonly primaryKey: string }): TableShape {
  const columns: readonly ColumnOfTable[] = Object.values(table.columns);
  const relations = Object.values(table.manyToMany) as readonly { navigationProperty: string; target: string }[];
  const lookups = columns.flatMap(({ navigationProperty: name, target }) =>
    name === undefined || target === undefined ? [] : [[name, target] as const],
  );
  return {
    key: table.primaryKey,
    properties: new Set([
      table.primaryKey,
      ...columns.map(
        ({ logicalName, type, valueProperty }) =>
          valueProperty ?? (type === 'owner' ? `_${logicalName}_value` : logicalName),
      ),
    ]),
    navigation: new Map([
      ...lookups,
      ...relations.map(({ navigationProperty, target }) => [navigationProperty, target] as const),
    ]),
    manyToMany: new Set(relations.map(({ navigationProperty }) => navigationProperty)),
  };
}

const shapeOf = (
  key: string,
  properties: readonly string[],
  navigation: readonly (readonly [string, string])[] = [],
) => ({
  key,
  properties: new Set([key, ...properties]),
  navigation: new Map(navigation),
  manyToMany: new Set<string>(),
});

const shapes = new Map<string, TableShape>([
  ...[Tables.dataSync, Tables.errorTrace, Tables.syncRun, Tables.webForm].map(
    (table) => [table.logicalName, shapeOfOurs(table)] as const,
  ),
  ['list', shapeOf('listid', ['listname', 'createdfromcode', 'statecode', 'type', 'membercount', 'modifiedon'])],
  [
    'environmentvariabledefinition',
    shapeOf(
      'environmentvariabledefinitionid',
      ['schemaname', 'defaultvalue'],
      [['environmentvariabledefinition_environmentvariablevalue', 'environmentvariablevalue']],
    ),
  ],
  ['environmentvariablevalue', shapeOf('environmentvariablevalueid', ['schemaname', 'value'])],
]);

/** What `Xrm.WebApi` rejects with. */
export const refusal = (errorCode: number, message: string): Error => Object.assign(new Error(message), { errorCode });

const unknown = (what: string) => refusal(0x80060888 | 0, what);
const bareGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function shapeNamed(table: string): TableShape {
  const shape = shapes.get(table);
  if (shape === undefined) throw unknown(`The entity with a name = '${table}' was not found.`);
  return shape;
}

/** Refuses a table that is not there, and an id that is no bare GUID. */
export function refuseStrangers(table: string, id?: string): void {
  shapeNamed(table);
  if (id !== undefined && !bareGuid.test(id)) throw unknown(`'${id}' is no GUID: 32 digits with four dashes.`);
}

export const isMissing = (table: string, id: string): Error =>
  refusal(0x80040217 | 0, `${table} With Id = ${id} Does Not Exist`);

const optionsOf = (query: string): ReadonlyMap<string, string> =>
  new Map(
    query
      .replace(/^\?/, '')
      .split('&')
      .filter(Boolean)
      .map((option) => option.split(/=(.*)/s) as [string, string]),
  );

/** A row as an answer shows it: the selected columns, their annotations, its key, and what was expanded. Nothing else. */
export function answeredRow(table: string, row: Row, query: string): Row {
  const shape = shapeNamed(table);
  const options = optionsOf(query);
  const selected = options.get('$select')?.split(',') ?? [...shape.properties];
  for (const name of selected) {
    if (shape.properties.has(name)) continue;
    throw unknown(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table}'.`);
  }
  const wanted = new Set([shape.key, ...selected]);
  const shown = Object.entries(row).filter(
    ([name]) => name.startsWith('@odata.') || wanted.has(name.split('@')[0] ?? ''),
  );
  return Object.fromEntries([...shown, ...expanded(shape, table, row, options.get('$expand') ?? '')]);
}

function expanded(shape: TableShape, table: string, row: Row, text: string): readonly (readonly [string, unknown])[] {
  const parts = text === '' ? [] : text.split(/,(?![^(]*\))/);
  const names = parts.map((part) => part.split('(')[0] ?? '');
  if (names.length > 1 && names.some((name) => shape.manyToMany.has(name))) {
    throw unknown('Expanding several relationships is not supported where one is of several to several.');
  }
  return parts.map((part, at) => {
    const name = names[at] ?? '';
    const target = shape.navigation.get(name);
    if (target === undefined) throw unknown(`Could not find a property named '${name}' on type '${table}'.`);
    const inner = /\((.*)\)$/.exec(part)?.[1] ?? '';
    const value = row[name] ?? null;
    if (Array.isArray(value)) return [name, value.map((each: Row) => answeredRow(target, each, inner))];
    return [name, value === null ? null : answeredRow(target, value as Row, inner)];
  });
}

/** The rows of a table that a query asks for: its filter, its `$top`, its columns. */
export function answeredRows(table: string, rows: readonly Row[], query: string): readonly Row[] {
  const shape = shapeNamed(table);
  const options = optionsOf(query);
  const holds = filterOf(options.get('$filter') ?? '', (name) => {
    if (!shape.properties.has(name)) throw unknown(`Could not find a property named '${name}' on type '${table}'.`);
  });
  const found = rows.filter(holds).map((row) => answeredRow(table, row, query));
  return found.slice(0, Number(options.get('$top') ?? found.length));
}

const literal = (text: string): unknown =>
  /^(null|true|false|-?\d+(\.\d+)?)$/.test(text) ? JSON.parse(text) : text.replace(/^'(.*)'$/s, '$1').toLowerCase();

/** Conditions of columns, all of them or one of them. @throws {Error} for a filter that this does not read. */
export function filterOf(text: string, check: (column: string) => void = () => undefined): (row: Row) => boolean {
  if (text === '') return () => true;
  const both = text.includes(' and ');
  if (both && text.includes(' or ')) throw new Error(`This filter is more than the fake reads: ${text}`);
  const conditions = text.split(/ and | or /).map((part) => {
    const [, column = '', operator, value = ''] = /^(\w+) (eq|ne) (.+)$/s.exec(part) ?? [];
    if (operator === undefined) throw unknown(`Syntax error in the filter: ${part}`);
    check(column);
    return (row: Row) => {
      const held = row[column] ?? null;
      return ((typeof held === 'string' ? held.toLowerCase() : held) === literal(value)) === (operator === 'eq');
    };
  });
  return (row) => (both ? conditions.every((is) => is(row)) : conditions.some((is) => is(row)));
}
