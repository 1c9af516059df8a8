import type { RowId } from '@pmds/contracts/ids';
import type { Purged, PurgeScope } from './purge.js';

interface WatchedSync {
  readonly dataSyncId: RowId;
  /** Its row was found deleted. */
  readonly deleted: boolean;
  /** A run of it is on its way. */
  readonly running: boolean;
}

/** What becomes of syncs whose row was deleted in Dataverse. */
export interface Retention {
  /** Syncs that were run, those with a run on its way first. */
  watched(): Promise<readonly WatchedSync[]>;
  /**
   * Keeps that the rows are gone: links made for their runs are ended, nobody is read from them any more, and runs that are
   * on their way are to be cancelled.
   */
  keepDeleted(dataSyncIds: readonly RowId[], at: Date): Promise<void>;
  /** Whether the row of this sync was found deleted. */
  isKeptDeleted(dataSyncId: RowId): Promise<boolean>;
  /** Somebody restored the row: people are read from it again; links that were ended stay so. */
  keepRestored(dataSyncId: RowId): Promise<void>;
  /** Syncs that were found deleted at this time or before, of which no run is on its way and no mail waits. */
  due(until: Date): Promise<readonly RowId[]>;
  /** Removes everything that is stored of something, in one transaction; links to it are ended. */
  purge(scope: PurgeScope, at: Date): Promise<Purged>;
}
