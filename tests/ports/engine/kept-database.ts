import type { QueryResult } from 'pg';
import pg from 'pg';
import { openPostgresStorage } from '@pmds/bridge/adapters/sql/postgres';
import { postgresBackend, type PostgresBackend } from './postgres-backend';

/**
 * Makes stores that are as new, each in a database that a test before has left: to empty its tables takes a tenth of the time
 * of making a database and bringing it to the schema. Tests that are about a new database take `postgresBackend`.
 */
export function keptDatabases(server: string): () => Promise<PostgresBackend> {
  const free: KeptDatabase[] = [];
  afterAll(async () => {
    for (const database of free.splice(0)) await database.backend.dispose();
  });
  return async () => {
    const database = free.pop() ?? (await newDatabase(server));
    const dispose = async (): Promise<void> => {
      await empty(database);
      free.push(database);
    };
    return { ...database.backend, dispose };
  };
}

interface KeptDatabase {
  readonly backend: PostgresBackend;
  /** What the schema has of itself: tables that a run makes are not among them. */
  readonly tables: ReadonlySet<string>;
}

async function newDatabase(server: string): Promise<KeptDatabase> {
  const backend = await postgresBackend(server);
  const storage = await openPostgresStorage(backend.url);
  await storage[Symbol.asyncDispose]();
  const client = await connected(backend.url);
  try {
    return { backend, tables: new Set(await tablesOf(client)) };
  } finally {
    await client.end();
  }
}

/** Ends whoever is still there, as dropping the database would, then takes out whatever was put in. */
async function empty({ backend, tables }: KeptDatabase): Promise<void> {
  const client = await connected(backend.url);
  try {
    await client.query(
      'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const found = await tablesOf(client);
    const made = found.filter((table) => !tables.has(table) && !isQueue(table));
    const kept = found.filter((table) => tables.has(table) || table === 'pgboss.job' || table === 'pgboss.archive');
    await client.query(
      [
        ...made.map((table) => `drop table ${table} cascade`),
        ...kept.filter((table) => !isMigration(table)).map((table) => `delete from ${table}`),
        `select setval(format('%I.%I', schemaname, sequencename), start_value, false) from pg_sequences`,
      ].join('; '),
    );
  } finally {
    await client.end();
  }
}

const isQueue = (table: string): boolean => table.startsWith('pgboss.');
const isMigration = (table: string): boolean => table.startsWith('public.kysely_');

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const found: QueryResult<{ readonly name: string }> = await client.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  );
  return found.rows.map(({ name }) => name);
}
