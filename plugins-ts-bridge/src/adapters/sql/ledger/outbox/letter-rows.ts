import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { DeadLetter, RefusedReport } from '../../../../domain/outbox/dead-letter.js';
import type { OutboxMessage, UnreadableEntry } from '../../../../domain/outbox/outbox.js';
import { readMessage } from '../../../../domain/outbox/stored-message.js';
import type { Resent } from '../../../../ports/store/ledger/outbox.js';
import type { Db } from '../../staging/bulk.js';
import { messageRow, type MessageRow } from './message-rows.js';
import { addRows } from './outbox-rows.js';

/** Keeps refused reports. A later one about the same columns of the same row takes the place of the earlier. */
export async function bury(db: Db, reports: readonly RefusedReport[], nowMs: number): Promise<void> {
  for (const { message, refusal } of reports) {
    const row = messageRow(message);
    const columns = JSON.stringify(refusal.columns);
    const before = isRow(message)
      ? await db
          .deleteFrom('dead_letter')
          .where('run_id', '=', row.run_id)
          .where('kind', '=', row.kind)
          .where('columns', '=', columns)
          .returning('tries')
          .execute()
      : [];
    const { status, code, reason } = refusal;
    const tries = 1 + before.reduce((sum, { tries }) => sum + tries, 0);
    await db
      .insertInto('dead_letter')
      .values({ ...row, columns, status, code, reason, refused_ms: nowMs, tries })
      .execute();
  }
}

/** Moves entries that cannot be read to the dead letters, as they stand: another version may be able to. */
export async function buryUnreadable(db: Db, entries: readonly UnreadableEntry[], nowMs: number): Promise<void> {
  for (const { seq, problem } of entries) {
    const row = await db
      .deleteFrom('outbox')
      .where('seq', '=', seq)
      .returning(['kind', 'run_id', 'lane', 'subject', 'payload'])
      .executeTakeFirst();
    if (row === undefined) continue;
    await db
      .insertInto('dead_letter')
      .values({ ...row, columns: '[]', status: 0, code: '', reason: problem, refused_ms: nowMs, tries: 1 })
      .execute();
  }
}

export async function readDeadLetters(db: Db, limit: number): Promise<readonly DeadLetter[]> {
  const rows = await db.selectFrom('dead_letter').selectAll().orderBy('number').limit(limit).execute();
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

export async function dropLetter(db: Db, number: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('dead_letter').where('number', '=', number).executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/**
 * Sends a letter again: of a row, the refused columns alone. One about a sync that a later run has told about since is
 * dropped instead, since it would bring old news. One that cannot be read goes as it stands.
 */
export async function resendLetter(db: Db, number: number, nowMs: number): Promise<Resent> {
  const row = await db.selectFrom('dead_letter').selectAll().where('number', '=', number).executeTakeFirst();
  if (row === undefined) return 'unknown';
  await dropLetter(db, number);
  const { kind, run_id, lane, subject, payload } = row;
  const read = readMessage(row);
  if (read.ok && (await isOvertaken(db, read.value))) return 'overtaken';
  const asStored: MessageRow = { kind, run_id, lane, subject, payload };
  const again = read.ok ? messageRow(only(read.value, columnsOf(row.columns))) : asStored;
  await addRows(db, [again], nowMs);
  return 'resent';
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
