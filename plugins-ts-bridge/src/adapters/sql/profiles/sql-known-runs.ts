import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { MemberTrace } from '../../../domain/run/trace.js';
import type { KnownRuns } from '../../../ports/store/profiles.js';
import { tracesOfMembers } from '../ledger/traces.js';
import type { Db } from '../staging/bulk.js';

export class SqlKnownRuns implements KnownRuns {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async activeRunOf(dataSyncId: RowId): Promise<SyncRunId | null> {
    const row = await this.#db
      .selectFrom('run')
      .select('run_id')
      .where('data_sync_id', '=', dataSyncId)
      .where('phase', '!=', 'ended')
      .executeTakeFirst();
    return (row?.run_id ?? null) as SyncRunId | null;
  }

  async knowsRun(runId: SyncRunId): Promise<boolean> {
    const row = await this.#db.selectFrom('run').select('run_id').where('run_id', '=', runId).executeTakeFirst();
    return row !== undefined;
  }

  async stateOfRun(runId: SyncRunId): Promise<'unknown' | 'open' | 'ended'> {
    const row = await this.#db.selectFrom('run').select('phase').where('run_id', '=', runId).executeTakeFirst();
    if (row === undefined) return 'unknown';
    return row.phase === 'ended' ? 'ended' : 'open';
  }

  async openTraces(dataSyncId: RowId, ids: readonly RowId[]): Promise<readonly MemberTrace[]> {
    const current = await this.#db
      .selectFrom('current_generation')
      .select('run_id')
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    return current === undefined ? [] : tracesOfMembers(this.#db, current.run_id, ids);
  }
}
