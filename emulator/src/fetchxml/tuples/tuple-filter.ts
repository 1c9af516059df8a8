import type { QueryContext } from '../../query/caller.js';
import type { FetchCondition, FetchFilter } from '../parse/fetch.js';
import { comparison, conditionFilter } from './row-filter.js';
import { semiJoin } from '../semi-join.js';
import { columnNamed } from '../scope.js';
import { sourceNamed, type Sources, type Tuple } from '../sources.js';
import { compileCondition, hierarchical } from '../../query/conditions.js';
import { columnFilter, conditionFacts } from '../../query/filter.js';

type TupleTest = (tuple: Tuple) => boolean;

/** The root's filters with conditions on joined tables (`entityname`), to be asked of each tuple. */
export function tupleTest(context: QueryContext, sources: Sources): TupleTest {
  const tests = sources.tupleFilters.map((filter) => filterTest(context, sources, filter));
  return (tuple) => tests.every((passes) => passes(tuple));
}

function filterTest(context: QueryContext, sources: Sources, filter: FetchFilter): TupleTest {
  const onRoot = filter.links.map((link) => semiJoin(context, sources.root.rows, link).test);
  const tests: TupleTest[] = [
    ...filter.conditions.map((condition) => conditionTest(context, sources, condition)),
    ...filter.filters.map((inner) => filterTest(context, sources, inner)),
    ...onRoot.map(
      (test): TupleTest =>
        (tuple) =>
          tuple[0] !== undefined && test(tuple[0]),
    ),
  ];
  return filter.type === 'and'
    ? (tuple) => tests.every((passes) => passes(tuple))
    : (tuple) => tests.some((passes) => passes(tuple));
}

function conditionTest(context: QueryContext, sources: Sources, condition: FetchCondition): TupleTest {
  const source = condition.entityName === null ? sources.root : sourceNamed(sources, condition.entityName);
  const { ordinal, rows } = source;
  const column = columnNamed(rows.table, condition.attribute);
  if (condition.valueOf !== null) return columnsTest(sources, condition);
  if (column.attributeOf !== undefined) {
    const { test } = conditionFilter(context, rows, { ...condition, entityName: null });
    return (tuple) => tuple[ordinal] !== undefined && test(tuple[ordinal]);
  }
  const { test } = columnFilter(context, rows, column, condition.operator, condition.values);
  const withoutRow = hierarchical.has(condition.operator)
    ? condition.operator === 'not-under'
    : compileCondition(column, condition.operator, condition.values, conditionFacts(context)).test(null);
  return (tuple) => (tuple[ordinal] === undefined ? withoutRow : test(tuple[ordinal]));
}

/** `valueof` may name a column of another table as `alias.column`. */
function columnsTest(sources: Sources, condition: FetchCondition): TupleTest {
  const left = condition.entityName === null ? sources.root : sourceNamed(sources, condition.entityName);
  const [alias, name] = condition.valueOf?.split('.') ?? [];
  const right = name === undefined ? left : sourceNamed(sources, alias ?? '');
  const leftColumn = columnNamed(left.rows.table, condition.attribute);
  const rightColumn = columnNamed(right.rows.table, name ?? alias ?? '');
  const compare = comparison(condition, leftColumn, rightColumn);
  return (tuple) => {
    const a = tuple[left.ordinal];
    const b = tuple[right.ordinal];
    if (a === undefined || b === undefined) return false;
    return compare(left.rows.value(a, leftColumn.logicalName), right.rows.value(b, rightColumn.logicalName));
  };
}
