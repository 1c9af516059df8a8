import type { RowId } from '@pmds/contracts/ids';
import { failureCodes, isTakenByRetry } from '../../domain/failures.js';
import { sameOptOuts, type Run, type SyncOrder } from '../../domain/run/run.js';
import type { MemberTrace } from '../../domain/run/trace.js';
import type { LedgerWriter } from '../../ports/store/storage.js';
import type { RunContext } from './run-context.js';

/** Trace rows closed by one outbox message. */
const tracesPerMessage = 1_000;

/**
 * The run whose failed members a retry reads again: the last completed one of the sync, when it was asked for the same
 * lists and the same fields. Otherwise `null`, and the retry is an ordinary run, which looks at failed members as well.
 */
export async function retriedRun(
  { storage }: Pick<RunContext, 'storage'>,
  run: Pick<Run, 'runType' | 'dataSyncId' | 'order' | 'columns'>,
): Promise<Run | null> {
  if (run.runType !== 'retry' || run.order?.readLimited === true) return null;
  const current = await storage.read.currentGeneration(run.dataSyncId);
  if (current?.columns !== JSON.stringify(run.columns)) return null;
  const before = await storage.read.run(current.runId);
  const same = listsAsked(before?.order ?? null) === listsAsked(run.order);
  return same && sameOptOuts(before?.order ?? null, run.order) ? before : null;
}

/** Which lists, not how they are called or how many are on them. */
function listsAsked(order: SyncOrder | null): string {
  return JSON.stringify(order?.lists.map(({ id, kind, query }) => [id, kind, query]));
}

/**
 * Takes over who the members are; nothing is left to read but those that the base knows no outcome of that lasts. Of a
 * retry that names Trace rows, only their members are left: whoever else failed has failed in this run, too.
 */
export async function planRetry({ storage }: RunContext, run: Run, before: Run): Promise<void> {
  const current = await storage.read.currentGeneration(run.dataSyncId);
  if (current === null) throw new Error(`What run ${before.runId} stored is gone.`);
  const base = { generation: current.generation, changedSince: current.startedAt };
  await storage.transaction(async (writer) => {
    await writer.takeMembers(run, before);
    await writer.keepBase(run.runId, base, 'retry');
    if (run.traceIds !== undefined) {
      const chosen = await chosenTraces(writer, run.traceIds, before);
      const members = chosen.map(({ member }) => member);
      await writer.keepFailed({ ...run, base }, members);
    }
    await writer.setPhase(run.runId, 'read');
  });
}

/**
 * What earlier runs traced is settled once a run has completed: members are well now, or it has traced them anew. A retry
 * settles no more than it has looked at; the rest stays open and counts among its errors, without being written again.
 */
export async function settleTraces({ storage }: RunContext, writer: LedgerWriter, run: Run): Promise<void> {
  const before = await retriedRun({ storage }, run);
  if (before !== null) {
    if (run.traceIds !== undefined) {
      const chosen = await chosenTraces(writer, run.traceIds, before);
      await close(
        writer,
        run,
        chosen.map(({ id }) => id as RowId),
      );
    }
    await writer.adoptTraces(run, before, run.traceIds === undefined ? lastingCodes : undefined);
  }
  for (;;) {
    const ids = await writer.earlierTraces(run, tracesPerMessage);
    if (ids.length === 0) return;
    await close(writer, run, ids);
  }
}

/** Reasons that no retry changes. */
const lastingCodes = failureCodes.filter((code) => !isTakenByRetry(code));

async function chosenTraces(writer: LedgerWriter, ids: readonly RowId[], before: Run): Promise<readonly MemberTrace[]> {
  const found = await writer.memberTraces(before.runId, ids);
  return found.filter(({ code }) => isTakenByRetry(code));
}

async function close(writer: LedgerWriter, run: Run, ids: readonly RowId[]): Promise<void> {
  for (let at = 0; at < ids.length; at += tracesPerMessage) {
    await writer.closeTraces(run, ids.slice(at, at + tracesPerMessage));
  }
}
