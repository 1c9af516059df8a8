import { CompiledQuery } from 'kysely';
import type { Run } from '../../../domain/run/run.js';
import type { Range } from '../../../ports/store/ledger/ranges.js';
import type { HandOn } from './ranges.js';

/** Runs a statement of somebody else's inside the transaction that is open. */
type RunInTransaction = (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

/** Hands on a range that has a next page; what it writes by `within` is committed with the page before, or not at all. */
export type EnqueueNext = (run: Run, range: Range, within: RunInTransaction) => Promise<void>;

/** Committed pages bring the job of the next one with them. */
export function handOnBy(enqueueNext: EnqueueNext): HandOn {
  return (db, run, range) =>
    enqueueNext(run, range, async (text, values) => {
      return (await db.executeQuery(CompiledQuery.raw(text, [...values]))).rows;
    });
}
