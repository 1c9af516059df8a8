import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPool } from '../postgres.js';
import { ledgerFile } from '../sqlite.js';

/** Whether the service has made its store in this folder. Makes nothing. */
export function sqliteStoreExists(directory: string): boolean {
  return existsSync(join(directory, ledgerFile));
}

/** Whether the service has made its tables in this database. Makes nothing. */
export async function postgresStoreExists(url: string): Promise<boolean> {
  const pool = openPool(url, 1);
  try {
    const { rows } = await pool.query<{ made: boolean }>("select to_regclass('kysely_migration') is not null as made");
    return rows[0]?.made === true;
  } finally {
    await pool.end();
  }
}
