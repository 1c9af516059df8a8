import { join } from 'node:path';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { privateFile, privateFolder } from './at-rest/private-files.js';
import { rememberFile } from './at-rest/same-file.js';
import type { SqliteHandle } from './driver/handle.js';
import { openSqlite } from './driver/open.js';
import { migrate } from './migrate.js';
import type { Schema } from './schema.js';
import { sqliteBulk } from './staging/sqlite-bulk.js';
import { SqlStorage } from './storage.js';
import { lockWriter } from './coordination/sqlite-lock.js';

/** File of the ledger and the profiles within the store's directory. */
export const ledgerFile = 'ledger.sqlite';

/** Opens a connection to the ledger with the settings every connection of ours has. */
export function openHandle(directory: string, readonly: boolean): SqliteHandle {
  if (!readonly) privateFile(join(directory, ledgerFile));
  const handle = openSqlite(join(directory, ledgerFile), { readonly, timeout: 10_000 });
  if (!readonly) {
    // Of a new file: rows of half a kilobyte that are appended by the thousand; a tenth less work than with 4 KB.
    handle.pragma('page_size = 16384');
    handle.pragma('journal_mode = WAL');
    // Safe against the death of the process; a power cut may lose the last commits, which are then done again.
    handle.pragma('synchronous = NORMAL');
    handle.pragma('wal_autocheckpoint = 4000');
    // A generation that is dropped passes through the log as a whole; the file is cut to this size after it, in bytes.
    handle.pragma('journal_size_limit = 67108864');
    // What is deleted is overwritten. Pages of members are only appended, which costs nothing more: decision 0029.
    handle.pragma('secure_delete = ON');
  }
  // Indexes are built through temporary files: memory must not depend on how many members there are.
  handle.pragma('temp_store = FILE');
  handle.pragma(`cache_size = ${readonly ? -4_000 : -12_000}`);
  return handle;
}

/**
 * The embedded store, for its one writer.
 * @throws StoreLockedError where another process writes this store.
 */
export async function openSqliteStorage(directory: string): Promise<SqlStorage> {
  privateFolder(directory);
  const unlock = lockWriter(directory);
  try {
    const handle = openHandle(directory, false);
    const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: handle }) });
    await migrate(db, 'sqlite');
    // The lock proves that whoever held a lease is gone: nobody has to wait for it to run out.
    await db.updateTable('run').set({ lease_owner: null, lease_until_ms: 0 }).execute();
    const unchanged = [ledgerFile, `${ledgerFile}-wal`].map((name) => rememberFile(join(directory, name)));
    const readHandle = openHandle(directory, true);
    const readDb = new Kysely<Schema>({ dialect: new SqliteDialect({ database: readHandle }) });
    return new SqlStorage({
      db,
      bulk: sqliteBulk(handle),
      readDb,
      readBulk: sqliteBulk(readHandle),
      refuseReplaced: () => {
        for (const check of unchanged) check();
      },
      // What the log holds is in the file and overwritten there; a reader at work keeps it until the next time.
      overwrite: async () => {
        await sql`pragma wal_checkpoint(TRUNCATE)`.execute(db);
      },
      close: async () => {
        await readDb.destroy();
        // The write-ahead log holds what was deleted, too.
        handle.pragma('wal_checkpoint(TRUNCATE)');
        await db.destroy();
        unlock();
      },
    });
  } catch (error) {
    unlock();
    throw error;
  }
}
