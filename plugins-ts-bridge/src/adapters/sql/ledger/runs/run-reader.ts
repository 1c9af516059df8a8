import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Run } from '../../../../domain/run/run.js';
import type { CurrentGeneration, RunReader } from '../../../../ports/store/ledger/runs.js';
import type { Db } from '../../staging/bulk.js';
import { runOf } from '../codec.js';

export class SqlRunReader implements RunReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(runId: SyncRunId): Promise<Run | null> {
    const row = await this.#db.selectFrom('run').selectAll().where('run_id', '=', runId).executeTakeFirst();
    return row === undefined ? null : runOf(row);
  }

  async open(): Promise<readonly Run[]> {
    const rows = await this.#db
      .selectFrom('run')
      .selectAll()
      .where('phase', '!=', 'ended')
      .orderBy('requested_at')
      .orderBy('generation')
      .execute();
    return rows.map(runOf);
  }

  async openIds(limit: number): Promise<readonly Pick<Run, 'runId' | 'cancelRequested'>[]> {
    const rows = await this.#db
      .selectFrom('run')
      .select(['run_id', 'cancel_requested'])
      .where('phase', '!=', 'ended')
      .orderBy('requested_at')
      .orderBy('generation')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ runId: row.run_id as SyncRunId, cancelRequested: row.cancel_requested !== 0 }));
  }

  async unclaimed(): Promise<readonly Pick<Run, 'runId' | 'dataSyncId'>[]> {
    const rows = await this.#db
      .selectFrom('run')
      .select(['run_id', 'data_sync_id'])
      .where('phase', '=', 'claim')
      .where('started_at', 'is', null)
      .where('lease_owner', 'is', null)
      .execute();
    return rows.map((row) => ({ runId: row.run_id as SyncRunId, dataSyncId: row.data_sync_id as RowId }));
  }

  async lastEnded(dataSyncId: RowId, except: SyncRunId): Promise<Run | null> {
    const row = await this.#db
      .selectFrom('run')
      .selectAll()
      .where('data_sync_id', '=', dataSyncId)
      .where('run_id', '!=', except)
      .where('phase', '=', 'ended')
      .where((eb) => eb.or([eb('failure_code', 'is not', null), eb('manifest', 'is not', null)]))
      .orderBy('generation', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : runOf(row);
  }

  async currentGeneration(dataSyncId: RowId): Promise<CurrentGeneration | null> {
    const row = await this.#db
      .selectFrom('current_generation')
      .selectAll()
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      runId: row.run_id as SyncRunId,
      generation: row.generation,
      profiles: { contact: row.contact_profiles, lead: row.lead_profiles },
      startedAt: new Date(row.started_at),
      startedByServer: row.server_time !== 0,
      columns: row.columns,
    };
  }

  async manifest(runId: SyncRunId): Promise<string | null> {
    const row = await this.#db.selectFrom('run').select('manifest').where('run_id', '=', runId).executeTakeFirst();
    return row?.manifest ?? null;
  }
}
