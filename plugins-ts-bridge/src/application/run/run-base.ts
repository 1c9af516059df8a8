import type { RunSource } from '../members/run-sources.js';
import { coveredMembers } from './scope/covered-members.js';
import { isScoped } from '../../domain/run/scope.js';
import { keptOrder, type RunBase, sameOptOuts, type SealedRun } from '../../domain/run/run.js';
import type { RunContext } from './run-context.js';

/**
 * Rows commit later than their stamp, and Dataverse's own machines differ a little: what was modified shortly before the
 * last run started is read again.
 */
const overlapMs = 10 * 60_000;
/** With more newcomers than this share of all, reading everything in pages is cheaper than asking for them by id. */
const joinerLimit = 0.1;

/**
 * What an automatic run may start from: the current generation, when it was written with the same columns and flags and
 * knows most of the members. `null` makes the run a full one. Other columns would have to be filled in, or purged.
 */
export async function baseFor(
  { storage }: RunContext,
  run: SealedRun,
  sources: readonly RunSource[],
): Promise<RunBase | null> {
  // Who went out of reach since the base was written would be carried over as ready.
  const scoped = isScoped(run.order);
  if ((run.runType === 'full' && !scoped) || run.order.readLimited === true) return null;
  const current = await storage.read.runs.currentGeneration(run.dataSyncId);
  if (current?.columns !== JSON.stringify(run.columns)) return null;
  // Written when runs were timed by the service's own clock: how far that one was off is not known any more.
  if (!current.startedByServer) return null;
  if (!sameOptOuts(keptOrder(await storage.read.runs.find(current.runId)), run.order)) return null;
  const members = scoped
    ? await coveredMembers(storage.read.members, run, sources)
    : run.members.contact + run.members.lead;
  const joiners = await storage.read.members.joinerCount(run, current.generation);
  const all = run.runType === 'full' || joiners > Math.max(1_000, members * joinerLimit);
  if (all) return scoped ? everybody(current.generation) : null;
  return { generation: current.generation, changedSince: new Date(current.startedAt.getTime() - overlapMs) };
}

/**
 * A run over some lists never writes a generation of its own, which would lack the others. Where it cannot tell who has
 * changed it reads all whom it covers.
 */
export function everybody(generation: number): RunBase {
  return { generation, changedSince: new Date(0) };
}

export function readsEverybody({ changedSince }: RunBase): boolean {
  return changedSince.getTime() === 0;
}
