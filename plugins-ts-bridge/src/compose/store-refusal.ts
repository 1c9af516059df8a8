import { StoreLockedError } from '../adapters/sql/coordination/sqlite-lock.js';
import { SqliteDriverMissingError } from '../adapters/sql/driver/open.js';
import { StoreTooNewError } from '../adapters/sql/at-rest/schema-version.js';
import { CommandFailed } from '../cli/command.js';

/** The store cannot be used, for a reason that people can mend; one sentence without address or password. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

/** What people are told, by the start of the code of SQLite, PostgreSQL or the operating system. */
const sentences: readonly (readonly [codes: readonly string[], sentence: string])[] = [
  [
    ['SQLITE_NOTADB'],
    'The file of the store is not an SQLite database. Restore it from a backup, or set PMDS_STORE to another folder.',
  ],
  [
    ['SQLITE_CORRUPT', 'SQLITE_IOERR_SHORT_READ'],
    'The database of the store is damaged. Restore it from a backup, or move it away and sync again.',
  ],
  [
    ['SQLITE_READONLY', 'EROFS'],
    'The store can only be read. Let this user write to the folder of PMDS_STORE and to the files in it.',
  ],
  [
    ['SQLITE_FULL', 'ENOSPC', '53100'],
    'The disk of the store is full. Make room, then start again; nothing that was committed is lost.',
  ],
  [
    ['ENOTDIR', 'EEXIST', 'SQLITE_CANTOPEN'],
    'PMDS_STORE has to name a folder, and what stands there is something else or cannot be opened. Correct PMDS_STORE, or the rights of this user.',
  ],
  [
    ['EACCES', 'EPERM'],
    'This user may not use the folder of PMDS_STORE. Give it the rights to read and to write there.',
  ],
  [['SQLITE_BUSY'], 'Another process keeps the store busy. Try again, or stop that process.'],
  [
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET', '57P03'],
    'The PostgreSQL server of PMDS_STORE does not answer. Start it, or correct host and port in PMDS_STORE.',
  ],
  [['28P01', '28000'], 'PostgreSQL refuses the user or the password of PMDS_STORE. Correct them.'],
  [['3D000'], 'PostgreSQL has no database of the name in PMDS_STORE. Create it, or correct the name.'],
  [['42501'], 'PostgreSQL does not let the user of PMDS_STORE do this. Make it the owner of the database.'],
  [
    ['25006'],
    'The PostgreSQL database of PMDS_STORE can only be read. Name the server that takes writes, or lift default_transaction_read_only.',
  ],
  [['53300'], 'PostgreSQL has no connection left for PMDS_STORE. Raise max_connections, or end other connections.'],
];

/** @returns `null` for what is no trouble with the store. */
export function storeRefusal(cause: unknown): StoreRefused | null {
  for (const kind of [StoreLockedError, SqliteDriverMissingError, StoreTooNewError]) {
    if (cause instanceof kind) return new StoreRefused(cause.message, { cause });
  }
  const code = systemCodeOf(cause);
  if (code === null) return null;
  const known = sentences.find(([codes]) => codes.some((start) => code.startsWith(start)));
  const sentence =
    known?.[1] ??
    'The store of PMDS_STORE cannot be opened. Check that it is there and that this user may write to it.';
  return new StoreRefused(`${sentence} (${code})`, { cause });
}

/** Does a command's work with the store. @throws CommandFailed with one sentence where the store cannot be used */
export async function withStore<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const refused = error instanceof CommandFailed ? null : storeRefusal(error);
    throw refused === null ? error : new CommandFailed(refused.message, { cause: error });
  }
}

/** The system's or the database's code, from wherever in the chain of causes it is. */
function systemCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  if (error instanceof AggregateError) return systemCodeOf(error.errors[0]);
  return 'cause' in error ? systemCodeOf(error.cause) : null;
}
