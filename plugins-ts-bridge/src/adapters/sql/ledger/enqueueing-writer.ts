import { CompiledQuery } from 'kysely';
import type { Run } from '../../../domain/run/run.js';
import type { Range } from '../../../ports/store/storage.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import { SqlLedgerWriter, type CommittedPage } from './ledger-writer.js';

/** Runs a statement of somebody else's inside the transaction that is open. */
export type RunInTransaction = (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

/** Hands on a range that has a next page; what it writes by `run` is committed with the page before, or not at all. */
export type EnqueueNext = (run: Run, range: Range, within: RunInTransaction) => Promise<void>;

/** A ledger whose committed pages bring the job of the next one with them. */
export class EnqueueingWriter extends SqlLedgerWriter {
  readonly #enqueueNext: EnqueueNext;

  constructor(db: Db, bulk: BulkDriver, enqueueNext: EnqueueNext) {
    super(db, bulk);
    this.#enqueueNext = enqueueNext;
  }

  protected override async pageCommitted(run: Run, { range, next }: CommittedPage): Promise<void> {
    if (next === null) return;
    await this.#enqueueNext(run, range, async (text, values) => {
      return (await this.db.executeQuery(CompiledQuery.raw(text, [...values]))).rows;
    });
  }
}
