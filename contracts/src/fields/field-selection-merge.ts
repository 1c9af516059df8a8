import { type FieldSelection, selectableTables } from './field-selection.js';

/**
 * Brings two changes of one selection together, column by column: what either side took away is gone, what either side added is there.
 * The order is that of the side that changed it; what the other side added comes at the end.
 * @param base The selection that both sides began with.
 */
export function mergeFieldSelections(
  base: FieldSelection,
  mine: FieldSelection,
  theirs: FieldSelection,
): FieldSelection {
  const merged = selectableTables.map((table) => [table, merge(base[table], mine[table], theirs[table])] as const);
  return Object.fromEntries(merged) as unknown as FieldSelection;
}

function merge(base: readonly string[], mine: readonly string[], theirs: readonly string[]): readonly string[] {
  if (same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  const known = new Set(base);
  const [first, second] = keepsOrder(base, mine) ? [theirs, mine] : [mine, theirs];
  const inSecond = new Set(second);
  const kept = first.filter((name) => inSecond.has(name) || !known.has(name));
  const inFirst = new Set(first);
  return [...kept, ...second.filter((name) => !inFirst.has(name) && !known.has(name))];
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, position) => name === other[position]);
}

/** Whether what is left of the base stands in its order. */
function keepsOrder(base: readonly string[], changed: readonly string[]): boolean {
  const left = new Set(changed);
  const known = new Set(base);
  const order = base.filter((name) => left.has(name));
  return changed.filter((name) => known.has(name)).every((name, position) => name === order[position]);
}
