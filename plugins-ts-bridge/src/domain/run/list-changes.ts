import type { FieldSelection } from '@pmds/contracts/fields/field-selection';
import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { MemberTable } from '@pmds/contracts/fields/member-table';
import type { RowId } from '@pmds/contracts/ids';
import { counted } from '@pmds/contracts/wording';
import type { PlannedList, SyncOrder } from './run.js';
import { memberCountRead, newestMembershipRead } from './scope.js';

/** A marketing list of a sync as it is now. */
export interface CurrentList {
  readonly id: RowId;
  readonly name: string;
  /** FetchXML of a dynamic list. */
  readonly query: string | null;
  /** What Dataverse counts on a static list, `null` for dynamic ones. */
  readonly memberCount: number | null;
  /** Left out where it was not asked. */
  readonly active?: boolean;
  /** Whose rows the list holds; left out where it was not asked, `null` for what no list of ours holds. */
  readonly holds?: MemberTable | null;
  /** Somebody was put on the list since it was synced. */
  readonly gained?: boolean;
}

/** A sync as its row says it now. */
export interface SyncNow {
  /** `null` for a selection that cannot be read. */
  readonly fields: FieldSelection | null;
  readonly lists: readonly CurrentList[];
}

const named = (name: string): string => `marketing list "${name}"`;

/** Lists that are not what was synced any more: whoever is a member is for somebody else to say now. */
export function definitionChanges(synced: readonly PlannedList[], now: readonly CurrentList[]): readonly string[] {
  return synced.flatMap((list) => {
    const current = now.find(({ id }) => id === list.id);
    if (current === undefined) return [`${named(list.name)} was removed from the sync or deleted`];
    if (current.active === false) return [`${named(list.name)} was deactivated`];
    const kind = current.query === null ? 'static' : 'dynamic';
    const other = current.holds !== undefined && current.holds !== (list.holds ?? list.table);
    if (kind !== list.kind || other) return [`${named(list.name)} is of another kind now`];
    return current.query === list.query ? [] : [`the query of ${named(list.name)} was changed`];
  });
}

/** Static lists of which newer memberships than `since` are asked for. */
interface MembershipQuestion {
  readonly lists: readonly RowId[];
  /** Version number of a membership. */
  readonly since: number;
}

/**
 * What has to be asked to know who was put on static lists since they were read. Lists that a run did not cover are asked
 * for by themselves: an answer ends with the newest, and what was put on the others since would fill it.
 */
export function membershipQuestions(synced: readonly SyncOrder[]): readonly MembershipQuestion[] {
  const known = synced.flatMap(knownMemberships);
  return [false, true].flatMap((earlier) => {
    const asked = known.filter((list) => list.earlier === earlier);
    if (asked.length === 0) return [];
    const lists = [...new Set(asked.map(({ id }) => id))];
    return [{ lists, since: Math.min(...asked.map(({ newest }) => newest)) }];
  });
}

/** Static lists with the version number of the newest membership that was there when each was read, where it is known. */
function knownMemberships(synced: SyncOrder): readonly { id: RowId; newest: number; earlier: boolean }[] {
  return synced.lists.flatMap((list) => {
    const newest = list.kind === 'static' ? newestMembershipRead(synced, list) : undefined;
    return newest === undefined ? [] : [{ id: list.id, newest, earlier: list.asOf !== undefined }];
  });
}

/**
 * Lists with the word whether somebody was put on each since it was read.
 * @param newest Version numbers of the newest memberships now.
 */
export function gainedSince(
  synced: SyncOrder,
  now: readonly CurrentList[],
  newest: ReadonlyMap<RowId, number>,
): readonly CurrentList[] {
  const read = new Map(knownMemberships(synced).map((list) => [list.id, list.newest]));
  return now.map((list) => ({ ...list, gained: (newest.get(list.id) ?? 0) > (read.get(list.id) ?? Infinity) }));
}

/**
 * Lists that were added, and static lists with other members. By the number of members and by the newest membership, so that
 * somebody who came while somebody else left is seen as well.
 */
function memberChanges(synced: readonly PlannedList[], now: readonly CurrentList[]): readonly string[] {
  return now.flatMap((current) => {
    const list = synced.find(({ id }) => id === current.id);
    if (list === undefined) return [`${named(current.name)} was added${missing(current.memberCount ?? 0)}`];
    const more = (current.memberCount ?? 0) - (memberCountRead(list) ?? current.memberCount ?? 0);
    if (more !== 0) return [`${named(current.name)} has ${difference(more)} than when it was synced${missing(more)}`];
    return current.gained === true ? [`${named(current.name)} has other members than when it was synced`] : [];
  });
}

/** Columns that were added to the selection or taken out of it; their order is no matter. */
function fieldChanges(synced: FieldSelection, now: FieldSelection | null): readonly string[] {
  if (now === null) return ['the selection of fields cannot be read any more'];
  return selectableTables.flatMap((table) => {
    const added = now[table].filter((column) => !synced[table].includes(column));
    const removed = synced[table].filter((column) => !now[table].includes(column));
    return [
      ...(added.length === 0 ? [] : [`fields of ${table} were added that are not synced yet: ${some(added)}`]),
      ...(removed.length === 0 ? [] : [`fields of ${table} were removed that are still synced: ${some(removed)}`]),
    ];
  });
}

/** Everything about the row of a sync that what was synced does not cover. */
export function syncChanges({ lists, fields }: Pick<SyncOrder, 'lists' | 'fields'>, now: SyncNow): readonly string[] {
  return [
    ...memberChanges(lists, now.lists),
    ...definitionChanges(lists, now.lists),
    ...fieldChanges(fields, now.fields),
  ];
}

/** Why what was synced does not cover the lists any more, `null` while it does. */
export function listChange(synced: readonly PlannedList[], now: readonly CurrentList[]): string | null {
  return notSafeAnyMore([...memberChanges(synced, now), ...definitionChanges(synced, now)]);
}

/** The sentence that takes *Safe to Send* back, `null` without a reason. */
export function notSafeAnyMore(reasons: readonly string[]): string | null {
  return reasons.length === 0 ? null : `Not safe to send any more: ${reasons.join('; ')}. Start the sync again.`;
}

/** More names than this are counted, so that a sentence stays one. */
const mostNames = 5;

function some(columns: readonly string[]): string {
  const rest = columns.length - mostNames;
  return `${columns.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function difference(more: number): string {
  const count = Math.abs(more);
  return `${counted(count, 'member')} ${more > 0 ? 'more' : 'fewer'}`;
}

function missing(more: number): string {
  return more > 0 ? ` (not ready: ${more})` : '';
}
