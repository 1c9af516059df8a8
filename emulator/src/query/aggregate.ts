import { comparePlain } from '../data/ordered-index.js';
import type { DataverseError } from '../model/dataverse-error.js';
import type { Value } from '../data/value.js';
import { queryError } from './query-error.js';

export type MeasureKind = 'count' | 'countcolumn' | 'countdistinct' | 'sum' | 'avg' | 'min' | 'max';

/** One number computed over the items of a group. */
export interface Measure<Item> {
  readonly kind: MeasureKind;
  readonly of: (item: Item) => Value;
}

export interface Group {
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
}

/** Rows that an aggregate may read. https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data#limitations */
export const aggregateRowLimit = 50_000;

export function aggregateLimitExceeded(): DataverseError {
  return queryError('AggregateQueryRecordLimitExceeded');
}

/** Groups items by keys and computes each group's measures; without keys everything is one group, even when there is nothing. */
export function aggregate<Item>(
  items: readonly Item[],
  keys: readonly ((item: Item) => Value)[],
  measures: readonly Measure<Item>[],
): Group[] {
  const groups = new Map<string, { keys: readonly Value[]; items: Item[] }>();
  for (const item of items) {
    const values = keys.map((key) => key(item));
    const name = JSON.stringify(values);
    const group = groups.get(name) ?? { keys: values, items: [] };
    group.items.push(item);
    groups.set(name, group);
  }
  if (keys.length === 0 && groups.size === 0) groups.set('', { keys: [], items: [] });
  return [...groups.values()].map((group) => ({
    keys: group.keys,
    values: measures.map((measure) => compute(measure, group.items)),
  }));
}

function compute<Item>(measure: Measure<Item>, items: readonly Item[]): Value {
  if (measure.kind === 'count') return items.length;
  if (items.length === 0) return measure.kind.startsWith('count') ? 0 : null;
  const values = items.map(measure.of).filter((value) => value !== null);
  switch (measure.kind) {
    case 'countcolumn':
      return values.length;
    case 'countdistinct':
      return new Set(values.map((v) => (typeof v === 'string' ? v.toLowerCase() : v))).size;
    case 'sum':
      // The documentation's table shows 0 for a group whose only value is null.
      return values.reduce<number>((total, v) => total + Number(v), 0);
    case 'avg':
      return values.length === 0 ? null : values.reduce<number>((total, v) => total + Number(v), 0) / values.length;
    case 'min':
      return values.reduce<Value>((best, v) => (best === null || comparePlain(v, best) < 0 ? v : best), null);
    case 'max':
      return values.reduce<Value>((best, v) => (best === null || comparePlain(v, best) > 0 ? v : best), null);
  }
}
