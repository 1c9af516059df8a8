import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import type { Purged, PurgeScope } from '../../../ports/store/purge.js';
import type { Retention } from '../../../ports/store/retention.js';
import { endLinksOfSync } from '../ledger/revocations.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import { SqlClosedMembersWriter } from '../staging/closed/closed-members.js';
import { purgePerson } from './purge-person.js';
import { purgeSync } from './purge-sync.js';
import { dueSyncs, holdersOf, holdingsOf } from './sql-holdings.js';

interface RetentionOptions {
  readonly dialect: BulkDriver['dialect'];
  /** Empties the log that still holds what was deleted, where there is one. */
  readonly overwrite: () => Promise<void>;
}

export class SqlRetention implements Retention {
  readonly #db: Db;
  readonly #options: RetentionOptions;

  constructor(db: Db, options: RetentionOptions) {
    this.#db = db;
    this.#options = options;
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
        await endLinksOfSync(db, id, at);
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

  due(until: Date): Promise<readonly RowId[]> {
    return dueSyncs(this.#db, until);
  }

  async purge(scope: PurgeScope, at: Date): Promise<Purged> {
    const { dialect } = this.#options;
    const purged = await this.#db.transaction().execute(async (db): Promise<Purged> => {
      // A run that begins meanwhile waits for this, and then finds nothing of it.
      if (dialect === 'postgres') await sql`select 1 from run where phase <> 'ended' for update`.execute(db);
      const runs = await holdersOf(db, scope);
      if (runs.length > 0) return { kind: 'refused', runs };
      const held = await holdingsOf(db, dialect, scope);
      if (scope.kind === 'sync') await purgeSync(db, scope.dataSyncId, at);
      else if (scope.kind === 'person') await purgePerson(db, dialect, scope.id, at);
      else await new SqlClosedMembersWriter(db, dialect).forgetBefore(new Date(scope.before));
      return { kind: 'purged', held };
    });
    if (purged.kind === 'purged') await this.#options.overwrite();
    return purged;
  }
}
