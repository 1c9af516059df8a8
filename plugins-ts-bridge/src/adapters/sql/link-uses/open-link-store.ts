import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import type { LinkUseCounter } from '../../../ports/store/links/link-uses.js';
import type { MailCodes } from '../../../ports/store/links/mail-codes.js';
import { privateFile, privateFolder } from '../at-rest/private-files.js';
import { openSqlite } from '../driver/open.js';
import { migrate } from '../migrate.js';
import { linkUses } from '../migrations/web-forms/019-link-uses.js';
import { openPostgresDb } from '../postgres.js';
import type { Schema } from '../schema.js';
import type { Db } from '../staging/bulk.js';
import { SqlLinkUses } from './sql-link-uses.js';
import { SqlMailCodes } from './sql-mail-codes.js';

/** What the thread that answers people writes of links, while they wait. */
export interface LinkStore extends AsyncDisposable {
  readonly uses: LinkUseCounter;
  readonly codes: MailCodes;
}

/** A small file of its own, so that an answer waits for some bytes on disk and never behind a page that is being written. */
export async function openSqliteLinkStore(directory: string): Promise<LinkStore> {
  privateFolder(directory);
  const file = join(directory, 'links.sqlite');
  privateFile(file);
  const handle = openSqlite(file, { timeout: 5_000 });
  handle.pragma('journal_mode = WAL');
  // A use that was counted survives a power cut.
  handle.pragma('synchronous = FULL');
  handle.pragma('secure_delete = ON');
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: handle }) });
  const made = handle.prepare("select count(*) from sqlite_master where name = 'mail_code'").pluck();
  // Two processes may open it at once: who comes second finds the tables made.
  if (made.get() !== 1)
    await linkUses(new Kysely<unknown>({ dialect: new SqliteDialect({ database: handle }) })).catch((error: unknown) =>
      refuseUnmade(made.get() === 1, error),
    );
  return linkStore(db);
}

function refuseUnmade(isMade: boolean, error: unknown): void {
  if (!isMade) throw error;
}

export async function openPostgresLinkStore(url: string): Promise<LinkStore> {
  const db = openPostgresDb(url, 4);
  try {
    await migrate(db, 'postgres');
    return linkStore(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function linkStore(db: Db): LinkStore {
  return { uses: new SqlLinkUses(db), codes: new SqlMailCodes(db), [Symbol.asyncDispose]: () => db.destroy() };
}
