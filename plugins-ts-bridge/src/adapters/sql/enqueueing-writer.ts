import { CompiledQuery } from 'kysely';
import type { Run } from '../../domain/run.js';
import type { Chunk, Range, ScanChunk } from '../../ports/storage.js';
import type { BulkDriver, Db } from './bulk.js';
import { SqlLedgerWriter } from './ledger-writer.js';

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

  override async commitScan(run: Run, chunk: ScanChunk): Promise<boolean> {
    return (await super.commitScan(run, chunk)) && this.#handOn(run, chunk);
  }

  override async commitChunk(run: Run, chunk: Chunk): Promise<boolean> {
    return (await super.commitChunk(run, chunk)) && this.#handOn(run, chunk);
  }

  async #handOn(run: Run, { range, next }: Pick<Chunk, 'range' | 'next'>): Promise<true> {
    if (next !== null) {
      await this.#enqueueNext(run, range, async (text, values) => {
        return (await this.db.executeQuery(CompiledQuery.raw(text, [...values]))).rows;
      });
    }
    return true;
  }
}
