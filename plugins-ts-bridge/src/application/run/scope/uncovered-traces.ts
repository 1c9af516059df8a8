import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { isClaimed, type ClaimedRun } from '../../../domain/run/run.js';
import { isCovered } from '../../../domain/run/scope.js';
import type { OpenTrace } from '../../../domain/run/trace.js';
import type { UnitOfWork } from '../../../ports/store/storage.js';

type Unit = Pick<UnitOfWork, 'read' | 'traces'>;

/** Trace rows looked at at a time. */
const tracesAtATime = 1_000;

/**
 * What the last run traced of lists and members that this one does not cover is as true as before: it counts on this run
 * and stays open. Asked before the run becomes the current one.
 */
export async function keepUncoveredTraces(unit: Unit, run: ClaimedRun): Promise<void> {
  const current = await unit.read.runs.currentGeneration(run.dataSyncId);
  const before = current === null ? null : await unit.read.runs.find(current.runId);
  if (before === null || !isClaimed(before)) return;
  let after: string | null = null;
  for (;;) {
    const traces: readonly OpenTrace[] = await unit.read.traces.open(before.runId, after, tracesAtATime);
    await unit.traces.adoptSome(run, await uncovered(unit, run, traces));
    after = traces.at(-1)?.id ?? null;
    if (traces.length < tracesAtATime) return;
  }
}

async function uncovered(unit: Unit, run: ClaimedRun, traces: readonly OpenTrace[]): Promise<readonly string[]> {
  const kept: string[] = [];
  const members = { contact: new Map<RowId, string[]>(), lead: new Map<RowId, string[]>() };
  for (const trace of traces) {
    const id = trace.member === null ? null : parseRowId(trace.member.id);
    if (trace.member === null || id?.ok !== true) {
      if (await isOfUncoveredList(unit, run, trace)) kept.push(trace.id);
    } else {
      const known = members[trace.member.table];
      known.set(id.value, [...(known.get(id.value) ?? []), trace.id]);
    }
  }
  for (const table of selectableTables) {
    const ids = [...members[table].keys()];
    if (ids.length === 0) continue;
    for (const id of await unit.read.members.uncovered(run, table, ids)) kept.push(...(members[table].get(id) ?? []));
  }
  return kept;
}

/** What names no member: of a list, or an id that is none. Where that stood on which list is not known. */
async function isOfUncoveredList(unit: Unit, run: ClaimedRun, trace: OpenTrace): Promise<boolean> {
  const { list, code, member } = trace;
  if (list !== null) return !isCovered(run.order, list);
  const uncoveredLists = run.order.lists.filter(({ id }) => !isCovered(run.order, id));
  // Kept by a version that did not say of which list.
  if (code === 'ACCOUNT_WITHOUT_CONTACT') return uncoveredLists.some(({ holds }) => holds === 'account');
  if (code !== 'MEMBER_ID_INVALID' || member === null) return false;
  return (
    uncoveredLists.some(({ table }) => table === member.table) &&
    !(await unit.read.traces.isTraced(run.runId, code, member.id))
  );
}
