import { isCovered } from '../../domain/run/scope.js';
import type { SyncOrder } from '../../domain/run/run.js';
import type { ListReads, MemberSource } from '../../ports/recipient-source.js';

/** A source that a run reads. */
export interface RunSource {
  /** Among the sources of all lists of the sync: the same whatever the run covers. */
  readonly position: number;
  readonly from: MemberSource;
}

/** The sources of a run, with the lists alone that it covers. @throws RunFailure LIST_QUERY_* as `sources` does. */
export function runSources(lists: Pick<ListReads, 'sources'>, order: SyncOrder): readonly RunSource[] {
  return partOf(lists, order, (list) => isCovered(order, list.id));
}

/** What a run does not read, as the sources of the lists that it does not cover. */
export function uncoveredSources(lists: Pick<ListReads, 'sources'>, order: SyncOrder): readonly MemberSource[] {
  return partOf(lists, order, (list) => !isCovered(order, list.id)).map(({ from }) => from);
}

/** The source of each list by its position, `null` for a list that the run does not cover. */
export function sourceOfLists(order: SyncOrder, sources: readonly RunSource[]): readonly (number | null)[] {
  return order.lists.map((_, list) => sources.find(({ from }) => from.lists.includes(list))?.position ?? null);
}

function partOf(
  lists: Pick<ListReads, 'sources'>,
  order: SyncOrder,
  wanted: (list: SyncOrder['lists'][number]) => boolean,
): readonly RunSource[] {
  const isWanted = (position: number): boolean => {
    const list = order.lists[position];
    return list !== undefined && wanted(list);
  };
  return lists.sources(order.lists).flatMap((from, position) => {
    const own = from.lists.filter(isWanted);
    if (own.length === 0) return [];
    if (own.length === from.lists.length || from.query.kind !== 'static') return [{ position, from }];
    const listIds = from.query.listIds.filter((_, at) => isWanted(from.lists[at] ?? -1));
    return [{ position, from: { ...from, lists: own, query: { kind: 'static', listIds } } }];
  });
}
