import type { RowId } from '@pmds/contracts/ids';
import { listChange, type CurrentList } from '../domain/list-changes.js';
import type { ProfileReader } from '../ports/profiles.js';

/** A sync that is marked safe to send, with its lists as they are now. */
export interface SafeSync {
  readonly dataSyncId: RowId;
  /** Version of the row; a row that was changed since is looked at again next time. */
  readonly etag: string;
  readonly lists: readonly CurrentList[];
}

/** Where the syncs that are marked safe to send are found, and where the mark is taken back. */
export interface SafeSyncs {
  list(signal: AbortSignal): Promise<readonly SafeSync[]>;
  /** @returns false when somebody changed the row meanwhile. */
  withdraw(sync: SafeSync, why: string, signal: AbortSignal): Promise<boolean>;
}

export interface WatchDependencies {
  readonly safe: SafeSyncs;
  readonly ledger: Pick<ProfileReader, 'syncedLists' | 'activeRunOf'>;
}

/**
 * One look at the lists of syncs that are marked safe to send: the mark is taken back from those whose lists changed since
 * they were synced. A run that is on its way sets the mark itself when it ends.
 * @returns the syncs whose mark was taken back.
 */
export async function watchLists({ safe, ledger }: WatchDependencies, signal: AbortSignal): Promise<readonly RowId[]> {
  const withdrawn: RowId[] = [];
  for (const sync of await safe.list(signal)) {
    if ((await ledger.activeRunOf(sync.dataSyncId)) !== null) continue;
    const synced = await ledger.syncedLists(sync.dataSyncId);
    // Synced by another service, or before its store was replaced: nothing to compare with.
    const why = synced === null ? null : listChange(synced, sync.lists);
    if (why !== null && (await safe.withdraw(sync, why, signal))) withdrawn.push(sync.dataSyncId);
  }
  return withdrawn;
}
