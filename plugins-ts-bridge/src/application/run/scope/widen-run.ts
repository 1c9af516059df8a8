import type { ClaimedRun } from '../../../domain/run/run.js';
import { widenedOrder } from '../../../domain/run/scope.js';
import type { SourceCall } from '../../../ports/recipient-source.js';
import { planScan } from '../../members/plan-scan.js';
import { runSources } from '../../members/run-sources.js';
import type { RunContext } from '../run-context.js';
import { widenedWarning } from './plan-scope.js';

/**
 * A run over some lists that cannot go on as such begins anew as a full one over all: nothing that it scanned or read is
 * kept, since it does not know who is on the other lists now.
 * @param why For people; the order says it, and a warning.
 */
export async function widenRun(context: RunContext, run: ClaimedRun, why: string, call: SourceCall): Promise<void> {
  const { storage, source, serverClock, hashing, events } = context;
  const order = widenedOrder(run.order, why);
  const scans = await planScan(context, order, runSources(source.lists, order), call);
  await storage.transaction(async (unit) => {
    await unit.staging.forgetMembers(run);
    await unit.counts.forgetLists(run.runId);
    await unit.counts.forgetOutcomes(run.runId);
    await unit.ranges.forgetAll(run.runId);
    await unit.deliveries.forget(run.runId);
    await unit.runs.keepBase(run.runId, null);
    await unit.runs.keepOrder(run.runId, order, run.columns);
    await unit.traces.add(widenedWarning(run, order, { hashing, now: serverClock.now() }));
    await unit.ranges.add(run.runId, scans);
  });
  events.event('run-widened', { runId: run.runId, why });
}
