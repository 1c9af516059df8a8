import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SyncedMembers, SyncedRun } from '../../../ports/store/profiles.js';
import { strangersTo, syncedRun } from '../ledger/watched-sync.js';
import type { Db } from '../staging/bulk.js';

export class SqlSyncedMembers implements SyncedMembers {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  syncedRun(dataSyncId: RowId): Promise<SyncedRun | null> {
    return syncedRun(this.#db, dataSyncId);
  }

  strangersTo(dataSyncId: RowId, table: SelectableTable, ids: readonly RowId[]): Promise<readonly RowId[]> {
    return strangersTo(this.#db, dataSyncId, table, ids);
  }

  async held(dataSyncId: RowId): ReturnType<SyncedMembers['held']> {
    const row = await this.#db
      .selectFrom('current_generation')
      .select(['run_id', 'contact_profiles', 'lead_profiles'])
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      runId: row.run_id as SyncRunId,
      profiles: { contact: row.contact_profiles, lead: row.lead_profiles },
    };
  }
}
