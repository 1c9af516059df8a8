import { identityHolds, ready, settled } from '@pmds/contracts/counts';
import { selectableTables } from '@pmds/contracts/field-selection';
import { RunFailure } from '../domain/failures.js';
import type { Run } from '../domain/run.js';
import type { LedgerWriter } from '../ports/storage.js';
import { endCompleted } from './end-run.js';
import type { RunContext } from './run-context.js';

/**
 * Compares what the scan found, what the ledger accounts for and what the store holds, and only then makes the new
 * generation current and the run *Completed*, all in one transaction.
 * @throws RunFailure COUNT_MISMATCH, STORE_MISMATCH
 */
export async function finishRun(context: RunContext, run: Run): Promise<void> {
  const status = await context.storage.transaction(async (writer) => {
    await reconcile(writer, run);
    return endCompleted(context, writer, run);
  });
  context.outboxFilled();
  context.events.event('run-ended', { runId: run.runId, status, code: null });
}

async function reconcile(writer: LedgerWriter, run: Run): Promise<void> {
  const counts = await writer.counts(run.runId);
  for (const table of selectableTables) {
    const members = run.members?.[table] ?? 0;
    if (!identityHolds(members, counts[table])) {
      const accounted = settled(counts[table]);
      const detail = `${members} members of ${table} were found, but ${accounted} are accounted for.`;
      throw new RunFailure('COUNT_MISMATCH', detail);
    }
    const stored = await writer.profileCount(run, table);
    if (stored !== ready(counts[table])) {
      const detail = `${ready(counts[table])} members of ${table} were written, but the store holds ${stored}.`;
      throw new RunFailure('STORE_MISMATCH', detail);
    }
  }
}
