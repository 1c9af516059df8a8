import { comparePlain } from '../data/ordered-index.js';
import type { Value } from '../data/value.js';
import type { Column } from '../model/column.js';
import { NotImplemented } from '../model/dataverse-error.js';
import { dateCondition } from './dates/date-conditions.js';
import { equalsIgnoringCase, likeTest } from './values/like.js';
import { isText, literalFor } from './values/literal.js';
import { queryError } from './query-error.js';
import { userValues } from './values/user-values.js';
import { one, wrongCount, type ConditionFacts, type ValueTest } from './values/value-test.js';

type Compile = (column: Column, values: readonly string[], facts: ConditionFacts) => ValueTest;

const noValue: Value = null;

/**
 * Compiles one condition. The negative operators (`ne`, `not-in`, `not-like`, …) are true for null, as in the SQL that the platform writes.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/operators
 *
 * @param operator FetchXML spelling
 * @throws DataverseError 400 for an unknown operator, a wrong number of values, or a value of the wrong type.
 */
export function compileCondition(
  column: Column,
  operator: string,
  values: readonly string[],
  facts: ConditionFacts,
): ValueTest {
  const compile = operators.get(operator);
  if (compile !== undefined) return compile(column, values, facts);
  const period = dateCondition(column, operator, values, facts);
  if (period !== null) return period;
  const users = userValues(operator, facts);
  if (users !== null) return { ...amongTest(users.values, users.negated), isVolatile: true };
  if (hierarchical.has(operator)) throw new NotImplemented(`the hierarchy operator '${operator}' in this place`);
  throw queryError('QueryBuilderInvalidConditionOperator', `The operator is '${operator}'.`);
}

export const hierarchical = new Set(['under', 'not-under', 'eq-or-under', 'above', 'eq-or-above']);

function equality(operator: string, negated: boolean): Compile {
  return (column, values) => {
    if (column.type === 'multiselectpicklist') return sameChoices([one(operator, values)], negated);
    const wanted = literalFor(column, one(operator, values));
    if (isText(column) && typeof wanted === 'string') {
      const equals = equalsIgnoringCase(wanted);
      return negated
        ? { test: (v) => typeof v !== 'string' || !equals(v) }
        : { test: (v) => typeof v === 'string' && equals(v) };
    }
    return amongTest([wanted], negated);
  };
}

function amongTest(wanted: readonly Value[], negated: boolean): ValueTest {
  const [only] = wanted;
  if (wanted.length === 1 && only !== undefined) {
    return negated ? { test: (v) => v !== only } : { test: (v) => v === only, among: wanted };
  }
  const set = new Set(wanted);
  return negated ? { test: (v) => !set.has(v) } : { test: (v) => set.has(v), among: wanted };
}

function membership(operator: string, negated: boolean): Compile {
  return (column, values) => {
    if (values.length === 0) throw wrongCount(operator, 'at least one value', 0);
    if (column.type === 'multiselectpicklist') return sameChoices(values, negated);
    const wanted = values.map((value) => literalFor(column, value));
    if (!isText(column)) return amongTest(wanted, negated);
    const set = new Set(wanted.map((v) => String(v).toLowerCase()));
    return { test: (v) => (typeof v === 'string' && set.has(v.toLowerCase())) !== negated };
  };
}

function order(operator: string, passes: (sign: number) => boolean): Compile {
  return (column, values) => {
    const bound = literalFor(column, one(operator, values));
    if (isText(column)) {
      const lower = String(bound).toLowerCase();
      return { test: (v) => typeof v === 'string' && passes(comparePlain(v.toLowerCase(), lower)) };
    }
    const within = operator.startsWith('g') ? { from: bound, to: noValue } : { from: noValue, to: bound };
    if (typeof bound === 'string') {
      // Dates and GUIDs: the hot path of range reads, one text comparison a row.
      return {
        test: (v) => typeof v === 'string' && passes(v === bound ? 0 : v < bound ? -1 : 1),
        within,
      };
    }
    return { test: (v) => v !== null && typeof v !== 'string' && passes(comparePlain(v, bound)), within };
  };
}

function between(negated: boolean): Compile {
  return (column, values) => {
    const [low, high] = values;
    if (low === undefined || high === undefined || values.length !== 2) {
      throw wrongCount(negated ? 'not-between' : 'between', 'exactly two values', values.length);
    }
    const fold = (v: Value): Value => (isText(column) && typeof v === 'string' ? v.toLowerCase() : v);
    const from = fold(literalFor(column, low));
    const to = fold(literalFor(column, high));
    const inside = (v: Value): boolean =>
      v !== null && comparePlain(fold(v), from) >= 0 && comparePlain(fold(v), to) <= 0;
    if (negated) return { test: (v) => !inside(v) };
    return isText(column) ? { test: inside } : { test: inside, within: { from, to } };
  };
}

function pattern(toPattern: (value: string) => string, operator: string, negated: boolean): Compile {
  return (_column, values) => {
    const matches = likeTest(toPattern(one(operator, values)));
    return negated
      ? { test: (v) => v === null || !matches(String(v)) }
      : { test: (v) => v !== null && matches(String(v)) };
  };
}

/**
 * Choices columns compare as sets: `in` with several values, like `eq` with a list of them, finds exactly that selection.
 * https://learn.microsoft.com/power-apps/developer/data-platform/multi-select-picklist
 */
function sameChoices(values: readonly string[], negated: boolean): ValueTest {
  const wanted = choiceSet(values.join(','));
  return { test: (v) => (v !== null && choiceSet(String(v)) === wanted) !== negated };
}

function choiceSet(text: string): string {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts)].sort().join(',');
}

function choices(negated: boolean): Compile {
  return (column, values) => {
    if (column.type !== 'multiselectpicklist') {
      throw queryError('QueryBuilderInvalidConditionOperator', `The column '${column.logicalName}' holds no choices.`);
    }
    const wanted = new Set(values.map((value) => String(Number(value))));
    const contains = (v: Value): boolean =>
      v !== null &&
      String(v)
        .split(',')
        .some((part) => wanted.has(part.trim()));
    return { test: (v) => contains(v) !== negated };
  };
}

const operators = new Map<string, Compile>([
  ['eq', equality('eq', false)],
  ['ne', equality('ne', true)],
  ['neq', equality('neq', true)],
  ['gt', order('gt', (sign) => sign > 0)],
  ['ge', order('ge', (sign) => sign >= 0)],
  ['lt', order('lt', (sign) => sign < 0)],
  ['le', order('le', (sign) => sign <= 0)],
  ['in', membership('in', false)],
  ['not-in', membership('not-in', true)],
  ['between', between(false)],
  ['not-between', between(true)],
  ['null', () => ({ test: (v) => v === null })],
  ['not-null', () => ({ test: (v) => v !== null })],
  ['like', pattern((v) => v, 'like', false)],
  ['not-like', pattern((v) => v, 'not-like', true)],
  ['begins-with', pattern((v) => `${v}%`, 'begins-with', false)],
  ['not-begin-with', pattern((v) => `${v}%`, 'not-begin-with', true)],
  ['ends-with', pattern((v) => `%${v}`, 'ends-with', false)],
  ['not-end-with', pattern((v) => `%${v}`, 'not-end-with', true)],
  ['contain-values', choices(false)],
  ['not-contain-values', choices(true)],
]);
