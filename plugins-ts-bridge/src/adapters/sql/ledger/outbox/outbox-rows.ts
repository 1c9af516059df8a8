import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { DeadLetter, Delay, RefusedReport } from '../../../../domain/outbox/dead-letter.js';
import { subjectOf, type OutboxMessage } from '../../../../domain/outbox/outbox.js';
import type { Db } from '../../staging/bulk.js';
import { outboxMessageOf } from '../codec.js';

/** Puts messages at the end of the outbox. */
export async function addMessages(db: Db, messages: readonly OutboxMessage[], nowMs: number): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({
    run_id: message.runId,
    subject: subjectOf(message),
    added_ms: nowMs,
    message: JSON.stringify(message),
  }));
  await db.insertInto('outbox').values(rows).execute();
}

/** Holds back the reports of one subject; those of the others go on. */
export async function delayReports(db: Db, { subject, attempts, untilMs, error }: Delay): Promise<void> {
  const values = { attempts, until_ms: untilMs, error };
  await db
    .insertInto('outbox_delay')
    .values({ subject, ...values })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(values))
    .execute();
}

export async function endDelay(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('outbox_delay').where('subject', '=', subject).execute();
}

export async function delays(db: Db): Promise<readonly Delay[]> {
  const rows = await db.selectFrom('outbox_delay').selectAll().execute();
  return rows.map((row) => ({
    subject: row.subject,
    attempts: row.attempts,
    untilMs: row.until_ms,
    error: row.error,
  }));
}

/** Keeps refused reports. A later one about the same columns of the same row takes the place of the earlier. */
export async function bury(db: Db, reports: readonly RefusedReport[], nowMs: number): Promise<void> {
  for (const { message, refusal } of reports) {
    const columns = JSON.stringify(refusal.columns);
    const isRow = message.kind === 'sync-row' || message.kind === 'run-row';
    const before = isRow
      ? await db
          .deleteFrom('dead_letter')
          .where('run_id', '=', message.runId)
          .where('kind', '=', message.kind)
          .where('columns', '=', columns)
          .returning('tries')
          .execute()
      : [];
    await db
      .insertInto('dead_letter')
      .values({
        run_id: message.runId,
        subject: message.dataSyncId,
        kind: message.kind,
        message: JSON.stringify(message),
        columns,
        status: refusal.status,
        code: refusal.code,
        reason: refusal.reason,
        refused_ms: nowMs,
        tries: 1 + before.reduce((sum, { tries }) => sum + tries, 0),
      })
      .execute();
  }
}

export async function readDeadLetters(db: Db, limit: number): Promise<readonly DeadLetter[]> {
  const rows = await db.selectFrom('dead_letter').selectAll().orderBy('number').limit(limit).execute();
  return rows.map((row) => ({
    number: row.number,
    message: outboxMessageOf(row.message),
    refusal: {
      status: row.status,
      code: row.code,
      reason: row.reason,
      columns: JSON.parse(row.columns) as readonly string[],
    },
    refusedAt: new Date(row.refused_ms),
    tries: row.tries,
  }));
}

export async function dropLetter(db: Db, number: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('dead_letter').where('number', '=', number).executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** What became of a letter that was to be sent again. */
export type Resent = 'resent' | 'unknown' | 'overtaken';

/**
 * Sends a letter again: of a row, the refused columns alone. One about a sync that a later run has told about since is
 * dropped instead, since it would bring old news.
 */
export async function resendLetter(db: Db, number: number, nowMs: number): Promise<Resent> {
  const row = await db.selectFrom('dead_letter').selectAll().where('number', '=', number).executeTakeFirst();
  if (row === undefined) return 'unknown';
  await dropLetter(db, number);
  const message = outboxMessageOf(row.message);
  if (message.kind === 'sync-row' && (await latestRunOf(db, message.dataSyncId)) !== message.runId) return 'overtaken';
  const columns = JSON.parse(row.columns) as readonly string[];
  const isRow = message.kind === 'sync-row' || message.kind === 'run-row';
  await addMessages(db, [isRow && columns.length > 0 ? { ...message, only: columns } : message], nowMs);
  return 'resent';
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
