import type { Row } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import type { Column } from '../../model/column.js';
import { edmTypeOf } from '../../model/edm-type.js';
import type { DataverseError } from '../../model/dataverse-error.js';
import { malformed, NotImplemented } from '../../model/dataverse-error.js';
import type { QueryContext } from '../../query/caller.js';
import { compileCondition } from '../../query/conditions.js';
import {
  allOf,
  anyOf,
  columnFilter,
  conditionFacts,
  isHidden,
  not,
  valueComparison,
  type Filter,
} from '../../query/filter.js';
import { isGuid, isNumeric, isText } from '../../query/values/literal.js';
import type { Expression, Literal } from './expression.js';
import { unknownFunction } from './parse-filter.js';
import { lambdaFilter } from './lambda.js';
import { propertyNamed } from '../properties.js';
import { operatorOf } from './query-functions.js';
import { followPath } from './navigation-path.js';
import type { Scope } from '../scope.js';

/** Compiles a parsed `$filter` for the rows of a table. */
export function compileFilter(context: QueryContext, scope: Scope, expression: Expression): Filter {
  switch (expression.kind) {
    case 'and':
      return allOf(expression.parts.map((part) => compileFilter(context, scope, part)));
    case 'or':
      return anyOf(expression.parts.map((part) => compileFilter(context, scope, part)));
    case 'not':
      return not(compileFilter(context, scope, expression.inner));
    case 'compare':
      return compareFilter(context, scope, expression);
    case 'text':
      return textFilter(context, scope, expression);
    case 'call':
      return callFilter(context, scope, expression);
    case 'lambda':
      return lambdaFilter(context, scope, expression, compileFilter);
  }
}

/** Conditions in an expression: the platform takes 500. */
export function countConditions(expression: Expression): number {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.reduce((total, part) => total + countConditions(part), 0);
    case 'not':
      return countConditions(expression.inner);
    case 'lambda':
      return 1 + (expression.inner === null ? 0 : countConditions(expression.inner));
    default:
      return 1;
  }
}

const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;

function compareFilter(
  context: QueryContext,
  scope: Scope,
  expression: Extract<Expression, { kind: 'compare' }>,
): Filter {
  const { left, right, operator } = expression;
  if (left.kind === 'literal' && right.kind === 'path') {
    return compareFilter(context, scope, { ...expression, left: right, right: left, operator: mirrored[operator] });
  }
  if (left.kind === 'literal') throw malformed('A comparison needs a property on one side.');
  const target = followPath(context, scope, left.segments);
  if (right.kind === 'path') return columnsFilter(context, scope, left.segments, right.segments, operator);
  if (right.type === 'null') {
    const nullOperator = operator === 'eq' ? 'null' : operator === 'ne' ? 'not-null' : null;
    if (nullOperator === null) throw malformed(`null can be compared with eq and ne, not with ${operator}.`);
    return onPath(context, scope, target, nullOperator, []);
  }
  checkTypes(target.column, right, operator);
  return onPath(context, scope, target, operator, [right.text]);
}

type Target = ReturnType<typeof followPath>;

/** A condition on the column at the end of a path; on the row itself an index may answer it. */
function onPath(
  context: QueryContext,
  scope: Scope,
  target: Target,
  operator: string,
  values: readonly string[],
): Filter {
  if (target.isDirect) return columnFilter(context, scope.rows, target.column, operator, values);
  const { test, isVolatile } = compileCondition(target.column, operator, values, conditionFacts(context));
  const hidden = isHidden(context, target.rows, target.column);
  const read = (row: Row): Value => (hidden ? null : target.read(row));
  return { test: (row) => test(read(row)), hints: [], isVolatile: isVolatile === true || target.rows !== scope.rows };
}

function columnsFilter(
  context: QueryContext,
  scope: Scope,
  left: readonly string[],
  right: readonly string[],
  operator: string,
): Filter {
  const a = followPath(context, scope, left);
  const b = followPath(context, scope, right);
  const compare = valueComparison(operator, a.column);
  if (compare === undefined || a.column.type !== b.column.type)
    throw incompatible(edmTypeOf(a.column), edmTypeOf(b.column), operator);
  return { test: (row) => compare(a.read(row), b.read(row)), hints: [], isVolatile: !a.isDirect || !b.isDirect };
}

function textFilter(context: QueryContext, scope: Scope, expression: Extract<Expression, { kind: 'text' }>): Filter {
  const { of, argument } = expression;
  if (of.kind !== 'path' || argument.kind !== 'literal') {
    throw new NotImplemented(`${expression.function} with anything but a property and a literal`);
  }
  if (argument.type !== 'string') throw malformed(`The second argument of ${expression.function} must be a string.`);
  const target = followPath(context, scope, of.segments);
  // https://learn.microsoft.com/power-apps/developer/data-platform/wildcard-characters: those of `like` count here as well.
  const { text } = argument;
  const pattern = { contains: `%${text}%`, startswith: `${text}%`, endswith: `%${text}` }[expression.function];
  return onPath(context, scope, target, 'like', [pattern]);
}

function callFilter(context: QueryContext, scope: Scope, expression: Extract<Expression, { kind: 'call' }>): Filter {
  const { name, arguments: given } = expression;
  const operator = operatorOf(name);
  if (operator === undefined) throw unknownFunction(`Microsoft.Dynamics.CRM.${name}`);
  const property = given.get('PropertyName')?.[0];
  if (property?.type !== 'string') throw malformed(`The function '${name}' needs the parameter PropertyName.`);
  const column = scope.rows.table.columns.get(property.text) ?? propertyNamed(scope.rows.table, property.text);
  const values: string[] = [];
  for (const [parameter, literals] of given) {
    if (parameter === 'PropertyName') continue;
    if (!/^(PropertyValue[12]?|PropertyValues)$/.test(parameter)) {
      throw malformed(`The function '${name}' has no parameter '${parameter}'.`);
    }
    values.push(...literals.map((literal) => literal.text));
  }
  return columnFilter(context, scope.rows, column, operator, values);
}

const edmTypes: Readonly<Record<Literal['type'], string>> = {
  null: 'null',
  string: 'Edm.String',
  number: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  guid: 'Edm.Guid',
  date: 'Edm.DateTimeOffset',
  enum: 'Edm.Enum',
};

/** A literal must be of the property's type, except that GUIDs may be quoted, as on the platform. */
function checkTypes(column: Column, literal: Literal, operator: string): void {
  const fits =
    (isText(column) && literal.type === 'string') ||
    (isGuid(column) && (literal.type === 'guid' || literal.type === 'string')) ||
    (isNumeric(column) && literal.type === 'number') ||
    (column.type === 'boolean' && literal.type === 'boolean') ||
    (column.type === 'datetime' && literal.type === 'date') ||
    (column.type === 'multiselectpicklist' && literal.type === 'string');
  if (!fits) throw incompatible(edmTypeOf(column), edmTypes[literal.type], operator);
}

/** Operators as the OData library that the platform uses calls them in its errors. */
const operatorKinds: ReadonlyMap<string, string> = new Map([
  ['eq', 'Equal'],
  ['ne', 'NotEqual'],
  ['gt', 'GreaterThan'],
  ['ge', 'GreaterThanOrEqual'],
  ['lt', 'LessThan'],
  ['le', 'LessThanOrEqual'],
]);

function incompatible(left: string, right: string, operator: string): DataverseError {
  return malformed(
    `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${operatorKinds.get(operator) ?? operator}'.`,
  );
}
