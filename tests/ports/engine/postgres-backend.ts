import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPostgresLinkStore } from '@pmds/bridge/adapters/sql/link-uses/open-link-store';
import { openPostgresProofReader } from '@pmds/bridge/adapters/sql/profiles/open-proof-reader';
import { openPostgresProfileReader, openPostgresStorage, SharedStorage } from '@pmds/bridge/adapters/sql/postgres';
import type { RowId } from '@pmds/contracts/ids';
import { guidBytes } from '@pmds/bridge/domain/guid';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { PgBossWork } from '@pmds/bridge/adapters/work/pg-boss';
import { RangeQueue } from '@pmds/bridge/adapters/work/pg-boss-queue';
import type { Backend } from './world';

/** URL of a PostgreSQL server whose databases tests may make and drop; CI starts one. */
export const postgresUrl = process.env['PMDS_TEST_POSTGRES'];

async function query(url: string, statement: string, values: readonly unknown[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

async function onServer(url: string, statement: string, values: readonly unknown[] = []): Promise<number> {
  return (await query(url, statement, values)).rowCount ?? 0;
}

export interface PostgresBackend extends Backend {
  readonly url: string;
  /** What is stored of a member, as text. */
  cellsOf(generation: number, id: RowId): Promise<string>;
  /** Rows of a table as its statistics say; -1 while there are none. */
  rowsInStatistics(table: string): Promise<number>;
  /** Sessions that wait for a row which another transaction holds. */
  waitingSessions(): Promise<number>;
}

/** A database of its own on the server. */
export async function postgresBackend(server: string): Promise<PostgresBackend> {
  const name = `pmds_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    open: () => openPostgresStorage(url.href),
    openReader: () => Promise.resolve(openPostgresProfileReader(url.href)),
    openLinks: () => openPostgresLinkStore(url.href),
    cellsOf: async (generation, id) => {
      const found = await query(url.href, `select cells from profile_${generation} where id = $1`, [
        Buffer.from(guidBytes(id)),
      ]);
      return String((found.rows as { readonly cells: string }[])[0]?.cells);
    },
    rowsInStatistics: async (table) => {
      const found = await query(url.href, 'select reltuples as n from pg_class where relname = $1', [table]);
      return Number((found.rows as { readonly n: number }[])[0]?.n);
    },
    waitingSessions: async () => {
      const text = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      const found = await query(url.href, text, []);
      return Number((found.rows as { readonly n: number }[])[0]?.n);
    },
    dropProfile: async (generation, id) => {
      const bytes = Buffer.from(guidBytes(id));
      const dropped = await onServer(url.href, `delete from profile_${generation} where id = $1`, [bytes]);
      if (dropped !== 1) throw new Error(`${dropped} profiles were dropped.`);
    },
    addProfile: async (generation, id) => {
      const bytes = Buffer.from(guidBytes(id));
      await onServer(url.href, `insert into profile_${generation} values (1, $1, $1, '[]')`, [bytes]);
    },
    execute: (statement, values) => {
      let number = 0;
      const numbered = statement.replaceAll('?', () => `$${String((number += 1))}`);
      return onServer(
        url.href,
        numbered,
        values.map((value) => (typeof value === 'string' ? value : Buffer.from(value))),
      );
    },
    openProof: () => openPostgresProofReader(url.href),
    dispose: async () => {
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

/** The same store, with ranges handed on through pg-boss as between processes. */
export async function sharedBackend(backend: PostgresBackend): Promise<PostgresBackend> {
  const queue = await openQueue(backend.url);
  return {
    ...backend,
    open: () => openShared(backend.url, queue),
    openWork: (storage) => {
      if (!(storage instanceof SharedStorage)) throw new Error('The store is not a shared one.');
      const { leases, holds } = storage;
      return Promise.resolve({
        make: (worker) => new PgBossWork({ worker, queue, leases, holds, clock: systemClock }),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      });
    },
    dispose: async () => {
      await queue[Symbol.asyncDispose]();
      await backend.dispose();
    },
  };
}

export function openQueue(url: string): Promise<RangeQueue> {
  return RangeQueue.open(url, () => undefined);
}

/** The store of a process that shares work with others. */
export function openShared(url: string, queue: RangeQueue, owner = 'test'): Promise<SharedStorage> {
  return openPostgresStorage(url, {
    owner,
    enqueueNext: ({ runId, plannedSend }, { stage, number }, within) =>
      queue.send({ runId, stage, range: number, plannedSend }, within),
  });
}
