import { isClaimed, type ClaimedRun, type Run, sameOptOuts, type SyncOrder } from '../../../domain/run/run.js';
import { scopedOrder, scopeOfStart, widenedOrder } from '../../../domain/run/scope.js';
import type { TraceRow } from '../../../domain/run/trace.js';
import type { CurrentGeneration } from '../../../ports/store/ledger/runs.js';
import type { RunContext } from '../run-context.js';
import { listsAsked } from '../run-retry.js';
import { traceOf } from '../run-traces.js';

type Planned = Pick<ClaimedRun, 'dataSyncId' | 'parameters' | 'order' | 'columns'>;

/**
 * The order over the lists that the start named. Where the last completed run has not found all of the others as they are
 * asked for now, the run covers all of them, and the order says why.
 */
export async function planScope({ storage }: Pick<RunContext, 'storage'>, run: Planned): Promise<SyncOrder> {
  const { order } = run;
  const scope = scopeOfStart(run.parameters?.listIds, order.lists);
  if (scope.covers === 'all') return order;
  const current = await storage.read.runs.currentGeneration(run.dataSyncId);
  const before = current === null ? null : await storage.read.runs.find(current.runId);
  if (current === null || before === null || !isClaimed(before)) {
    return widenedOrder(order, 'no run of this sync has completed here yet');
  }
  const why = differsFrom(before, current, run);
  return why === null ? scopedOrder(order, scope, before.order, current.startedAt) : widenedOrder(order, why);
}

/** @returns why the last run does not say who is on the other lists and what is known of each, `null` where it does. */
function differsFrom(before: ClaimedRun, current: CurrentGeneration, { order, columns }: Planned): string | null {
  if (listsAsked(before.order) !== listsAsked(order)) return 'the marketing lists are not those of its last run';
  if (current.columns !== JSON.stringify(columns)) return 'the fields are not those of its last run';
  if (!sameOptOuts(before.order, order)) return 'other flags stand against a mailing than in its last run';
  if (order.readLimited === true) return 'some members may be out of the reach of the service';
  return current.startedByServer ? null : 'its last run was timed by another clock';
}

/** Says that a run covers all lists although its start named some. */
export function widenedWarning(
  run: Pick<Run, 'runId' | 'dataSyncId'>,
  { widened }: SyncOrder,
  by: Parameters<typeof traceOf>[2],
): readonly TraceRow[] {
  if (widened === undefined) return [];
  const message = `The start named some of the marketing lists of the sync, and the run covers all of them: ${widened}.`;
  return [traceOf(run, { stage: 'claim', code: 'SCOPE_WIDENED', severity: 'warning', message }, by)];
}
