import { Kysely, SqliteDialect } from 'kysely';
import type { HoldingsReader } from '../../../ports/store/purge.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import { openPostgresDb } from '../postgres.js';
import type { Schema } from '../schema.js';
import { openHandle } from '../sqlite.js';
import { dueSyncs, holdersOf, holdingsOf } from './sql-holdings.js';

/** Looks into the embedded store beside its writer. */
export function openSqliteHoldings(directory: string): HoldingsReader {
  const database = openHandle(directory, true);
  return reading(new Kysely<Schema>({ dialect: new SqliteDialect({ database }) }), 'sqlite');
}

export function openPostgresHoldings(url: string): HoldingsReader {
  return reading(openPostgresDb(url, 2), 'postgres');
}

function reading(db: Db, dialect: BulkDriver['dialect']): HoldingsReader {
  return {
    holdings: (scope) => holdingsOf(db, dialect, scope),
    holders: (scope) => holdersOf(db, scope),
    due: (until) => dueSyncs(db, until),
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}
