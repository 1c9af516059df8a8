import type { BrakeFinding } from '@pmds/contracts/start/brake';
import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { RunFailure } from '../../../domain/failures.js';
import { findingsSentence, isConfirmed, shrunk, type ComparedMembers } from '../../../domain/run/brake.js';
import { isCovered, isScoped } from '../../../domain/run/scope.js';
import { membersOf, keptOrder, type Run, type SealedRun } from '../../../domain/run/run.js';
import type { StoreReader } from '../../../ports/store/storage.js';
import type { RunContext } from '../run-context.js';

type Ledger = Pick<StoreReader, 'runs' | 'counts' | 'members'>;

/**
 * Stops a run that would leave far fewer members than the last completed one, or none, until a person has confirmed the
 * very numbers. A start that is only repeated confirms nothing. What was found is kept with the run, for the question.
 * @param run With its scan sealed.
 * @throws RunFailure NO_MEMBERS, SHRINK_BRAKE
 */
export async function checkShrink({ storage, events }: RunContext, run: SealedRun): Promise<void> {
  const found = await findings(storage.read, run);
  if (found.length === 0) return;
  const refusal = await whyNotConfirmed(storage.read, run, found);
  if (refusal === null) {
    events.event('shrink-confirmed', { runId: run.runId, confirms: run.parameters?.confirm ?? null });
    return;
  }
  await storage.transaction((unit) => unit.runs.keepBrake(run.runId, found));
  const nobody = run.members.contact + run.members.lead === 0;
  const detail = nobody
    ? 'The marketing lists have no member; what was synced before stays as it is.'
    : `Far fewer members were found${isScoped(run.order) ? ' on the covered marketing lists' : ''} than in the last completed run (${findingsSentence(found)}); what was synced before stays as it is.`;
  throw new RunFailure(nobody ? 'NO_MEMBERS' : 'SHRINK_BRAKE', `${detail}${refusal}`);
}

async function findings(read: Ledger, run: SealedRun): Promise<readonly BrakeFinding[]> {
  const current = await read.runs.currentGeneration(run.dataSyncId);
  const last = current === null ? null : await read.runs.find(current.runId);
  if (run.members.contact + run.members.lead === 0) {
    const found = membersOf(last);
    const before = found.contact + found.lead;
    // Once confirmed, lists that stay empty are no news.
    if (last !== null && before === 0) return [];
    const all: BrakeFinding = { of: 'all', before, now: 0 };
    if (last === null) return [all];
    return [...(await comparison(read, last, run)).filter(({ of }) => of !== 'all'), all];
  }
  return last === null ? [] : comparison(read, last, run);
}

async function comparison(read: Ledger, last: Run, run: SealedRun): Promise<readonly BrakeFinding[]> {
  const areCovered = (list: RowId): boolean => isCovered(run.order, list);
  return shrunk(await comparedMembers(read, last, run, areCovered), await comparedMembers(read, run, last, areCovered));
}

/**
 * Lists that only one of two runs knows were added or taken off on purpose: their members are no loss and no gain. Those
 * that the run does not cover are as they were.
 */
async function comparedMembers(
  read: Ledger,
  run: Run,
  other: Run,
  areCovered: (list: RowId) => boolean,
): Promise<ComparedMembers> {
  const ids = new Set((keptOrder(other)?.lists ?? []).map(({ id }) => id));
  const lists = [...(keptOrder(run)?.lists ?? []).entries()];
  const common = lists.filter(([, { id }]) => ids.has(id) && areCovered(id));
  const found = await read.counts.lists(run.runId);
  const all = common.length === lists.length;
  const count = async (table: SelectableTable): Promise<number> => {
    if (all) return membersOf(run)[table];
    const positions = common.filter(([, list]) => list.table === table).map(([position]) => position);
    return positions.length === 0 ? 0 : read.members.countOnLists(run, positions);
  };
  const members = { contact: 0, lead: 0 };
  for (const table of selectableTables) members[table] = await count(table);
  return {
    members,
    lists: common.map(([at, { id, name }]) => ({ id, name, members: found[at]?.members ?? 0 })),
  };
}

/** @returns `null` when the start confirms what was found, else what to add to the reason: empty where nothing was confirmed. */
async function whyNotConfirmed(read: Ledger, run: Run, found: readonly BrakeFinding[]): Promise<string | null> {
  const confirm = run.parameters?.confirm;
  if (confirm === undefined) return '';
  const last = await read.runs.lastEnded(run.dataSyncId, run.runId);
  if (last?.runId !== confirm || last.brake === undefined) {
    return ' The confirmation does not hold: it does not name the last run of this sync, stopped for its numbers.';
  }
  return isConfirmed(found, last.brake)
    ? null
    : ' The confirmation does not hold: the numbers are not those it was given for.';
}
