import { malformed, NotImplemented } from '../model/dataverse-error.js';
import type { Expression, Operand } from '../odata/filter/expression.js';
import { plainText, type Json, type MetadataNode } from './node.js';

/**
 * Evaluates `$filter` on a definition. Enums compare with their quoted name, managed properties by `/Value`; labels cannot be filtered.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export function passes(node: MetadataNode, expression: Expression, cast: boolean): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.parts.every((part) => passes(node, part, cast));
    case 'or':
      return expression.parts.some((part) => passes(node, part, cast));
    case 'not':
      return !passes(node, expression.inner, cast);
    case 'compare':
      return compare(valueOf(node, expression.left, cast), valueOf(node, expression.right, cast), expression.operator);
    case 'text': {
      const text = plainText(valueOf(node, expression.of, cast)).toLowerCase();
      const wanted = plainText(valueOf(node, expression.argument, cast)).toLowerCase();
      if (expression.function === 'contains') return text.includes(wanted);
      return expression.function === 'startswith' ? text.startsWith(wanted) : text.endsWith(wanted);
    }
    default:
      throw new NotImplemented(`a ${expression.kind} in $filter on definitions`);
  }
}

function valueOf(node: MetadataNode, operand: Operand, cast: boolean): Json {
  if (operand.kind === 'literal') {
    if (operand.type === 'null') return null;
    if (operand.type === 'number') return Number(operand.text);
    return operand.type === 'boolean' ? operand.text === 'true' : operand.text;
  }
  const [first = '', ...rest] = operand.segments;
  let value = propertyOf(node, first, cast);
  for (const name of rest) {
    const inner: Json | undefined = isObject(value) ? value[name] : undefined;
    if (inner === undefined) throw noProperty(node, operand.segments.join('/'));
    value = inner;
  }
  if (isObject(value))
    throw malformed(
      `The property '${operand.segments.join('/')}' cannot be used in $filter; name one of its own properties.`,
    );
  return value;
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property of the declared type, or after a cast also of the derived one. @throws DataverseError 400 */
export function propertyOf(node: MetadataNode, name: string, cast: boolean): Json {
  const value = node.base[name] ?? (cast || !node.isDerived ? node.derived[name] : undefined);
  if (value === undefined) {
    if (name in node.base) return null;
    throw noProperty(node, name);
  }
  return value;
}

export function noProperty(node: MetadataNode, name: string): Error {
  const type = node.isDerived && node.type.endsWith('AttributeMetadata') ? 'AttributeMetadata' : node.type;
  return malformed(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${type}'.`);
}

function compare(left: Json, right: Json, operator: string): boolean {
  // A GUID is a GUID in whatever case, and an enum may be written as text.
  const fold = (value: Json): Json => (typeof value === 'string' ? value.toLowerCase() : value);
  const [a, b] = [fold(left), fold(right)];
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    default: {
      if (a === null || b === null) return false;
      if (operator === 'gt') return a > b;
      if (operator === 'ge') return a >= b;
      return operator === 'lt' ? a < b : a <= b;
    }
  }
}
