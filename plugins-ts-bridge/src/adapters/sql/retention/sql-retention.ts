import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import type { PurgedSync, Retention } from '../../../ports/retention.js';
import type { Db } from '../bulk.js';
import { dropTables } from '../bulk-tables.js';

/** Everything the ledger keeps of a run, by its id. */
const ofRuns = ['range', 'chunk_count', 'list_count', 'trace', 'outbox', 'dead_letter'] as const;

export class SqlRetention implements Retention {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async watched(): ReturnType<Retention['watched']> {
    const rows = await this.#db
      .selectFrom('run')
      .leftJoin('deleted_sync as gone', 'gone.data_sync_id', 'run.data_sync_id')
      .select(['run.data_sync_id', 'gone.noticed_at'])
      .distinct()
      // Starts of rows that never were have no order: nothing is stored of them.
      .where('sync_order', 'is not', null)
      .execute();
    const open = await this.#db.selectFrom('run').select('data_sync_id').where('phase', '!=', 'ended').execute();
    const running = new Set(open.map(({ data_sync_id }) => data_sync_id));
    return rows
      .map((row) => ({
        dataSyncId: row.data_sync_id as RowId,
        deleted: row.noticed_at !== null,
        running: running.has(row.data_sync_id),
      }))
      .sort((a, b) => Number(b.running) - Number(a.running));
  }

  async keepRestored(dataSyncId: RowId): Promise<void> {
    await this.#db.deleteFrom('deleted_sync').where('data_sync_id', '=', dataSyncId).execute();
  }

  async keepDeleted(dataSyncIds: readonly RowId[], at: Date): Promise<void> {
    const time = at.toISOString();
    await this.#db.transaction().execute(async (db) => {
      for (const id of dataSyncIds) {
        await db
          .insertInto('deleted_sync')
          .values({ data_sync_id: id, noticed_at: time })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await sql`insert into revocation (kind, value, at)
          select 'run', run_id, ${time} from run where data_sync_id = ${id}
          on conflict (kind, value) do nothing`.execute(db);
        await db
          .updateTable('run')
          .set({ cancel_requested: 1 })
          .where('data_sync_id', '=', id)
          .where('phase', '!=', 'ended')
          .execute();
      }
    });
  }

  async isKeptDeleted(dataSyncId: RowId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('deleted_sync')
      .select('noticed_at')
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async due(until: Date): Promise<readonly RowId[]> {
    const rows = await this.#db
      .selectFrom('deleted_sync')
      .select('data_sync_id')
      .where('noticed_at', '<=', until.toISOString())
      .where('data_sync_id', 'not in', (eb) =>
        eb.selectFrom('run').select('data_sync_id').where('phase', '!=', 'ended'),
      )
      .execute();
    return rows.map(({ data_sync_id }) => data_sync_id as RowId);
  }

  purge(dataSyncId: RowId): Promise<PurgedSync> {
    return this.#db.transaction().execute(async (db) => {
      const runs = await db
        .selectFrom('run')
        .select(['run_id', 'generation'])
        .where('data_sync_id', '=', dataSyncId)
        .execute();
      const current = await db
        .deleteFrom('current_generation')
        .where('data_sync_id', '=', dataSyncId)
        .returning(['contact_profiles', 'lead_profiles'])
        .executeTakeFirst();
      for (const { run_id, generation } of runs) {
        await dropTables(db, generation, 'all');
        for (const table of ofRuns) await db.deleteFrom(table).where('run_id', '=', run_id).execute();
      }
      await db.deleteFrom('outbox_delay').where('subject', '=', dataSyncId).execute();
      await db.deleteFrom('run').where('data_sync_id', '=', dataSyncId).execute();
      await db.deleteFrom('deleted_sync').where('data_sync_id', '=', dataSyncId).execute();
      const profiles = (current?.contact_profiles ?? 0) + (current?.lead_profiles ?? 0);
      return { dataSyncId, runs: runs.length, profiles };
    });
  }
}
