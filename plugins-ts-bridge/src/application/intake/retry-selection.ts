import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { retryProblem, type RetryProblem } from '@pmds/contracts/start/retry-rules';
import { isTakenByRetry } from '../../domain/failures.js';
import type { KnownRuns } from '../../ports/store/profiles.js';
import type { RequestSyncDependencies } from './request-sync.js';

/** What is needed to keep a retry, and to tell whether it can be one. */
export interface RetryDependencies extends RequestSyncDependencies {
  readonly ledger: Pick<KnownRuns, 'activeRunOf' | 'openTraces' | 'knowsRun'>;
}

interface RetrySelection {
  readonly dataSyncId: RowId;
  readonly runId: SyncRunId | null;
  readonly traceIds: readonly RowId[];
}

/**
 * What stands against a retry of these Trace rows, by what the ledger keeps of them. A call that is repeated, or that meets
 * a run on its way, starts nothing whatever it names, so there is nothing to say against it.
 */
export async function selectionProblem(
  { dataSyncId, runId, traceIds }: RetrySelection,
  ledger: RetryDependencies['ledger'],
): Promise<RetryProblem | null> {
  if ((await ledger.activeRunOf(dataSyncId)) !== null) return null;
  if (runId !== null && (await ledger.knowsRun(runId))) return null;
  const open = new Map((await ledger.openTraces(dataSyncId, traceIds)).map(({ id, code }) => [id, code]));
  return retryProblem(
    traceIds.map((id) => {
      const code = open.get(id);
      return { dataSyncId, open: code !== undefined, taken: code !== undefined && isTakenByRetry(code) };
    }),
  );
}
