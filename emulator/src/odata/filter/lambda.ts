import type { Row, TableRows } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import { malformed } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import type { QueryContext } from '../../query/caller.js';
import { everything, type Filter } from '../../query/filter.js';
import type { Scope } from '../scope.js';
import type { Expression } from './expression.js';
import { ownSegments } from './navigation-path.js';

type Compile = (context: QueryContext, scope: Scope, expression: Expression) => Filter;

/**
 * `collection/any(x:…)` and `collection/all(x:…)` over 1:N and N:N relationships. `all` is true for a row without related rows.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows#filter-using-values-of-related-collections
 */
export function lambdaFilter(
  context: QueryContext,
  scope: Scope,
  expression: Extract<Expression, { kind: 'lambda' }>,
  compile: Compile,
): Filter {
  const path = ownSegments(scope, expression.path);
  const [name = ''] = path;
  const navigation = context.store.model.navigation(scope.rows.table, name);
  if (path.length !== 1 || navigation === undefined || navigation.kind === 'single') {
    throw malformed(
      `Could not find a collection named '${path.join('/')}' on type 'Microsoft.Dynamics.CRM.${scope.rows.table.logicalName}'.`,
    );
  }
  const rows = context.store.rows(navigation.table);
  const readable = context.caller.readFilter(rows.table);
  const inner =
    expression.inner === null
      ? everything
      : compile(context, { rows, variable: expression.variable ?? '' }, expression.inner);
  const related = relatedRows(context, scope.rows, rows, navigation);
  const isAny = expression.quantifier === 'any';
  return {
    hints: [],
    isVolatile: true,
    test: (row) => {
      for (const other of related(row)) {
        if (readable?.(other, rows) === false) continue;
        if (inner.test(other) === isAny) return isAny;
      }
      return !isAny;
    },
  };
}

/** The rows at the other end of a collection-valued navigation. */
export function relatedRows(
  context: QueryContext,
  rows: TableRows,
  others: TableRows,
  navigation: Exclude<Navigation, { kind: 'single' }>,
): (row: Row) => Iterable<Row> {
  if (navigation.kind === 'collection') {
    const index = others.byValue(navigation.column);
    return (row) => index.rows(rows.id(row));
  }
  const pairs = context.store.rows(navigation.intersectTable);
  const near = pairs.byValue(navigation.nearColumn);
  return function* (row) {
    for (const pair of near.rows(rows.id(row))) {
      const far: Value = pairs.value(pair, navigation.farColumn);
      const other = typeof far === 'string' ? others.find(far) : undefined;
      if (other !== undefined) yield other;
    }
  };
}
