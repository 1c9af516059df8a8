import type { Run, SyncOrder } from '../domain/run.js';
import type { LedgerWriter } from '../ports/storage.js';
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
  if (run.runType !== 'retry') return null;
  const current = await storage.read.currentGeneration(run.dataSyncId);
  if (current?.columns !== JSON.stringify(run.columns)) return null;
  const before = await storage.read.run(current.runId);
  return listsAsked(before?.order ?? null) === listsAsked(run.order) ? before : null;
}

/** Which lists, not how they are called or how many are on them. */
function listsAsked(order: SyncOrder | null): string {
  return JSON.stringify(order?.lists.map(({ id, kind, query }) => [id, kind, query]));
}

/** Takes over who the members are; nothing is left to read but those that the base knows no outcome of that lasts. */
export async function planRetry({ storage }: RunContext, run: Run, before: Run): Promise<void> {
  const current = await storage.read.currentGeneration(run.dataSyncId);
  if (current === null) throw new Error(`What run ${before.runId} stored is gone.`);
  await storage.transaction(async (writer) => {
    await writer.takeMembers(run, before);
    await writer.keepBase(run.runId, { generation: current.generation, changedSince: current.startedAt }, 'retry');
    await writer.setPhase(run.runId, 'read');
  });
}

/** What an earlier run traced of members is settled: they are well now, or the retry has traced them anew. */
export async function closeTraces({ storage }: RunContext, writer: LedgerWriter, run: Run): Promise<void> {
  const before = await retriedRun({ storage }, run);
  if (before === null) return;
  const { dataSyncId, runId } = run;
  const ids = await writer.memberTraces(before.runId);
  for (let at = 0; at < ids.length; at += tracesPerMessage) {
    await writer.send([{ kind: 'close-traces', runId, dataSyncId, ids: ids.slice(at, at + tracesPerMessage) }]);
  }
}
