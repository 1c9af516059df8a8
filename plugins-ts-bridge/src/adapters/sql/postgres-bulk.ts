import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { guidBytes, guidText } from '../../domain/guid.js';
import type { BulkDriver } from './bulk.js';
import { tableCode } from './codec.js';

const bytes = (id: RowId): Buffer => Buffer.from(guidBytes(id));

/** Bulk work as one statement per page: arrays unnested into rows, inside the transaction of the chunk. */
export const postgresBulk: BulkDriver = {
  dialect: 'postgres',
  appendMembership: async (db, generation, rows) => {
    if (rows.length === 0) return;
    await sql`insert into ${sql.table(`membership_${generation}`)} (list, id)
      select * from unnest(${rows.map((row) => row.list)}::smallint[], ${rows.map((row) => bytes(row.id))}::bytea[])`.execute(
      db,
    );
  },
  appendProfiles: async (db, generation, table, rows) => {
    if (rows.length === 0) return;
    await sql`insert into ${sql.table(`profile_${generation}`)} (tbl, id, hash, cells)
      select ${sql.lit(tableCode[table])}, * from unnest(${rows.map((row) => bytes(row.id))}::bytea[],
        ${rows.map((row) => Buffer.from(row.hash))}::bytea[], ${rows.map((row) => row.cells)}::text[])`.execute(db);
  },
  appendSettled: async (db, generation, table, rows) => {
    if (rows.length === 0) return;
    await sql`insert into ${sql.table(`settled_${generation}`)} (tbl, id, outcome)
      select ${sql.lit(tableCode[table])}, * from unnest(${rows.map((row) => bytes(row.id))}::bytea[],
        ${rows.map((row) => row.outcome)}::text[])`.execute(db);
  },
  ownMembers: async (db, generation, table, source, ids) => {
    const { rows } = await sql<{ id: Uint8Array }>`select id from ${sql.table(`member_${generation}`)}
      where tbl = ${sql.lit(tableCode[table])} and source = ${sql.lit(source)} and id = any(${ids.map(bytes)}::bytea[])`.execute(
      db,
    );
    return new Set(rows.map((row) => guidText(row.id)));
  },
  hashes: async (db, generation, table, ids) => {
    const { rows } = await sql<{ id: Uint8Array; hash: Uint8Array }>`select id, hash
      from ${sql.table(`profile_${generation}`)}
      where tbl = ${sql.lit(tableCode[table])} and id = any(${ids.map(bytes)}::bytea[])`.execute(db);
    return new Map(rows.map((row) => [guidText(row.id), row.hash] as const));
  },
};
