import type { SyncRunId } from '@pmds/contracts/ids';
import type { DeadLetter, Delay, RefusedReport } from '../../../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage } from '../../../../domain/outbox/outbox.js';
import type { OutboxReader, OutboxWriter } from '../../../../ports/store/ledger/outbox.js';
import type { Db } from '../../staging/bulk.js';
import { outboxMessageOf } from '../codec.js';
import {
  addMessages,
  bury,
  readDeadLetters,
  delayReports,
  delays,
  dropLetter,
  endDelay,
  resendLetter,
  type Resent,
} from './outbox-rows.js';

export class SqlOutboxReader implements OutboxReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async oldest(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]> {
    let query = this.#db.selectFrom('outbox').selectAll().orderBy('seq').limit(limit);
    if (runId !== undefined) query = query.where('run_id', '=', runId);
    const rows = await query.execute();
    return rows.map((row) => ({ seq: row.seq, message: outboxMessageOf(row.message) }));
  }

  async due(limit: number, nowMs: number): Promise<readonly OutboxEntry[]> {
    const heldBack = this.#db.selectFrom('outbox_delay').select('subject').where('until_ms', '>', nowMs);
    const rows = await this.#db
      .selectFrom('outbox')
      .selectAll()
      .where('subject', 'not in', heldBack)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ seq: row.seq, message: outboxMessageOf(row.message) }));
  }

  delays(): Promise<readonly Delay[]> {
    return delays(this.#db);
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return readDeadLetters(this.#db, limit);
  }
}

export class SqlOutboxWriter implements OutboxWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  send(messages: readonly OutboxMessage[]): Promise<void> {
    return addMessages(this.#db, messages, Date.now());
  }

  async delivered(seqs: readonly number[]): Promise<void> {
    if (seqs.length === 0) return;
    await this.#db.deleteFrom('outbox').where('seq', 'in', seqs).execute();
  }

  delay(delay: Delay): Promise<void> {
    return delayReports(this.#db, delay);
  }

  endDelay(subject: string): Promise<void> {
    return endDelay(this.#db, subject);
  }

  bury(reports: readonly RefusedReport[]): Promise<void> {
    return bury(this.#db, reports, Date.now());
  }

  resendLetter(number: number): Promise<Resent> {
    return resendLetter(this.#db, number, Date.now());
  }

  dropLetter(number: number): Promise<boolean> {
    return dropLetter(this.#db, number);
  }
}
