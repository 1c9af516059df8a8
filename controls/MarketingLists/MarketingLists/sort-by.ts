import type { Maybe } from '../../shared/maybe';

type DataSet = Maybe<ComponentFramework.PropertyTypes.DataSet>;

/** Sorts by one column, the other way round when it is the sorted one already. The host reads `sorting` at the refresh. */
export function sortBy(lists: DataSet, column: string): void {
  if (lists.sorting === undefined) return;
  const present = lists.sorting.find((entry) => entry.name === column);
  const sortDirection = present?.sortDirection === 0 ? 1 : 0;
  lists.sorting.splice(0, lists.sorting.length, { name: column, sortDirection });
  lists.refresh?.();
}
