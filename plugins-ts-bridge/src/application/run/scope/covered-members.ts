import type { ScopeTally } from '@pmds/contracts/run/run-tally';
import type { ClaimedRun } from '../../../domain/run/run.js';
import { coveredLists, isScoped } from '../../../domain/run/scope.js';
import type { StagedMembers } from '../../../ports/store/staged-members.js';
import type { RunSource } from '../../members/run-sources.js';

/** Distinct members of the lists that a run covers, once its scan is sealed. */
export async function coveredMembers(
  members: Pick<StagedMembers, 'countOfSource'>,
  run: ClaimedRun,
  sources: readonly RunSource[],
): Promise<number> {
  let covered = 0;
  for (const { position } of sources) covered += await members.countOfSource(run, position);
  return covered;
}

/** How much of the sync a run covered, `null` where that was all. */
export async function scopeTally(
  members: Pick<StagedMembers, 'countOfSource'>,
  run: ClaimedRun,
  sources: readonly RunSource[],
): Promise<ScopeTally | null> {
  if (!isScoped(run.order)) return null;
  return {
    lists: coveredLists(run.order).length,
    listsInAll: run.order.lists.length,
    members: await coveredMembers(members, run, sources),
  };
}
