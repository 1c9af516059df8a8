import type { RowId } from '@pmds/contracts/ids';
import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import { emptyDigest } from '../../domain/digest.js';
import { guidBytes, guidText } from '../../domain/guid.js';
import type { BulkDriver, Db } from './bulk.js';
import { tableCode } from './codec.js';
import { CopyRows } from './copy-rows.js';

const bytes = (id: RowId): Buffer => Buffer.from(guidBytes(id));

/** `smallint` and `bytea` of 16 bytes, with their lengths; a row begins with its number of fields. */
const [rowBytes, smallintBytes, idBytes] = [2, 6, 20];

async function copy(db: Db, table: string, columns: string, rows: CopyRows): Promise<void> {
  const text = `copy ${table} (${columns}) from stdin with (format binary)`;
  await db.executeQuery(CompiledQuery.raw(text, [rows.end()]));
}

/**
 * Bulk work as one statement per page, inside the transaction of the chunk. Pages are copied in binary: a third of the
 * time of arrays that are unnested, and a third of the work of this process (docs/decisions/0019).
 */
export const postgresBulk: BulkDriver = {
  dialect: 'postgres',
  appendMembership: async (db, generation, rows) => {
    if (rows.length === 0) return;
    const copied = new CopyRows(2, rows.length * (rowBytes + smallintBytes + idBytes));
    for (const row of rows) copied.row().smallint(row.list).bytes(guidBytes(row.id));
    await copy(db, `membership_${generation}`, 'list, id', copied);
  },
  appendProfiles: async (db, generation, table, rows) => {
    const [first] = rows;
    if (first === undefined) return;
    const fixed = rowBytes + smallintBytes + idBytes + 4 + first.hash.length + 4;
    const copied = new CopyRows(4, rows.length * (fixed + first.cells.length * 2));
    const tbl = tableCode[table];
    for (const row of rows) copied.row().smallint(tbl).bytes(guidBytes(row.id)).bytes(row.hash).text(row.cells);
    await copy(db, `profile_${generation}`, 'tbl, id, hash, cells', copied);
  },
  appendSettled: async (db, generation, table, rows) => {
    if (rows.length === 0) return;
    const copied = new CopyRows(3, rows.length * (rowBytes + smallintBytes + idBytes + 24));
    const tbl = tableCode[table];
    for (const row of rows) copied.row().smallint(tbl).bytes(guidBytes(row.id)).text(row.outcome);
    await copy(db, `settled_${generation}`, 'tbl, id, outcome', copied);
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
  storedDigest: async (db, generation, table) => {
    const lane = (at: number): RawBuilder<string> =>
      sql`lpad(to_hex((coalesce(sum(('x' || encode(substr(hash, ${sql.lit(at * 4 + 1)}, 4), 'hex'))::bit(32)::bigint), 0)
        % 4294967296)::bigint), 8, '0')`;
    const { rows } = await sql<{ digest: string }>`select ${sql.join([0, 1, 2, 3].map(lane), sql` || `)} as digest
      from ${sql.table(`profile_${generation}`)} where tbl = ${sql.lit(tableCode[table])}`.execute(db);
    return rows[0]?.digest ?? emptyDigest;
  },
};
