import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { ProfileReader } from '../../ports/store/profiles.js';
import type { Db } from './staging/bulk.js';
import { copyingPool } from './staging/copying-pool.js';
import { handOnBy, type EnqueueNext } from './ledger/enqueue-next.js';
import { migrate } from './migrate.js';
import { postgresBulk } from './staging/postgres-bulk.js';
import { PostgresIntake } from './intake/postgres-intake.js';
import { ownerIsGone, PostgresPresence } from './coordination/postgres-presence.js';
import { postgresReads } from './openings/prepared-reads.js';
import { createProfileReader } from './profiles/profile-reader.js';
import type { Schema } from './schema.js';
import { SqlStorage, type Backend } from './storage.js';
import { PostgresHolds } from './coordination/postgres-holds.js';

/** A pool whose counts and sums are numbers, as they are on SQLite, where the driver's default is text. */
export function openPool(url: string, connections: number): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  const settings: pg.PoolConfig & PoolSettings = {
    connectionString: url,
    max: connections,
    types,
    // Compiling a statement takes longer than any of ours that the server would compile.
    onConnect: (client) => client.query('set jit = off').catch(() => undefined),
  };
  const pool = new pg.Pool(settings);
  // An idle connection that breaks is replaced at the next query, which tells if the server is gone for good.
  pool.on('error', () => undefined);
  return pool;
}

/** What pg-pool waits for before it hands out a new connection; its types know nothing of the waiting. */
interface PoolSettings {
  readonly onConnect: (client: pg.ClientBase) => Promise<unknown>;
}

export function openPostgresDb(url: string, connections: number): Db {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: copyingPool(openPool(url, connections)) }) });
}

interface SharedWork {
  /** Name of this process in leases. */
  readonly owner: string;
  /** Hands ranges on through a queue in the same database. */
  readonly enqueueNext: EnqueueNext;
}

/**
 * The store for several bridge processes. Brings the schema up to date; safe with two processes starting at once.
 * @param shared For a process that shares work with others: they notice its death at once.
 */
export async function openPostgresStorage(url: string): Promise<SqlStorage>;
export async function openPostgresStorage(url: string, shared: SharedWork): Promise<SharedStorage>;
export async function openPostgresStorage(url: string, shared?: SharedWork): Promise<SqlStorage> {
  const db = openPostgresDb(url, 8);
  try {
    await migrate(db, 'postgres');
    const backend = { db, bulk: postgresBulk, readDb: db, readBulk: postgresBulk, close: () => db.destroy() };
    return shared === undefined ? new SqlStorage(backend) : await sharedStorage(url, backend, shared);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The store of a process among others. */
export class SharedStorage extends SqlStorage {
  /** What this process is at work on, for the others to see. */
  readonly holds: PostgresHolds;

  constructor(backend: Backend, holds: PostgresHolds) {
    super(backend);
    this.holds = holds;
  }
}

async function sharedStorage(
  url: string,
  backend: Backend,
  { owner, enqueueNext }: SharedWork,
): Promise<SharedStorage> {
  const presence = await PostgresPresence.show(url, owner);
  const shared = {
    ...backend,
    handOn: handOnBy(enqueueNext),
    ownerIsGone: ownerIsGone('run.lease_owner'),
    process: { owner, listen: (changed: () => void) => presence.onNotice(changed) },
    close: async () => {
      await presence[Symbol.asyncDispose]();
      await backend.close();
    },
  };
  return new SharedStorage(shared, new PostgresHolds(presence));
}

export async function openPostgresIntake(url: string): Promise<PostgresIntake> {
  const db = openPostgresDb(url, 2);
  try {
    await migrate(db, 'postgres');
    const intake = new PostgresIntake(db);
    await intake.tryAgain();
    return intake;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

export function openPostgresProfileReader(url: string): ProfileReader {
  const pool = openPool(url, 8);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return createProfileReader(db, postgresReads(pool), () => db.destroy());
}
