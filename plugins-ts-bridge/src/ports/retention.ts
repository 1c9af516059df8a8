import type { RowId } from '@pmds/contracts/ids';

/** What went with a sync. */
export interface PurgedSync {
  readonly dataSyncId: RowId;
  readonly runs: number;
  readonly profiles: number;
}

/** What becomes of syncs whose row was deleted in Dataverse. */
export interface Retention {
  /** Syncs that were run and of which no run is on its way; `deleted`: their row was found deleted. */
  watched(): Promise<readonly { readonly dataSyncId: RowId; readonly deleted: boolean }[]>;
  /** Keeps that the rows are gone: links made for their runs are ended, and nobody is read from them any more. */
  keepDeleted(dataSyncIds: readonly RowId[], at: Date): Promise<void>;
  /** Somebody restored the row: people are read from it again; links that were ended stay so. */
  keepRestored(dataSyncId: RowId): Promise<void>;
  /** Syncs that were found deleted at this time or before, and of which no run is on its way. */
  due(until: Date): Promise<readonly RowId[]>;
  /** Removes runs, members, values, traces and reports of a sync, in one transaction. */
  purge(dataSyncId: RowId): Promise<PurgedSync>;
}
