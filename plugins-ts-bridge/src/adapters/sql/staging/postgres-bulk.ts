import type { RowId } from '@pmds/contracts/ids';
import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import { emptyDigest } from '../../../domain/run/digest.js';
import { guidBytes } from '../../../domain/guid.js';
import type { BulkDriver, Db } from './bulk.js';
import { CopyRows } from './copy-rows.js';
import { tableCode } from './member-key.js';

/** `smallint` and `bytea` of 16 bytes, with their lengths; a row begins with its number of fields. */
const [rowBytes, smallintBytes, idBytes] = [2, 6, 20];

async function copy(db: Db, table: string, columns: string, rows: CopyRows): Promise<void> {
  const text = `copy ${table} (${columns}) from stdin with (format binary)`;
  await db.executeQuery(CompiledQuery.raw(text, [rows.end()]));
}

/**
 * Ids travel as one value, 16 bytes each, and are looked up by a subquery for each position: an array of them takes this
 * process and the server six times as long to write, to read and to plan.
 */
const positions = (ids: readonly RowId[]): RawBuilder<unknown> =>
  sql`generate_series(0, ${sql.lit(ids.length - 1)}) as at`;

const idAt = (ids: readonly RowId[]): RawBuilder<unknown> => sql`substr(${packed(ids)}::bytea, at * 16 + 1, 16)`;

function packed(ids: readonly RowId[]): Buffer {
  const all = Buffer.allocUnsafe(ids.length * 16);
  for (const [at, id] of ids.entries()) all.set(guidBytes(id), at * 16);
  return all;
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
  strangers: async (db, generation, table, source, ids) => {
    // Most pages hold nobody else: only the positions of strangers come back.
    const { rows } = await sql<{ at: number }>`select at from ${positions(ids)}
      where (select m.source from ${sql.table(`member_${generation}`)} as m
        where m.tbl = ${sql.lit(tableCode[table])} and m.id = ${idAt(ids)}) is distinct from ${sql.lit(source)}`.execute(
      db,
    );
    return new Set(rows.flatMap(({ at }) => ids[at] ?? []));
  },
  hashes: async (db, generation, table, ids) => {
    const { rows } = await sql<{ hash: Uint8Array | null }>`select
      (select p.hash from ${sql.table(`profile_${generation}`)} as p
        where p.tbl = ${sql.lit(tableCode[table])} and p.id = ${idAt(ids)}) as hash
      from ${positions(ids)} order by at`.execute(db);
    const hashes = new Map<RowId, Uint8Array>();
    for (const [at, id] of ids.entries()) {
      const hash = rows[at]?.hash ?? null;
      if (hash !== null) hashes.set(id, hash);
    }
    return hashes;
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
