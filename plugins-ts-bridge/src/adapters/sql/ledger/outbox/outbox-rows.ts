import type { SyncRunId } from '@pmds/contracts/ids';
import type { Selectable } from 'kysely';
import type { Delay } from '../../../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage, UnreadableEntry } from '../../../../domain/outbox/outbox.js';
import { readMessage } from '../../../../domain/outbox/stored-message.js';
import type { DueEntries } from '../../../../ports/store/ledger/outbox.js';
import type { Schema } from '../../schema.js';
import type { Db } from '../../staging/bulk.js';
import { messageRow, type MessageRow } from './message-rows.js';

/** Puts messages at the end of the outbox. */
export function addMessages(db: Db, messages: readonly OutboxMessage[], nowMs: number): Promise<void> {
  return addRows(db, messages.map(messageRow), nowMs);
}

/** The same of messages as the store keeps them. */
export async function addRows(db: Db, rows: readonly MessageRow[], nowMs: number): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('outbox')
    .values(rows.map((row) => ({ ...row, added_ms: nowMs })))
    .execute();
}

/** Oldest entries that can be read; of one run when named. */
export async function readableEntries(db: Db, limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]> {
  let query = db.selectFrom('outbox').selectAll().orderBy('seq').limit(limit);
  if (runId !== undefined) query = query.where('run_id', '=', runId);
  return entriesOf(await query.execute()).entries;
}

/** Oldest entries of lanes that are not held back. */
export async function dueEntries(db: Db, limit: number, nowMs: number): Promise<DueEntries> {
  const heldBack = db.selectFrom('outbox_delay').select('lane').where('until_ms', '>', nowMs);
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('lane', 'not in', heldBack)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return entriesOf(rows);
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

/** Holds back the entries of one lane; those of the others go on. */
export async function delayReports(db: Db, { lane, attempts, untilMs, error }: Delay): Promise<void> {
  const values = { attempts, until_ms: untilMs, error };
  await db
    .insertInto('outbox_delay')
    .values({ lane, ...values })
    .onConflict((conflict) => conflict.column('lane').doUpdateSet(values))
    .execute();
}

export async function endDelay(db: Db, lane: string): Promise<void> {
  await db.deleteFrom('outbox_delay').where('lane', '=', lane).execute();
}

export async function delays(db: Db): Promise<readonly Delay[]> {
  const rows = await db.selectFrom('outbox_delay').selectAll().execute();
  return rows.map((row) => ({ lane: row.lane, attempts: row.attempts, untilMs: row.until_ms, error: row.error }));
}
