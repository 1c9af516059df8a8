import type { Row, TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import { malformed, NotImplemented } from '../model/dataverse-error.js';
import {
  aggregate,
  aggregateLimitExceeded,
  aggregateRowLimit,
  type Group,
  type Measure,
  type MeasureKind,
} from '../query/aggregate.js';
import type { QueryContext } from '../query/caller.js';
import { candidatesOf } from '../query/candidates.js';
import { allOf, isHidden, type Filter } from '../query/filter.js';
import { plainFormatted } from '../query/formatted.js';
import { formattedAnnotation, writeValue } from '../query/row-writer.js';
import { jsonAnswer, type ReadAnswer } from './answer.js';
import { compileFilter } from './compile-filter.js';
import { splitOutside } from './expand-options.js';
import { parseFilter } from './parse-filter.js';
import { propertyNamed } from './properties.js';
import type { QueryOptions } from './query-options.js';

interface Plan {
  readonly keys: readonly string[];
  readonly measures: readonly { readonly alias: string; readonly kind: MeasureKind; readonly of: string | null }[];
}

/**
 * Answers `$apply`: `filter(…)` before `groupby((a,b),aggregate(…))` or `aggregate(…)`, over at most 50,000 rows.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data
 */
export function applyAnswer(
  context: QueryContext,
  rows: TableRows,
  base: Filter,
  text: string,
  options: QueryOptions,
): ReadAnswer {
  const other = ['$select', '$expand', '$top', '$count', '$orderby'].find((name) => options.values.has(name));
  if (other !== undefined) throw new NotImplemented(`'${other}' together with $apply`);
  const filters = [base];
  let plan: Plan | null = null;
  for (const step of splitOutside(text, '/')) {
    const [, name = '', inside = ''] = /^\s*(\w+)\(([\s\S]*)\)\s*$/.exec(step) ?? [];
    if (plan !== null) throw new NotImplemented('a transformation after groupby or aggregate in $apply');
    if (name === 'filter') {
      filters.push(compileFilter(context, { rows, variable: null }, parseFilter(inside, options.aliases)));
    } else if (name === 'groupby') plan = groupPlan(inside);
    else if (name === 'aggregate') plan = { keys: [], measures: measuresOf(inside) };
    else if (name === '') throw malformed(`'${step.slice(0, 100)}' is no transformation of $apply.`);
    else throw new NotImplemented(`the transformation '${name}' in $apply`);
  }
  if (plan === null) throw malformed('$apply needs a groupby or an aggregate.');
  const items = rowsOf(rows, allOf(filters));
  const groups = groupsOf(context, rows, items, plan);
  const json = groups.map((group) => groupJson(context, rows, group, plan)).join(',');
  const names = [...plan.keys, ...plan.measures.map(({ alias }) => alias)].join(',');
  const url = `${context.serviceRoot}$metadata#${rows.table.entitySetName}(${names})`;
  return jsonAnswer(`{"@odata.context":${JSON.stringify(url)},"value":[${json}]}`);
}

function rowsOf(rows: TableRows, filter: Filter): Row[] {
  const found: Row[] = [];
  for (const row of candidatesOf(rows, filter.hints)?.rows() ?? rows.all()) {
    if (!filter.test(row)) continue;
    found.push(row);
    if (found.length > aggregateRowLimit) throw aggregateLimitExceeded();
  }
  return found;
}

function groupPlan(inside: string): Plan {
  const [keys = '', measures, ...more] = splitOutside(inside, ',').map((part) => part.trim());
  if (more.length > 0 || !keys.startsWith('(')) throw malformed(`'groupby(${inside.slice(0, 100)})' is malformed.`);
  const names = keys
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim());
  if (names.some((name) => name.includes('/')))
    throw new NotImplemented('grouping by a column of a related table in $apply');
  if (measures === undefined) return { keys: names, measures: [] };
  const [, within] = /^aggregate\(([\s\S]*)\)$/.exec(measures) ?? [];
  if (within === undefined) throw malformed(`'${measures.slice(0, 100)}' is no aggregate.`);
  return { keys: names, measures: measuresOf(within) };
}

