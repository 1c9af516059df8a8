import { sql } from 'kysely';
import type { BulkDriver, Db } from '../staging/bulk.js';

/** The tables that runs made for themselves and that are there, by kind. */
export interface GenerationTable {
  readonly kind: 'membership' | 'member' | 'settled' | 'profile';
  readonly generation: number;
}

export async function generationTables(db: Db, dialect: BulkDriver['dialect']): Promise<readonly GenerationTable[]> {
  const names =
    dialect === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{ name: string }>`select tablename as name from pg_tables where schemaname = any (current_schemas(false))`;
  const { rows } = await names.execute(db);
  return rows.flatMap(({ name }) => {
    const [, kind, generation] = /^(membership|member|settled|profile)_(\d+)$/.exec(name) ?? [];
    return kind === undefined ? [] : [{ kind: kind as GenerationTable['kind'], generation: Number(generation) }];
  });
}
