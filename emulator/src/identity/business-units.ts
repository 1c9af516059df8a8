import type { Store } from '../data/store.js';

/** A business unit and all below it. */
export function businessUnitsBelow(store: Store, rootId: string): ReadonlySet<string> {
  const found = new Set([rootId]);
  const rows = store.rows('businessunit');
  // A set visits what is added while it is walked.
  for (const id of found) {
    for (const row of rows.byValue('parentbusinessunitid').rows(id)) found.add(rows.id(row));
  }
  return found;
}
