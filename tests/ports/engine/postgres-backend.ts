import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPostgresProfileReader, openPostgresStorage } from '@pmds/bridge/adapters/sql/postgres';
import { guidBytes } from '@pmds/bridge/domain/guid';
import type { Backend } from './world';

/** URL of a PostgreSQL server whose databases tests may make and drop; CI starts one. */
export const postgresUrl = process.env['PMDS_TEST_POSTGRES'];

async function onServer(url: string, statement: string, values: readonly unknown[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** A database of its own on the server. */
export async function postgresBackend(server: string): Promise<Backend & { readonly url: string }> {
  const name = `pmds_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    open: () => openPostgresStorage(url.href),
    openReader: () => Promise.resolve(openPostgresProfileReader(url.href)),
    dropProfile: async (generation, id) => {
      const bytes = Buffer.from(guidBytes(id));
      const dropped = await onServer(url.href, `delete from profile_${generation} where id = $1`, [bytes]);
      if (dropped !== 1) throw new Error(`${dropped} profiles were dropped.`);
    },
    addProfile: async (generation, id) => {
      const bytes = Buffer.from(guidBytes(id));
      await onServer(url.href, `insert into profile_${generation} values (1, $1, $1, '[]')`, [bytes]);
    },
    dispose: async () => {
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}
