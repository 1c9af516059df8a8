import type { RowId } from '@pmds/contracts/ids';
import type { PlannedList } from './run.js';

/** A marketing list of a sync as it is now. */
export interface CurrentList {
  readonly id: RowId;
  readonly name: string;
  /** FetchXML of a dynamic list. */
  readonly query: string | null;
  /** What Dataverse counts on a static list, `null` for dynamic ones. */
  readonly memberCount: number | null;
}

/**
 * Why what was synced does not cover the lists any more, `null` while it does. Cheap on purpose: which lists there are,
 * their queries, and how many members the static ones count. Who came and went one for one, and whom a dynamic query finds
 * anew, shows in the next run.
 */
export function listChange(synced: readonly PlannedList[], now: readonly CurrentList[]): string | null {
  const reasons: string[] = [];
  for (const list of now) {
    const before = synced.find(({ id }) => id === list.id);
    if (before === undefined) {
      reasons.push(`marketing list "${list.name}" was added${missing(list.memberCount ?? 0)}`);
    } else if (before.query !== list.query) {
      reasons.push(`the query of marketing list "${list.name}" was changed`);
    } else {
      const more = (list.memberCount ?? 0) - (before.memberCount ?? list.memberCount ?? 0);
      if (more !== 0)
        reasons.push(`marketing list "${list.name}" has ${difference(more)} than when it was synced${missing(more)}`);
    }
  }
  for (const list of synced) {
    if (!now.some(({ id }) => id === list.id)) reasons.push(`marketing list "${list.name}" was removed`);
  }
  return reasons.length === 0 ? null : `Not safe to send any more: ${reasons.join('; ')}. Start the sync again.`;
}

function difference(more: number): string {
  const count = Math.abs(more);
  return `${count} ${count === 1 ? 'member' : 'members'} ${more > 0 ? 'more' : 'fewer'}`;
}

function missing(more: number): string {
  return more > 0 ? ` (not ready: ${more})` : '';
}
