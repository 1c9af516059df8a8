import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Selectable } from 'kysely';
import type { DeadLetter, Delay, RefusedReport } from '../../../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage, UnreadableEntry } from '../../../../domain/outbox/outbox.js';
import { readMessage } from '../../../../domain/outbox/stored-message.js';
import type { DueEntries, OutboxReader, OutboxWriter, Resent } from '../../../../ports/store/ledger/outbox.js';
import type { Schema } from '../../schema.js';
import type { Db } from '../../staging/bulk.js';
import { messageRow, type MessageRow } from './message-rows.js';

export class SqlOutboxReader implements OutboxReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async oldest(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]> {
    let query = this.#db.selectFrom('outbox').selectAll().orderBy('seq').limit(limit);
    if (runId !== undefined) query = query.where('run_id', '=', runId);
    return entriesOf(await query.execute()).entries;
  }

  async due(limit: number, nowMs: number): Promise<DueEntries> {
    const heldBack = this.#db.selectFrom('outbox_delay').select('lane').where('until_ms', '>', nowMs);
    const rows = await this.#db
      .selectFrom('outbox')
      .selectAll()
      .where('lane', 'not in', heldBack)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return entriesOf(rows);
  }

  async delays(): Promise<readonly Delay[]> {
    const rows = await this.#db.selectFrom('outbox_delay').selectAll().execute();
    return rows.map((row) => ({ lane: row.lane, attempts: row.attempts, untilMs: row.until_ms, error: row.error }));
  }

  async deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    const rows = await this.#db.selectFrom('dead_letter').selectAll().orderBy('number').limit(limit).execute();
    return rows.map((row) => {
      const message = readMessage(row);
      return {
        number: row.number,
        kind: row.kind,
        message: message.ok ? message.value : null,
        refusal: { status: row.status, code: row.code, reason: row.reason, columns: columnsOf(row.columns) },
        refusedAt: new Date(row.refused_ms),
        tries: row.tries,
      };
    });
  }
}

export class SqlOutboxWriter implements OutboxWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  send(messages: readonly OutboxMessage[]): Promise<void> {
    return this.#add(messages.map(messageRow));
  }

  async delivered(seqs: readonly number[]): Promise<void> {
    if (seqs.length === 0) return;
    await this.#db.deleteFrom('outbox').where('seq', 'in', seqs).execute();
  }

  async delay({ lane, attempts, untilMs, error }: Delay): Promise<void> {
    const values = { attempts, until_ms: untilMs, error };
    await this.#db
      .insertInto('outbox_delay')
      .values({ lane, ...values })
      .onConflict((conflict) => conflict.column('lane').doUpdateSet(values))
      .execute();
  }

  async endDelay(lane: string): Promise<void> {
    await this.#db.deleteFrom('outbox_delay').where('lane', '=', lane).execute();
  }

  /** A later one about the same columns of the same row takes the place of the earlier. */
  async bury(reports: readonly RefusedReport[]): Promise<void> {
    for (const { message, refusal } of reports) {
      const row = messageRow(message);
      const columns = JSON.stringify(refusal.columns);
      const before = isRow(message)
        ? await this.#db
            .deleteFrom('dead_letter')
            .where('run_id', '=', row.run_id)
            .where('kind', '=', row.kind)
            .where('columns', '=', columns)
            .returning('tries')
            .execute()
        : [];
      const { status, code, reason } = refusal;
      const tries = 1 + before.reduce((sum, { tries }) => sum + tries, 0);
      await this.#db
        .insertInto('dead_letter')
        .values({ ...row, columns, status, code, reason, refused_ms: Date.now(), tries })
        .execute();
    }
  }

  /** Another version may be able to read them. */
  async buryUnreadable(entries: readonly UnreadableEntry[]): Promise<void> {
    for (const { seq, problem } of entries) {
      const row = await this.#db
        .deleteFrom('outbox')
        .where('seq', '=', seq)
        .returning(['kind', 'run_id', 'lane', 'subject', 'payload'])
        .executeTakeFirst();
      if (row === undefined) continue;
      await this.#db
        .insertInto('dead_letter')
        .values({ ...row, columns: '[]', status: 0, code: '', reason: problem, refused_ms: Date.now(), tries: 1 })
        .execute();
    }
  }

  /**
   * Sends a letter again: of a row, the refused columns alone. One about a sync that a later run has told about since is
   * dropped instead, since it would bring old news. One that cannot be read goes as it stands.
   */
  async resendLetter(number: number): Promise<Resent> {
    const row = await this.#db.selectFrom('dead_letter').selectAll().where('number', '=', number).executeTakeFirst();
    if (row === undefined) return 'unknown';
    await this.dropLetter(number);
    const { kind, run_id, lane, subject, payload } = row;
    const read = readMessage(row);
    if (read.ok && (await isOvertaken(this.#db, read.value))) return 'overtaken';
    const asStored: MessageRow = { kind, run_id, lane, subject, payload };
    const again = read.ok ? messageRow(only(read.value, columnsOf(row.columns))) : asStored;
    await this.#add([again]);
    return 'resent';
  }

  async dropLetter(number: number): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('dead_letter')
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  async #add(rows: readonly MessageRow[]): Promise<void> {
    if (rows.length === 0) return;
    const added_ms = Date.now();
    await this.#db
      .insertInto('outbox')
      .values(rows.map((row) => ({ ...row, added_ms })))
      .execute();
  }
}

function entriesOf(rows: readonly Selectable<Schema['outbox']>[]): DueEntries {
  const entries: OutboxEntry[] = [];
  const unreadable: UnreadableEntry[] = [];
  for (const row of rows) {
    const { seq, kind } = row;
    const message = readMessage(row);
    if (message.ok) entries.push({ seq, message: message.value });
    else unreadable.push({ seq, kind, problem: message.failure });
  }
  return { entries, unreadable };
}

const isRow = (message: OutboxMessage): boolean => message.kind === 'sync-row' || message.kind === 'run-row';

function only(message: OutboxMessage, columns: readonly string[]): OutboxMessage {
  if (columns.length === 0 || (message.kind !== 'sync-row' && message.kind !== 'run-row')) return message;
  return { ...message, only: columns };
}

async function isOvertaken(db: Db, message: OutboxMessage): Promise<boolean> {
  if (message.kind !== 'sync-row') return false;
  const { dataSyncId, runId } = message.subject;
  return (await latestRunOf(db, dataSyncId)) !== runId;
}

async function latestRunOf(db: Db, dataSyncId: RowId): Promise<SyncRunId | null> {
  const row = await db
    .selectFrom('run')
    .select('run_id')
    .where('data_sync_id', '=', dataSyncId)
    .where('started_at', 'is not', null)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.run_id ?? null) as SyncRunId | null;
}

function columnsOf(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}
