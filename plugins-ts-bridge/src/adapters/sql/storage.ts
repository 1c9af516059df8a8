import type { RawBuilder } from 'kysely';
import type { Storage, StoreReader, UnitOfWork } from '../../ports/store/storage.js';
import type { BulkDriver, Db } from './staging/bulk.js';
import { dropTables } from './staging/bulk-tables.js';
import type { HandOn } from './ledger/ranges.js';
import { SqlLeases } from './coordination/leases.js';
import { SqlRetention } from './retention/sql-retention.js';
import { SqlUserLimits, type SharingProcess } from './coordination/user-limits.js';
import { sqlReader, sqlUnitOfWork } from './unit-of-work.js';

/** An open database: where writing happens, and a connection that sees only what was committed. */
export interface Backend {
  readonly db: Db;
  readonly bulk: BulkDriver;
  readonly readDb: Db;
  readonly readBulk: BulkDriver;
  /** Told of ranges that have a next page, where somebody else may go on with them. */
  readonly handOn?: HandOn;
  /** See `Storage.refuseReplaced`. */
  readonly refuseReplaced?: () => void;
  /** See `RetentionOptions`. */
  readonly overwrite?: () => Promise<void>;
  /** See `SqlLeases`. */
  readonly ownerIsGone?: RawBuilder<boolean>;
  /** Others may sign in to Dataverse as the same users. */
  readonly process?: SharingProcess;
  close(): Promise<void>;
}

/** Ledger and profiles on either database. */
export class SqlStorage implements Storage {
  readonly read: StoreReader;
  readonly leases: SqlLeases;
  readonly retention: SqlRetention;
  readonly userLimits: SqlUserLimits;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.read = sqlReader(backend.readDb, backend.readBulk);
    this.leases = new SqlLeases(backend.db, backend.ownerIsGone);
    this.retention = new SqlRetention(backend.db, {
      dialect: backend.bulk.dialect,
      overwrite: backend.overwrite ?? (() => Promise.resolve()),
    });
    this.userLimits = new SqlUserLimits(backend.db, backend.process);
  }

  transaction<Value>(work: (unit: UnitOfWork) => Promise<Value>): Promise<Value> {
    const { db, bulk, handOn } = this.#backend;
    return db.transaction().execute((transaction) => work(sqlUnitOfWork(transaction, bulk, handOn)));
  }

  refuseReplaced(): void {
    this.#backend.refuseReplaced?.();
  }

  async sweep(): Promise<boolean> {
    const { db } = this.#backend;
    const next = await db
      .selectFrom('run')
      .select(['run_id', 'generation', 'leftover'])
      .where('phase', '=', 'ended')
      .where('leftover', '!=', 'none')
      .orderBy('generation')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return false;
    await db.transaction().execute(async (transaction) => {
      await dropTables(transaction, next.generation, next.leftover);
      await transaction.deleteFrom('range').where('run_id', '=', next.run_id).execute();
      await transaction.updateTable('run').set({ leftover: 'none' }).where('run_id', '=', next.run_id).execute();
    });
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#backend.close();
  }
}
