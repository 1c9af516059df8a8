import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cannotOpen, type OpenOptions, type SqliteDriver, type SqliteHandle } from './handle.js';
import { libsqlDriver, type LibsqlConstructor } from './libsql.js';

const load = createRequire(import.meta.url);

/** The version of Node-API that better-sqlite3's binaries are made for; on an older one they end the process. */
const nodeApiOfBetterSqlite = 10;

/** No library that opens SQLite files could be loaded. */
export class SqliteDriverMissingError extends Error {
  constructor(causes: readonly Error[]) {
    const platform = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
    super(
      `The embedded store cannot be opened: neither better-sqlite3 nor libsql could be loaded (${platform}). Install again with npm ci, without --omit=optional, or set PMDS_STORE to a PostgreSQL database.`,
      { cause: new AggregateError(causes) },
    );
    this.name = 'SqliteDriverMissingError';
  }
}

type BetterSqlite = new (file: string, options: OpenOptions) => SqliteHandle;

/** The drivers that this Node can load, the one to use first. */
export const driverLoaders: readonly { readonly name: string; readonly load: () => SqliteDriver }[] = [
  {
    name: 'better-sqlite3',
    load: () => {
      if (Number(process.versions['napi']) < nodeApiOfBetterSqlite) {
        throw new Error(`better-sqlite3 needs Node-API ${nodeApiOfBetterSqlite}: Node 22.14 or newer.`);
      }
      const Database = load('better-sqlite3') as BetterSqlite;
      return {
        name: 'better-sqlite3',
        open: (file, { readonly = false, timeout = 5_000 }) => {
          // It throws an error without SQLite's code then.
          if (file !== ':memory:' && !existsSync(dirname(file))) throw cannotOpen();
          return new Database(file, { readonly, timeout });
        },
      };
    },
  },
  { name: 'libsql', load: () => libsqlDriver(load('libsql') as LibsqlConstructor) },
];

let chosen: SqliteDriver | null = null;

/** @throws SqliteDriverMissingError */
export function sqliteDriver(): SqliteDriver {
  if (chosen !== null) return chosen;
  const causes: Error[] = [];
  for (const loader of driverLoaders) {
    try {
      const driver = loader.load();
      // The binary is loaded with the first database, not with the package.
      driver.open(':memory:', {}).close();
      return (chosen = driver);
    } catch (error) {
      causes.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  throw new SqliteDriverMissingError(causes);
}

/** Opens a file with whichever driver runs here. @throws SqliteDriverMissingError where there is none. */
export function openSqlite(file: string, options: OpenOptions = {}): SqliteHandle {
  return sqliteDriver().open(file, options);
}
