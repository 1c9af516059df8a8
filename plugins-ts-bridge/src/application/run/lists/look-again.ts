import { failures, RunFailure } from '../../../domain/failures.js';
import { definitionChanges, notSafeAnyMore, syncChanges } from '../../../domain/run/list-changes.js';
import { coveredLists } from '../../../domain/run/scope.js';
import type { ClaimedRun } from '../../../domain/run/run.js';
import type { SourceCall } from '../../../ports/recipient-source.js';
import type { RunContext } from '../run-context.js';

/**
 * Looks at the sync and its lists once more before a run completes.
 * @returns why the run is not safe to send, although it covers what the lists were; `null` when nothing has changed.
 * @throws RunFailure SYNC_DELETED when there is no sync any more that somebody could send by; LIST_CHANGED for a list that is
 *   not what was read any more, naming it. A list that the run does not cover is no reason to end it.
 */
export async function lookAgain(
  { reporter }: Pick<RunContext, 'reporter'>,
  run: ClaimedRun,
  call: SourceCall,
): Promise<string | null> {
  const now = await reporter.lookAgain(run, call.signal);
  if (now === null) throw new RunFailure('SYNC_DELETED', failures.SYNC_DELETED.happened);
  const changed = definitionChanges(coveredLists(run.order), now.lists);
  if (changed.length > 0) {
    const detail = `While the run was on its way, ${changed.join('; ')}. What was synced before stays as it is.`;
    throw new RunFailure('LIST_CHANGED', detail);
  }
  return notSafeAnyMore(syncChanges(run.order, now));
}
