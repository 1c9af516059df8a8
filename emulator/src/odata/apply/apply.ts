import { comparePlain } from '../../data/ordered-index.js';
import type { Row, TableRows } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import type { Column } from '../../model/column.js';
import { malformed, NotImplemented } from '../../model/dataverse-error.js';
import { aggregate, aggregateLimitExceeded, aggregateRowLimit, type Group } from '../../query/aggregate.js';
import type { QueryContext } from '../../query/caller.js';
import { candidatesOf } from '../../query/candidates.js';
import { allOf, isHidden, type Filter } from '../../query/filter.js';
import { isText } from '../../query/values/literal.js';
import { fold } from '../../query/order.js';
import { jsonAnswer, type ReadAnswer } from '../answer.js';
import { aliasWriter, keyWriter, type GroupKey } from './apply-group.js';
import { parseApply } from './apply-plan.js';
import { compileFilter } from '../filter/compile-filter.js';
import { followPath } from '../filter/navigation-path.js';
import { parseFilter } from '../filter/parse-filter.js';
import type { QueryOptions } from '../query-options.js';
import { topOf } from '../top.js';

/**
 * Answers `$apply` over at most 50,000 rows. Groups come in the order of their keys, a key that is null is left out, and one of a
 * related row stands behind the aggregates as `<table>_<column>`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data
 */
export function applyAnswer(
  context: QueryContext,
  rows: TableRows,
  base: Filter,
  text: string,
  options: QueryOptions,
): ReadAnswer {
  const other = ['$select', '$expand', '$count', '$skiptoken'].find((name) => options.values.has(name));
  if (other !== undefined) throw new NotImplemented(`'${other}' together with $apply`);
  const plan = parseApply(text);
  const filters = plan.filters.map((filter) =>
    compileFilter(context, { rows, variable: null }, parseFilter(filter, options.aliases)),
  );
  const keys = plan.keys.map((name) => groupKey(context, rows, name));
  const date = keys.find(({ column }) => column.type === 'datetime');
  if (date !== undefined) throw malformed(`groupby with datetime values is not supported: '${date.name}'.`);
  const items = rowsOf(rows, allOf([base, ...filters]));
  const measures = plan.measures.map(({ kind, of }) => ({
    kind,
    of: of === null ? (): Value => null : groupKey(context, rows, of).read,
  }));
  const groups = aggregate(
    items,
    keys.map(({ read }) => read),
    measures,
  );
  const ordered = inOrder(groups, keys, options.values.get('$orderby'));
  const top = topOf(options.values.get('$top'));
  const own = keys.map((key, at) => (key.isDirect ? keyWriter(context, key, at) : () => ''));
  const related = keys.map((key, at) => (key.isDirect ? () => '' : keyWriter(context, key, at)));
  const totals = plan.measures.map((measure, at) => aliasWriter(context, rows, measure, at));
  const json = ordered.slice(0, top).map(
    (group) =>
      `{${[...own, ...totals, ...related]
        .map((write) => write(group))
        .join('')
        .slice(1)}}`,
  );
  return jsonAnswer(`{${headOf(context, rows)},"value":[${json.join(',')}]}`);
}

/** The context names the set alone, whatever the groups are made of. */
function headOf(context: QueryContext, rows: TableRows): string {
  const url = `${context.serviceRoot}$metadata#${rows.table.entitySetName}`;
  const parts = [`"@odata.context":${JSON.stringify(url)}`];
  const add = (name: string, value: string): void => {
    if (context.annotations(name)) parts.push(`"@${name}":${value}`);
  };
  add('Microsoft.Dynamics.CRM.totalrecordcount', '-1');
  add('Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded', 'false');
  return parts.join(',');
}

function groupKey(context: QueryContext, rows: TableRows, name: string): GroupKey {
  const target = followPath(context, { rows, variable: null }, name.split('/'));
  const { column, isDirect } = target;
  const alias = isDirect ? name : `${target.rows.table.logicalName}_${column.logicalName}`;
  return { name, alias, column, isDirect, read: isHidden(context, target.rows, column) ? () => null : target.read };
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

function inOrder(groups: readonly Group[], keys: readonly GroupKey[], text: string | undefined): Group[] {
  const asked = (text ?? '').split(',').filter((part) => part.trim() !== '');
  const terms = asked.map((part) => termOf(part.trim(), keys));
  const byKey = keys.map((key, at): Term => ({ at, descending: false, key }));
  const all = [...terms, ...byKey];
  const values = (group: Group): Value[] => all.map(({ at, key }) => sortable(key.column, group.keys[at] ?? null));
  return groups
    .map((group) => ({ group, values: values(group) }))
    .sort((a, b) => compareValues(all, a.values, b.values))
    .map(({ group }) => group);
}

interface Term {
  readonly at: number;
  readonly descending: boolean;
  readonly key: GroupKey;
}

function termOf(part: string, keys: readonly GroupKey[]): Term {
  const [name = '', direction = 'asc', ...more] = part.split(/\s+/);
  if (more.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    throw malformed(`'${part.slice(0, 100)}' is no order: write a property, then asc or desc.`);
  }
  const at = keys.findIndex((key) => key.name === name);
  const key = keys[at];
  if (key === undefined) throw malformed('The query node SingleValueOpenPropertyAccess is not supported');
  return { at, descending: direction === 'desc', key };
}

function compareValues(terms: readonly Term[], a: readonly Value[], b: readonly Value[]): number {
  for (const [at, { descending }] of terms.entries()) {
    const sign = comparePlain(a[at] ?? null, b[at] ?? null);
    if (sign !== 0) return descending ? -sign : sign;
  }
  return 0;
}

function sortable(column: Column, value: Value): Value {
  return isText(column) ? fold(value) : value;
}
