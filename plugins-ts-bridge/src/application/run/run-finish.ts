import { identityHolds, ready, settled } from '@pmds/contracts/run/counts';
import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { counted } from '@pmds/contracts/wording';
import { RunFailure } from '../../domain/failures.js';
import type { Run, SealedRun } from '../../domain/run/run.js';
import type { SourceCall } from '../../ports/recipient-source.js';
import type { StoreReader, UnitOfWork } from '../../ports/store/storage.js';
import { endCompleted } from './end-run.js';
import { lookAgain } from './lists/look-again.js';
import { settleTraces } from './run-retry.js';
import type { RunContext } from './run-context.js';
import { newerInCrm, type ChangedMeanwhile } from './freshness.js';

/**
 * Compares what the scan found, what the ledger accounts for and what the store holds, and only then makes the members
 * readable and the run *Completed*, all in one transaction. What changed in Dataverse meanwhile is counted, not read again.
 * @param asked Who changed in Dataverse while the run read.
 * @returns false when an incremental run does not add up: it is a full one from here on.
 * @throws RunFailure SYNC_DELETED, LIST_CHANGED, COUNT_MISMATCH, STORE_MISMATCH
 */
export async function finishRun(
  context: RunContext,
  run: SealedRun,
  asked: Promise<ChangedMeanwhile | null>,
  call: SourceCall,
): Promise<boolean> {
  const [changed, notSafe] = await Promise.all([asked, lookAgain(context, run, call)]);
  refuseReplaced(context);
  try {
    const status = await context.storage.transaction(async (unit) => {
      const removed = run.base === null ? await unit.read.staging.leaverCount(run) : await changeBase(unit, run);
      await reconcile(unit.read, run);
      await settleTraces(context, unit, run);
      await unit.closed.settle(run, context.clock.now());
      return endCompleted(context, unit, run, {
        removed,
        newer: await newerInCrm(unit.read.staging, run, changed),
        notSafe,
      });
    });
    context.outboxFilled();
    context.events.event('run-ended', { runId: run.runId, status, code: null });
    return true;
  } catch (error) {
    if (run.base === null || !(error instanceof RunFailure)) throw error;
    context.events.event('run-fell-back', { runId: run.runId, code: error.code });
    return false;
  }
}

/** What is written to a file that nobody will open again is not stored. */
function refuseReplaced({ storage }: RunContext): void {
  try {
    storage.refuseReplaced();
  } catch (error) {
    throw new RunFailure('STORE_MISMATCH', error instanceof Error ? error.message : String(error));
  }
}

async function changeBase(unit: Pick<UnitOfWork, 'counts' | 'staging'>, run: Run): Promise<number> {
  await unit.counts.addCarried(run.runId, await unit.staging.carriedOver(run));
  return unit.staging.applyToBase(run);
}

async function reconcile(
  { counts: ledger, staging }: Pick<StoreReader, 'counts' | 'staging'>,
  run: SealedRun,
): Promise<void> {
  const counts = await ledger.outcomes(run.runId);
  for (const table of selectableTables) {
    const members = run.members[table];
    if (!identityHolds(members, counts[table])) {
      const accounted = settled(counts[table]);
      const detail = `${counted(members, 'member')} of ${table} ${members === 1 ? 'was' : 'were'} found, ${accounted} accounted for.`;
      throw new RunFailure('COUNT_MISMATCH', detail);
    }
    const stored = await staging.profileCount(run, table);
    if (stored !== ready(counts[table])) {
      const detail = `The store holds ${counted(stored, 'profile')} of ${table}, but ${ready(counts[table])} should be there.`;
      throw new RunFailure('STORE_MISMATCH', detail);
    }
  }
}
