import type { ColumnDefinition, RelationshipDefinition, TableDefinition } from '../server/types';
import { lookupValue, rawValue, type WebRow } from '../server/web-api';
import { plainText } from '../server/plain-text';

/** A lookup's value as client scripts know it. */
export interface LookupValue {
  readonly id: string;
  readonly name: string;
  readonly entityType: string;
}

/** What `attribute.getValue()` returns: a lookup is a list of one, a date a `Date`. */
export type AttributeValue = string | number | boolean | Date | readonly LookupValue[] | readonly number[] | null;

/** Reads a column of a row of the Web API into the form in which scripts get it. */
export function readValue(row: WebRow, column: ColumnDefinition): AttributeValue {
  if (column.isLookup) {
    const value = lookupValue(row, column.logicalName);
    if (value === null) return null;
    return [{ ...value, entityType: value.entityType || (column.targets?.[0] ?? '') }];
  }
  const raw = rawValue(row, column.logicalName);
  if (raw === null) return null;
  if (column.type === 'datetime')
    return new Date(column.dateTimeBehavior === 'DateOnly' ? `${plainText(raw)}T00:00:00` : plainText(raw));
  return typeof raw === 'object' ? JSON.stringify(raw) : (raw as string | number | boolean);
}

export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  return comparable(a) === comparable(b);
}

function comparable(value: AttributeValue): string {
  if (value === null || value === '') return '';
  if (value instanceof Date) return String(value.getTime());
  if (Array.isArray(value))
    return value.map((item: LookupValue | number) => (typeof item === 'number' ? item : item.id)).join();
  return `${typeof value}:${plainText(value)}`;
}

/** Adds one column to the body of a create or an update. */
export function writeValue(
  body: Record<string, unknown>,
  column: ColumnDefinition,
  value: AttributeValue,
  table: TableDefinition,
  setOf: (logicalName: string) => string,
): void {
  if (!column.isLookup) {
    body[column.logicalName] = plainValue(column, value);
    return;
  }
  const target = (value as readonly LookupValue[] | null)?.[0] ?? null;
  const entityType = target?.entityType ?? column.targets?.[0] ?? '';
  const property = navigationOf(table, column, entityType);
  body[`${property}@odata.bind`] = target === null ? null : `/${setOf(entityType)}(${target.id.replace(/[{}]/g, '')})`;
}

function plainValue(column: ColumnDefinition, value: AttributeValue): unknown {
  if (value instanceof Date) {
    if (column.dateTimeBehavior !== 'DateOnly') return value.toISOString();
    const pad = (part: number): string => String(part).padStart(2, '0');
    return `${value.getFullYear()}-${pad(value.getMonth() + 1)}-${pad(value.getDate())}`;
  }
  return value === '' ? null : value;
}

function navigationOf(table: TableDefinition, column: ColumnDefinition, target: string): string {
  const related = (at: RelationshipDefinition): boolean =>
    at.kind === 'one-to-many' &&
    at.referencingTable === table.logicalName &&
    at.referencingColumn === column.logicalName &&
    at.referencedTable === target;
  const found = table.relationships.find(related);
  return found?.kind === 'one-to-many' ? found.referencingNavigation : column.logicalName;
}
