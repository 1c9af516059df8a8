import type { SyncRunId } from '@pmds/contracts/ids';
import type { DeadLetter, Delay, RefusedReport } from '../../../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage, UnreadableEntry } from '../../../../domain/outbox/outbox.js';
import type { DueEntries, OutboxReader, OutboxWriter, Resent } from '../../../../ports/store/ledger/outbox.js';
import type { Db } from '../../staging/bulk.js';
import { bury, buryUnreadable, readDeadLetters, dropLetter, resendLetter } from './letter-rows.js';
import { addMessages, delayReports, delays, dueEntries, endDelay, readableEntries } from './outbox-rows.js';

export class SqlOutboxReader implements OutboxReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  oldest(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]> {
    return readableEntries(this.#db, limit, runId);
  }

  due(limit: number, nowMs: number): Promise<DueEntries> {
    return dueEntries(this.#db, limit, nowMs);
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

  endDelay(lane: string): Promise<void> {
    return endDelay(this.#db, lane);
  }

  bury(reports: readonly RefusedReport[]): Promise<void> {
    return bury(this.#db, reports, Date.now());
  }

  buryUnreadable(entries: readonly UnreadableEntry[]): Promise<void> {
    return buryUnreadable(this.#db, entries, Date.now());
  }

  resendLetter(number: number): Promise<Resent> {
    return resendLetter(this.#db, number, Date.now());
  }

  dropLetter(number: number): Promise<boolean> {
    return dropLetter(this.#db, number);
  }
}
