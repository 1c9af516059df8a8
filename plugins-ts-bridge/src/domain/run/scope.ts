import type { RowId } from '@pmds/contracts/ids';
import type { ListAsOf, PlannedList, SyncOrder } from './run.js';

/** Which of the sync's lists a run covers; the others keep their members, their counts and what is known of each. */
export type RunScope = { readonly covers: 'all' } | { readonly covers: 'some'; readonly lists: readonly RowId[] };

const everything: RunScope = { covers: 'all' };

/** @param named Lists that the start named, nothing for all of them. */
export function scopeOfStart(named: readonly RowId[] | undefined, lists: readonly PlannedList[]): RunScope {
  if (named === undefined || lists.every(({ id }) => named.includes(id))) return everything;
  return { covers: 'some', lists: lists.flatMap(({ id }) => (named.includes(id) ? [id] : [])) };
}

export function isScoped({ scope }: Pick<SyncOrder, 'scope'>): boolean {
  return scope?.covers === 'some';
}

export function isCovered({ scope }: Pick<SyncOrder, 'scope'>, list: RowId): boolean {
  return scope?.covers !== 'some' || scope.lists.includes(list);
}

export function coveredLists(order: Pick<SyncOrder, 'scope' | 'lists'>): readonly PlannedList[] {
  return order.lists.filter(({ id }) => isCovered(order, id));
}

/** Positions of the lists that the run does not cover. */
export function uncoveredPositions(order: Pick<SyncOrder, 'scope' | 'lists'>): readonly number[] {
  return order.lists.flatMap(({ id }, position) => (isCovered(order, id) ? [] : [position]));
}

/**
 * How a list of an ended run was when it was read.
 * @param readAt When the run's own lists were read, where the order does not say it.
 */
function asOfRun(order: SyncOrder, list: PlannedList, readAt: Date): ListAsOf {
  if (list.asOf !== undefined) return list.asOf;
  const { memberCount } = list;
  const { newestMembership } = order;
  return {
    startedAt: order.readAt ?? readAt.toISOString(),
    ...(memberCount === undefined ? {} : { memberCount }),
    ...(newestMembership === undefined ? {} : { newestMembership }),
  };
}

/** The order over some lists: the others are what they were in `before`. Both have the same lists. */
export function scopedOrder(order: SyncOrder, scope: RunScope, before: SyncOrder, readAt: Date): SyncOrder {
  const lists = order.lists.map((list) => {
    const known = before.lists.find(({ id }) => id === list.id);
    return known === undefined || isCovered({ scope }, list.id)
      ? list
      : { ...list, asOf: asOfRun(before, known, readAt) };
  });
  return { ...order, scope, lists };
}

/** The order over all lists of a run that began with some. */
export function widenedOrder({ scope: _, ...order }: SyncOrder, why: string): SyncOrder {
  return { ...order, widened: why, lists: order.lists.map(({ asOf: __, ...list }) => list) };
}

/** The earliest start of a run by which one of its lists was read. */
export function readSince(lists: readonly PlannedList[], startedAt: Date): Date {
  return lists.reduce((earliest, { asOf }) => {
    const readAt = asOf === undefined ? startedAt : new Date(asOf.startedAt);
    return readAt < earliest ? readAt : earliest;
  }, startedAt);
}

/** What of a list is compared with Dataverse: how it was when it was read. */
export function memberCountRead({ asOf, memberCount }: PlannedList): number | undefined {
  return asOf === undefined ? memberCount : asOf.memberCount;
}

/** Version number of the newest membership when a list was read; `undefined` where it was not asked. */
export function newestMembershipRead(order: SyncOrder, { asOf }: PlannedList): number | undefined {
  return asOf === undefined ? order.newestMembership : asOf.newestMembership;
}

/** For people: the names of the lists that the run covers, or that it covers all. */
export function scopeText(order: Pick<SyncOrder, 'scope' | 'widened' | 'lists'>): string {
  if (isScoped(order))
    return coveredLists(order)
      .map(({ name }) => name)
      .join('; ');
  return order.widened === undefined ? 'All lists' : `All lists: ${order.widened}`;
}