const kinds: Readonly<Record<string, MeasureKind>> = {
  sum: 'sum',
  average: 'avg',
  min: 'min',
  max: 'max',
  countdistinct: 'countdistinct',
};

function measuresOf(text: string): Plan['measures'] {
  return splitOutside(text, ',').map((part) => {
    const count = /^\s*\$count\s+as\s+(\w+)\s*$/.exec(part);
    if (count !== null) return { alias: count[1] ?? '', kind: 'count', of: null };
    const [, of = '', method = '', alias = ''] = /^\s*([\w/]+)\s+with\s+(\w+)\s+as\s+(\w+)\s*$/.exec(part) ?? [];
    const kind = kinds[method];
    if (alias === '') throw malformed(`'${part.slice(0, 100)}' is no aggregate expression.`);
    if (kind === undefined) throw malformed(`The aggregation method '${method}' is not known.`);
    return { alias, kind, of };
  });
}

function groupsOf(context: QueryContext, rows: TableRows, items: readonly Row[], plan: Plan): Group[] {
  const reader = (name: string): ((row: Row) => Value) => {
    const column = propertyNamed(rows.table, name);
    if (isHidden(context, rows, column)) return () => null;
    return (row) => rows.value(row, column.logicalName);
  };
  const measures = plan.measures.map(({ kind, of }): Measure<Row> => ({
    kind,
    of: of === null ? () => null : reader(of),
  }));
  return aggregate(items, plan.keys.map(reader), measures);
}

function groupJson(context: QueryContext, rows: TableRows, group: Group, plan: Plan): string {
  const parts: string[] = [];
  plan.keys.forEach((name, at) => {
    const value = group.keys[at] ?? null;
    const formatted = value === null ? null : plainFormatted(propertyNamed(rows.table, name), value, context.caller);
    if (formatted !== null && context.annotations(formattedAnnotation)) {
      parts.push(`${JSON.stringify(`${name}@${formattedAnnotation}`)}:${JSON.stringify(formatted)}`);
    }
    parts.push(`${JSON.stringify(name)}:${writeValue(value)}`);
  });
  plan.measures.forEach(({ alias, kind, of }, at) => {
    const value = group.values[at] ?? null;
    const annotate = (name: string, text: string | null): void => {
      if (text === null || !context.annotations(name)) return;
      parts.push(`${JSON.stringify(`${alias}@${name}`)}:${JSON.stringify(text)}`);
    };
    annotate(attributeNameAnnotation, of);
    annotate(formattedAnnotation, formattedMeasure(context, rows, kind, of, value));
    parts.push(`${JSON.stringify(alias)}:${writeValue(value)}`);
  });
  return `{${parts.join(',')}}`;
}

/** Which column a measure is about. */
const attributeNameAnnotation = 'OData.Community.Display.V1.AttributeName';

/** Counts as plain numbers; amounts in the organisation's currency, because the rows of a group may have several. */
function formattedMeasure(
  context: QueryContext,
  rows: TableRows,
  kind: MeasureKind,
  of: string | null,
  value: Value,
): string | null {
  if (typeof value !== 'number') return null;
  if (of === null || kind === 'count' || kind === 'countdistinct') return value.toLocaleString('en-US');
  const column = propertyNamed(rows.table, of);
  const plain = plainFormatted(column, value, context.caller);
  return plain !== null && column.type === 'money' ? `${baseCurrencySymbol(context)}${plain}` : plain;
}

function baseCurrencySymbol({ store }: QueryContext): string {
  const organisations = store.rows('organization');
  for (const row of organisations.all()) {
    const currency = organisations.value(row, 'basecurrencyid');
    const symbol = typeof currency === 'string' ? store.get('transactioncurrency', currency)?.['currencysymbol'] : null;
    if (typeof symbol === 'string') return symbol;
  }
  return '';
}
