import { join } from 'node:path';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { LetterOrder } from '../../../domain/outbox/dead-letter.js';
import type { RunRequest } from '../../../domain/run/run.js';
import { privateFile, privateFolder } from '../at-rest/private-files.js';
import { inWriteTransaction, type SqliteHandle } from '../driver/handle.js';
import { openSqlite } from '../driver/open.js';
import type { Revocation } from '../../../domain/revocation.js';
import { entryOf, namesOf, purgeName, waitingProfile, type EntryRow } from './intake-codec.js';
import type { FetchedProfile, IntakeEntry, IntakeSource, IntakeStore, LostRun } from '../../../ports/store/intake.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
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
  return new SqliteIntake(handle);
}

export class SqliteIntake implements IntakeStore, IntakeSource, PurgeOrders {
  readonly #handle: SqliteHandle;

  constructor(handle: SqliteHandle) {
    this.#handle = handle;
  }

  addStart(request: RunRequest): Promise<void> {
    // Another sync, or another call, that names the same run is a start of its own: it gets an answer of its own.
    const { runId, dataSyncId, correlationId } = request;
    return this.#keep(`start ${runId} ${dataSyncId} ${correlationId ?? ''}`, { kind: 'start', request });
  }

  addCancel(runId: SyncRunId): Promise<void> {
    return this.#keep(`cancel ${runId}`, { kind: 'cancel', runId });
  }

  addLostRun(lost: LostRun): Promise<void> {
    return this.#keep(`lost ${lost.runId}`, { kind: 'lost', lost });
  }

  addLetterOrder(order: LetterOrder): Promise<void> {
    return this.#keep(`letter ${order.action} ${order.number}`, { kind: 'letter', order });
  }

  addRevocation(rule: Revocation): Promise<void> {
    return this.#keep(`revocation ${rule.kind} ${rule.value} ${rule.at.toISOString()}`, { kind: 'revocation', rule });
  }

  addPurge(scope: PurgeScope): Promise<void> {
    // A new number each time: what was accepted before it goes first.
    return this.#replace(purgeName(scope), { kind: 'purge', scope });
  }

  addProfile(profile: FetchedProfile): Promise<void> {
    return this.#replace(`profile ${profile.table} ${profile.id}`, { kind: 'profile', profile });
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

  addClosed(closed: ClosedMember): Promise<void> {
    const member = `${closed.table} ${closed.id}`;
    inWriteTransaction(this.#handle, () => {
      this.#handle.prepare('delete from entry where name in (?, ?)').run(`profile ${member}`, `closed ${member}`);
      this.#handle
        .prepare('insert into entry (name, body) values (?, ?)')
        .run(`closed ${member}`, JSON.stringify({ kind: 'closed', closed }));
    });
    return Promise.resolve();
  }

  findProfile(table: SelectableTable, id: RowId): Promise<FetchedProfile | null> {
    const row = this.#handle.prepare('select seq, body from entry where name = ?').get(`profile ${table} ${id}`) as
      EntryRow | undefined;
    return Promise.resolve(waitingProfile(row));
  }

  take(limit: number): Promise<readonly IntakeEntry[]> {
    const rows = this.#handle
      .prepare('select seq, body from entry order by seq limit ?')
      .all(limit) as readonly EntryRow[];
    return Promise.resolve(rows.map(entryOf));
  }

  forget(seqs: readonly number[]): Promise<void> {
    const remove = this.#handle.prepare('delete from entry where seq = ?');
    inWriteTransaction(this.#handle, () => {
      for (const seq of seqs) remove.run(seq);
    });
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#handle.pragma('wal_checkpoint(TRUNCATE)');
    this.#handle.close();
    return Promise.resolve();
  }

  #replace(name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    inWriteTransaction(this.#handle, () => {
      // The newer one takes a new number, so that forgetting the older one leaves it alone.
      this.#handle.prepare('delete from entry where name = ?').run(name);
      this.#handle.prepare('insert into entry (name, body) values (?, ?)').run(name, JSON.stringify(body));
    });
    return Promise.resolve();
  }

  #keep(name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    this.#handle
      .prepare('insert into entry (name, body) values (?, ?) on conflict (name) do nothing')
      .run(name, JSON.stringify(body));
    return Promise.resolve();
  }
}
