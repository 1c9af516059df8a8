import type { Row, TableRows } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import { isLookup, type Column } from '../../model/column.js';
import { DataverseError, NotImplemented } from '../../model/dataverse-error.js';
import type { QueryContext } from '../../query/caller.js';
import { compileCondition } from '../../query/conditions.js';
import {
  allOf,
  anyOf,
  columnFilter,
  conditionFacts,
  everything,
  valueComparison,
  type Filter,
} from '../../query/filter.js';
import { lookupName, lookupTarget } from '../../query/values/lookup-target.js';
import { plainFormatted } from '../../query/values/formatted.js';
import type { FetchCondition, FetchFilter } from '../parse/fetch.js';
import { columnNamed } from '../scope.js';
import { semiJoin } from '../semi-join.js';

/** Compiles a filter whose conditions all are about the one table. */
export function rowFilter(context: QueryContext, rows: TableRows, filter: FetchFilter): Filter {
  const parts = [
    ...filter.conditions.map((condition) => conditionFilter(context, rows, condition)),
    ...filter.filters.map((inner) => rowFilter(context, rows, inner)),
    ...filter.links.map((link) => semiJoin(context, rows, link)),
  ];
  if (parts.length === 0) return everything;
  return filter.type === 'and' ? allOf(parts) : anyOf(parts);
}

export function conditionFilter(context: QueryContext, rows: TableRows, condition: FetchCondition): Filter {
  const column = columnNamed(rows.table, condition.attribute);
  if (condition.entityName !== null && condition.entityName !== rows.table.logicalName) {
    throw new NotImplemented("a condition with 'entityname' anywhere but in a filter of the root entity");
  }
  if (condition.valueOf !== null) {
    const compare = comparison(condition, column, columnNamed(rows.table, condition.valueOf));
    const left = rows.slot(column.logicalName);
    const right = rows.slot(condition.valueOf);
    return { test: (row) => compare(at(row, left), at(row, right)), hints: [], isVolatile: false };
  }
  if (column.attributeOf !== undefined) return decoratedFilter(context, rows, column, condition);
  return columnFilter(context, rows, column, condition.operator, condition.values);
}

/** A comparison of two columns. @throws DataverseError 400 where types or operator do not allow one. */
export function comparison(condition: FetchCondition, left: Column, right: Column): (a: Value, b: Value) => boolean {
  const compare = valueComparison(condition.operator, left);
  if (compare === undefined || left.type !== right.type) {
    throw new DataverseError(
      400,
      '0x80040203',
      `The columns '${left.logicalName}' and '${right.logicalName}' cannot be compared with the operator '${condition.operator}'.`,
    );
  }
  return compare;
}

function at(row: Row, slot: number): Value {
  return slot < 0 ? null : (row[slot] ?? null);
}

/** A condition on `parentcustomeridname`, `gendercodename` and the like: on the text that people read. */
function decoratedFilter(context: QueryContext, rows: TableRows, column: Column, condition: FetchCondition): Filter {
  const of = columnNamed(rows.table, column.attributeOf ?? '');
  const asText: Column = { ...column, type: 'string' };
  const { test } = compileCondition(asText, condition.operator, condition.values, conditionFacts(context));
  const text = (row: Row): Value => {
    const value = rows.value(row, of.logicalName);
    if (!isLookup(of)) return value === null ? null : plainFormatted(of, value, context.caller);
    const target = lookupTarget(context.store, rows, row, of);
    return column.type === 'entityname' ? target : lookupName(context.store, target, value);
  };
  return { test: (row) => test(text(row)), hints: [], isVolatile: true };
}
