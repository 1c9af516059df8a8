import { inWriteTransaction } from '@pmds/bridge/adapters/sql/driver/handle';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';

/** The plainest store that could hold the profiles: one table, the row as JSON. */
export interface ProfileFile {
  /** One transaction for the whole page: what a bulk write costs at least. */
  appendPage(rows: readonly (readonly [id: string, json: string])[]): void;
  /** One statement per row outside any transaction of ours: what code does that thinks of one person at a time. */
  upsertRow(id: string, json: string): void;
  count(): number;
  close(): void;
}

/** @param tuned Settings for bulk writes; without them the file is as the driver makes it, as most code leaves it. */
export function openProfileFile(file: string, { tuned }: { readonly tuned: boolean }): ProfileFile {
  const db = openSqlite(file);
  if (tuned) {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
  }
  db.exec('create table profile (id text primary key, json text not null) without rowid');
  const insert = db.prepare('insert into profile (id, json) values (?, ?)');
  const upsert = db.prepare(
    'insert into profile (id, json) values (?, ?) on conflict (id) do update set json = excluded.json',
  );
  return {
    appendPage: (rows) =>
      inWriteTransaction(db, () => {
        for (const [id, json] of rows) insert.run(id, json);
      }),
    upsertRow: (id, json) => void upsert.run(id, json),
    count: () => (db.prepare('select count(*) as n from profile').get() as { readonly n: number }).n,
    close: () => void db.close(),
  };
}
