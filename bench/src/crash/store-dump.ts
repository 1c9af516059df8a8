import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import pg from 'pg';

/** Fingerprint of everything prefill would answer from for one sync: ids, tables and cells, in order. */
export async function storeFingerprint(store: string, dataSyncId: string): Promise<string> {
  return store.startsWith('sqlite:')
    ? ofSqlite(store.slice('sqlite:'.length), dataSyncId)
    : ofPostgres(store, dataSyncId);
}

const pointer = 'select generation from current_generation where data_sync_id = ';
const rows = (generation: string) => `select tbl, id, cells from profile_${generation} order by tbl, id`;

interface StoredProfile {
  readonly tbl: number;
  readonly id: Buffer;
  readonly cells: string;
}

function fingerprint(profiles: Iterable<StoredProfile>): string {
  const hash = createHash('sha256');
  let count = 0;
  for (const { tbl, id, cells } of profiles) {
    hash.update(`${String(tbl)} ${id.toString('hex')} ${cells}\n`);
    count += 1;
  }
  return `${String(count)} profiles ${hash.digest('hex').slice(0, 16)}`;
}

function ofSqlite(folder: string, dataSyncId: string): string {
  const db = openSqlite(join(folder, 'ledger.sqlite'), { readonly: true, timeout: 10_000 });
  try {
    const current = db.prepare(`${pointer}?`).get(dataSyncId) as { readonly generation: number } | undefined;
    if (current === undefined) return 'nothing';
    return fingerprint(db.prepare(rows(String(current.generation))).iterate() as Iterable<StoredProfile>);
  } finally {
    db.close();
  }
}

async function ofPostgres(url: string, dataSyncId: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const current = await client.query<{ readonly generation: string }>(`${pointer}$1`, [dataSyncId]);
    const [row] = current.rows;
    return row === undefined ? 'nothing' : fingerprint((await client.query<StoredProfile>(rows(row.generation))).rows);
  } finally {
    await client.end();
  }
}
