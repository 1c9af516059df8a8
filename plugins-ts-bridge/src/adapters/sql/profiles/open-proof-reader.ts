import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import type { ProofReader } from '../../../ports/store/proof.js';
import { openPool } from '../postgres.js';
import { postgresBulk } from '../staging/postgres-bulk.js';
import { SqlProofReader } from './proof-reader.js';
import type { Schema } from '../schema.js';
import { sqliteBulk } from '../staging/sqlite-bulk.js';
import { ledgerFile, openHandle } from '../sqlite.js';

/** Opens the embedded store beside its writer. @returns `null` when there is none yet. */
export function openSqliteProofReader(directory: string): ProofReader | null {
  if (!existsSync(join(directory, ledgerFile))) return null;
  const handle = openHandle(directory, true);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: handle }) });
  return new SqlProofReader(db, sqliteBulk(handle));
}

export function openPostgresProofReader(url: string): ProofReader {
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url, 2) }) });
  return new SqlProofReader(db, postgresBulk);
}
