import type { RowId } from '@pmds/contracts/ids';
import { failureCodes, isTakenByRetry } from '../../domain/failures.js';
import { type ClaimedRun, isClaimed, type Run, sameOptOuts, type SyncOrder } from '../../domain/run/run.js';
import { isScoped } from '../../domain/run/scope.js';
import type { MemberTrace } from '../../domain/run/trace.js';
import type { TraceReader, TraceWriter } from '../../ports/store/ledger/traces.js';
import type { UnitOfWork } from '../../ports/store/storage.js';
import type { RunContext } from './run-context.js';
import { keepUncoveredTraces } from './scope/uncovered-traces.js';

/** Trace rows closed by one outbox message. */
const tracesPerMessage = 1_000;

/**
 * The run whose failed members a retry reads again: the last completed one of the sync, when it was asked for the same
 * lists and the same fields. Otherwise `null`, and the retry is an ordinary run, which looks at failed members as well.
 */
export async function retriedRun(
  { storage }: Pick<RunContext, 'storage'>,
  run: Pick<ClaimedRun, 'runType' | 'dataSyncId' | 'order' | 'columns'>,
): Promise<ClaimedRun | null> {
  if (run.runType !== 'retry' || run.order.readLimited === true) return null;
  const current = await storage.read.runs.currentGeneration(run.dataSyncId);
  if (current?.columns !== JSON.stringify(run.columns)) return null;
  const before = await storage.read.runs.find(current.runId);
  if (before === null || !isClaimed(before)) return null;
  const same = listsAsked(before.order) === listsAsked(run.order);
  return same && sameOptOuts(before.order, run.order) ? before : null;
}

/** Which lists, not how they are called or how many are on them. */
export function listsAsked(order: SyncOrder): string {
  return JSON.stringify(order.lists.map(({ id, kind, query }) => [id, kind, query]));
}

/**
 * Takes over who the members are; nothing is left to read but those that the base knows no outcome of that lasts. Of a
 * retry that names Trace rows, only their members are left: whoever else failed has failed in this run, too.
 */
export async function planRetry(
  { storage }: RunContext,
  run: ClaimedRun,
  before: ClaimedRun,
  sourceOfList: readonly (number | null)[],
): Promise<void> {
  const current = await storage.read.runs.currentGeneration(run.dataSyncId);
  if (current === null) throw new Error(`What run ${before.runId} stored is gone.`);
  const base = { generation: current.generation, changedSince: current.startedAt };
  await storage.transaction(async (unit) => {
    await unit.counts.takeLists(run.runId, before.runId);
    const members = await unit.staging.takeMembers(run, before);
    await unit.runs.keepMembers(run.runId, members);
    // Who was not covered is looked at like everybody else.
    if (isScoped(before.order)) await unit.staging.sealMembers(run, sourceOfList);
    await unit.runs.keepBase(run.runId, base, 'retry');
    if (run.traceIds !== undefined) {
      const chosen = await chosenTraces(unit.read.traces, run.traceIds, before);
      const members = chosen.map(({ member }) => member);
      await unit.counts.addCarried(run.runId, await unit.staging.keepFailed({ ...run, base }, members));
    }
    await unit.runs.setPhase(run.runId, 'read');
  });
}

/**
 * What earlier runs traced is settled once a run has completed: members are well now, or it has traced them anew. A retry
 * settles no more than it has looked at; the rest stays open and counts among its errors, without being written again.
 */
export async function settleTraces(
  { storage }: Pick<RunContext, 'storage'>,
  unit: Pick<UnitOfWork, 'read' | 'traces'>,
  run: ClaimedRun,
): Promise<void> {
  if (isScoped(run.order)) await keepUncoveredTraces(unit, run);
  const before = await retriedRun({ storage }, run);
  if (before !== null) {
    if (run.traceIds !== undefined) {
      const chosen = await chosenTraces(unit.read.traces, run.traceIds, before);
      await close(
        unit.traces,
        run,
        chosen.map(({ id }) => id as RowId),
      );
    }
    await unit.traces.adopt(run, before, run.traceIds === undefined ? lastingCodes : undefined);
  }
  for (;;) {
    const ids = await unit.read.traces.earlier(run, tracesPerMessage);
    if (ids.length === 0) return;
    await close(unit.traces, run, ids);
  }
}

/** Reasons that no retry changes. */
const lastingCodes = failureCodes.filter((code) => !isTakenByRetry(code));

async function chosenTraces(traces: TraceReader, ids: readonly RowId[], before: Run): Promise<readonly MemberTrace[]> {
  const found = await traces.ofMembers(before.runId, ids);
  return found.filter(({ code }) => isTakenByRetry(code));
}

async function close(traces: TraceWriter, run: Run, ids: readonly RowId[]): Promise<void> {
  for (let at = 0; at < ids.length; at += tracesPerMessage) {
    await traces.close(run, ids.slice(at, at + tracesPerMessage));
  }
}
