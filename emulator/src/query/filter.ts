import type { Row, TableRows } from '../data/table-rows.js';
import { comparePlain } from '../data/ordered-index.js';
import type { Value } from '../data/value.js';
import type { Column } from '../model/column.js';
import type { QueryContext } from './caller.js';
import { compileCondition, hierarchical } from './conditions.js';
import type { ConditionFacts, ValueRange } from './values/value-test.js';
import { hierarchyIds } from './hierarchy.js';
import { equalsIgnoringCase } from './values/like.js';
import { isText } from './values/literal.js';

/** What an index could answer: every row that passes the filter has this. */
export type Hint =
  | { readonly kind: 'ids'; readonly ids: ReadonlySet<Value> }
  | { readonly kind: 'among'; readonly column: string; readonly values: readonly Value[] }
  | { readonly kind: 'within'; readonly column: string; readonly range: ValueRange };

/** A filter on the rows of one table, ready to run. */
export interface Filter {
  readonly test: (row: Row) => boolean;
  readonly hints: readonly Hint[];
  /** Depends on the moment or the caller: results must not be kept. */
  readonly isVolatile: boolean;
}

export const everything: Filter = { test: () => true, hints: [], isVolatile: false };
export const nothing: Filter = { test: () => false, hints: [], isVolatile: true };

export function allOf(parts: readonly Filter[]): Filter {
  const tests = parts.filter((part) => part !== everything).map((part) => part.test);
  const [first, second] = tests;
  if (first === undefined) return everything;
  let test = first;
  if (tests.length === 2 && second !== undefined) test = (row) => first(row) && second(row);
  else if (tests.length > 2) test = (row) => tests.every((passes) => passes(row));
  return { test, hints: parts.flatMap((part) => part.hints), isVolatile: parts.some((part) => part.isVolatile) };
}

export function anyOf(parts: readonly Filter[]): Filter {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const tests = parts.map((part) => part.test);
  return {
    test: (row) => tests.some((passes) => passes(row)),
    hints: [],
    isVolatile: parts.some((part) => part.isVolatile),
  };
}

export function not(part: Filter): Filter {
  return { test: (row) => !part.test(row), hints: [], isVolatile: part.isVolatile };
}

export function conditionFacts(context: QueryContext): ConditionFacts {
  const { userId, businessUnitId, teamIds, languageId, timeZone } = context.caller;
  const { store } = context;
  return { store, userId, businessUnitId, teamIds, languageId, timeZone, now: store.now() };
}

/** True when the column's values must be hidden from the caller: it then reads, and compares, as null. */
export function isHidden(context: QueryContext, rows: TableRows, column: Column): boolean {
  return column.isSecured && !context.caller.canReadColumn(rows.table, column);
}

/** A condition on one column of the table, with what an index could do for it. */
export function columnFilter(
  context: QueryContext,
  rows: TableRows,
  column: Column,
  operator: string,
  values: readonly string[],
): Filter {
  if (isHidden(context, rows, column)) {
    const { test } = compileCondition(column, operator, values, conditionFacts(context));
    const answer = test(null);
    return { test: () => answer, hints: [], isVolatile: true };
  }
  if (hierarchical.has(operator)) return hierarchyFilter(context, rows, column, operator, values);
  const compiled = compileCondition(column, operator, values, conditionFacts(context));
  const { test, among, within } = compiled;
  const slot = rows.slot(column.logicalName);
  const hints: Hint[] = [];
  if (among !== undefined) {
    hints.push(
      column.isPrimaryId
        ? { kind: 'ids', ids: new Set(among) }
        : { kind: 'among', column: column.logicalName, values: among },
    );
  }
  if (within !== undefined) hints.push({ kind: 'within', column: column.logicalName, range: within });
  return {
    test: slot < 0 ? constant(test(null)) : (row) => test(row[slot] ?? null),
    hints: slot < 0 ? [] : hints,
    isVolatile: compiled.isVolatile ?? false,
  };
}

function constant(answer: boolean): () => boolean {
  return () => answer;
}

function hierarchyFilter(
  context: QueryContext,
  rows: TableRows,
  column: Column,
  operator: string,
  values: readonly string[],
): Filter {
  const ids = hierarchyIds(context.store, rows.table, column, operator, values);
  const slot = rows.slot(column.logicalName);
  const negated = operator === 'not-under';
  return { test: (row) => ids.has(slot < 0 ? null : (row[slot] ?? null)) !== negated, hints: [], isVolatile: true };
}

const comparisons: Readonly<Record<string, (sign: number) => boolean>> = {
  eq: (sign) => sign === 0,
  ne: (sign) => sign !== 0,
  neq: (sign) => sign !== 0,
  gt: (sign) => sign > 0,
  ge: (sign) => sign >= 0,
  lt: (sign) => sign < 0,
  le: (sign) => sign <= 0,
};

/** A comparison of two values of rows, for conditions that compare columns; undefined when the operator cannot. */
export function valueComparison(operator: string, column: Column): ((a: Value, b: Value) => boolean) | undefined {
  const passes = comparisons[operator];
  if (passes === undefined) return undefined;
  const text = isText(column);
  return (a, b) => {
    if (a === null || b === null) return false;
    if (text && operator === 'eq') return equalsIgnoringCase(String(a))(String(b));
    if (text) return passes(comparePlain(String(a).toLowerCase(), String(b).toLowerCase()));
    return passes(comparePlain(a, b));
  };
}
