import { join } from 'node:path';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { privateFile, privateFolder } from '../at-rest/private-files.js';
import { inWriteTransaction, type SqliteHandle } from '../driver/handle.js';
import { openSqlite } from '../driver/open.js';
import { aside, entryOf, namesOf, purgeName, waitingProfile, type EntryRow } from './intake-codec.js';
import { NamedIntake, type EntryContent, type NamedEntry } from './named-intake.js';
import type { FetchedProfile, IntakeEntry, IntakeSource, IntakeStore } from '../../../ports/store/intake.js';
import type { ResponseIntake } from '../../../ports/store/responses/submissions.js';
import type { PurgeOrders, PurgeScope } from '../../../ports/store/purge.js';

/**
 * The intake as a small SQLite file of its own: an answer waits for a few kilobytes on disk and never behind a page that
 * is being written. Each thread opens it for itself.
 */
export function openSqliteIntake(directory: string): SqliteIntake {
  privateFolder(directory);
  const file = join(directory, 'intake.sqlite');
  privateFile(file);
  const handle = openSqlite(file, { timeout: 5_000 });
  handle.pragma('journal_mode = WAL');
  // What was answered with "accepted" survives a power cut.
  handle.pragma('synchronous = FULL');
  handle.pragma('secure_delete = ON');
  handle.exec(`create table if not exists entry (
    seq integer primary key autoincrement, name text not null unique, body text not null)`);
  handle
    .prepare('update or ignore entry set name = substr(name, ?) where name like ?')
    .run(aside.length + 1, `${aside}%`);
  return new SqliteIntake(handle);
}

class SqliteIntake extends NamedIntake implements IntakeStore, ResponseIntake, IntakeSource, PurgeOrders {
  readonly #handle: SqliteHandle;

  constructor(handle: SqliteHandle) {
    super();
    this.#handle = handle;
  }

  waitsPurge(scope: PurgeScope): Promise<boolean> {
    const row = this.#handle.prepare('select seq from entry where name = ?').get(purgeName(scope));
    return Promise.resolve(row !== undefined);
  }

  waitingOf(id: RowId): Promise<number> {
    const names = namesOf(id);
    const marks = names.map(() => '?').join();
    const count = this.#handle
      .prepare(`select count(*) from entry where name in (${marks})`)
      .pluck()
      .get(...names);
    return Promise.resolve(Number(count));
  }

  hasStart(runId: SyncRunId): Promise<boolean> {
    const row = this.#handle.prepare('select seq from entry where name like ?').get(`start ${runId} %`);
    return Promise.resolve(row !== undefined);
  }

  async findProfile(table: SelectableTable, id: RowId): Promise<FetchedProfile | null> {
    return waitingProfile(await this.find(`profile ${table} ${id}`));
  }

  take(limit: number): Promise<readonly IntakeEntry[]> {
    const rows = this.#handle
      .prepare('select seq, body from entry where name not like ? order by seq limit ?')
      .all(`${aside}%`, limit) as readonly EntryRow[];
    return Promise.resolve(rows.map(entryOf));
  }

  forget(seqs: readonly number[]): Promise<void> {
    const remove = this.#handle.prepare('delete from entry where seq = ?');
    inWriteTransaction(this.#handle, () => {
      for (const seq of seqs) remove.run(seq);
    });
    return Promise.resolve();
  }

  setAside(seqs: readonly number[]): Promise<void> {
    const drop = this.#handle.prepare('delete from entry where seq = ? and name like ?');
    const move = this.#handle.prepare('update or replace entry set name = ? || name where seq = ?');
    inWriteTransaction(this.#handle, () => {
      for (const seq of seqs) {
        drop.run(seq, 'profile %');
        move.run(aside, seq);
      }
    });
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#handle.pragma('wal_checkpoint(TRUNCATE)');
    this.#handle.close();
    return Promise.resolve();
  }

  protected replaceAll(entries: readonly NamedEntry[]): Promise<void> {
    const remove = this.#handle.prepare('delete from entry where name = ?');
    const add = this.#handle.prepare('insert into entry (name, body) values (?, ?)');
    inWriteTransaction(this.#handle, () => {
      for (const { name, content, besides = [] } of entries) {
        for (const replaced of [name, ...besides]) remove.run(replaced);
        add.run(name, JSON.stringify(content));
      }
    });
    return Promise.resolve();
  }

  protected find(name: string): Promise<EntryRow | undefined> {
    const row = this.#handle.prepare('select seq, body from entry where name = ?').get(name);
    return Promise.resolve(row as EntryRow | undefined);
  }

  protected keep(name: string, content: EntryContent): Promise<void> {
    this.#handle
      .prepare('insert into entry (name, body) values (?, ?) on conflict (name) do nothing')
      .run(name, JSON.stringify(content));
    return Promise.resolve();
  }
}
