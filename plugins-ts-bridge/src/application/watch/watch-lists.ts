import type { RowId } from '@pmds/contracts/ids';
import {
  gainedSince,
  membershipQuestions,
  notSafeAnyMore,
  syncChanges,
  type SyncNow,
} from '../../domain/run/list-changes.js';
import { sameOptOuts, type PlannedList } from '../../domain/run/run.js';
import type { OptOutFlag } from '../../domain/member/settled-outcome.js';
import type { KnownRuns, SyncedMembers, SyncedRun } from '../../ports/store/profiles.js';
import type { RunRevocations } from '../../ports/store/revocations.js';

/** A sync that is marked safe to send, as its row and lists are now. */
export interface SafeSync extends SyncNow {
  readonly dataSyncId: RowId;
  /** Version of the row; a row that was changed since is looked at again next time. */
  readonly etag: string;
}

/** Where the syncs that are marked safe to send are found, and where the mark is taken back. */
export interface SafeSyncs {
  list(signal: AbortSignal): Promise<readonly SafeSync[]>;
  /** Of static lists that somebody was put on since: the version number of the newest membership. */
  newestMemberships(lists: readonly RowId[], since: number, signal: AbortSignal): Promise<ReadonlyMap<RowId, number>>;
  /** Primary contacts of accounts on a list that were changed since; `null` where they are too many to look at. */
  changedPrimaryContacts(list: PlannedList, since: Date, signal: AbortSignal): Promise<readonly RowId[] | null>;
  /** @returns false when somebody changed the row meanwhile. */
  withdraw(sync: SafeSync, why: string, signal: AbortSignal): Promise<boolean>;
}

export interface WatchDependencies {
  readonly safe: SafeSyncs;
  readonly runs: Pick<KnownRuns, 'activeRunOf'>;
  readonly syncs: Omit<SyncedMembers, 'held'>;
  readonly revocations: Pick<RunRevocations, 'isRunRevoked'>;
  /** Flags that stand against a mailing now. */
  readonly optOutFlags: readonly OptOutFlag[];
}

/**
 * One look at everything that syncs which are marked safe to send rest on: the mark is taken back where something of it has
 * changed since they were synced. A run that is on its way sets the mark itself when it ends.
 *
 * Costs one call for all of them, one per 200 static lists, and one per list of accounts.
 * @returns the syncs whose mark was taken back.
 */
export async function watchLists(dependencies: WatchDependencies, signal: AbortSignal): Promise<readonly RowId[]> {
  const { safe, runs, syncs } = dependencies;
  const watched: Watched[] = [];
  for (const sync of await safe.list(signal)) {
    if ((await runs.activeRunOf(sync.dataSyncId)) !== null) continue;
    const synced = await syncs.syncedRun(sync.dataSyncId);
    // Synced by another service, or before its store was replaced: nothing to compare with.
    if (synced !== null) watched.push({ sync, synced });
  }
  const newest = await newestOf(safe, watched, signal);
  const withdrawn: RowId[] = [];
  for (const one of watched) {
    const why = notSafeAnyMore(await reasonsOf(dependencies, one, newest, signal));
    if (why !== null && (await safe.withdraw(one.sync, why, signal))) withdrawn.push(one.sync.dataSyncId);
  }
  return withdrawn;
}

/** The clocks of two machines differ by less. Accounts that were changed before the run are covered by it, so it costs nothing. */
const clockSkewMs = 20 * 60_000;

interface Watched {
  readonly sync: SafeSync;
  readonly synced: SyncedRun;
}

/** Asked for all syncs at once, from the one that was synced first; lists that their last run did not cover once more. */
async function newestOf(
  safe: SafeSyncs,
  watched: readonly Watched[],
  signal: AbortSignal,
): Promise<ReadonlyMap<RowId, number>> {
  const newest = new Map<RowId, number>();
  for (const { lists, since } of membershipQuestions(watched.map(({ synced }) => synced.order))) {
    for (const [list, version] of await safe.newestMemberships(lists, since, signal)) {
      newest.set(list, Math.max(version, newest.get(list) ?? 0));
    }
  }
  return newest;
}

async function reasonsOf(
  { safe, syncs, revocations, optOutFlags }: WatchDependencies,
  { sync, synced }: Watched,
  newest: ReadonlyMap<RowId, number>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { order } = synced;
  const lists = gainedSince(order, sync.lists, newest);
  const reasons = [...syncChanges(order, { ...sync, lists })];
  if (!sameOptOuts(order, { ...order, optOutFlags }))
    reasons.push('other flags stand against a mailing than when it was synced');
  if (await revocations.isRunRevoked(synced.runId)) reasons.push('the links made for its last run were taken back');
  for (const list of order.lists) {
    if (list.holds !== 'account' || !sync.lists.some(({ id }) => id === list.id)) continue;
    const contacts = await safe.changedPrimaryContacts(
      list,
      new Date(synced.startedAt.getTime() - clockSkewMs),
      signal,
    );
    const strangers = contacts === null ? null : await syncs.strangersTo(sync.dataSyncId, 'contact', contacts);
    if (strangers === null) reasons.push(`many accounts on marketing list "${list.name}" were changed`);
    else if (strangers.length > 0) {
      const count = strangers.length === 1 ? 'an account' : `${strangers.length} accounts`;
      reasons.push(
        `another primary contact was chosen for ${count} on marketing list "${list.name}" (not ready: ${strangers.length})`,
      );
    }
  }
  return reasons;
}
