import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { OptOutFlag } from '../../../domain/member/settled-outcome.js';
import type { Clock } from '../../../ports/clock.js';
import type { EngineEvents } from '../../../ports/events.js';
import type { MergedMembers } from '../../../ports/merged-members.js';
import type { RulesOf } from '../../run/run-context.js';
import type { MemberReads, SourceCall } from '../../../ports/recipient-source.js';
import type { ChangedMember } from '../../../ports/store/changed-members.js';
import type { Storage } from '../../../ports/store/storage.js';
import { closedAmong } from '../closed/closed-among.js';

export interface LookDependencies {
  readonly storage: Pick<Storage, 'read' | 'transaction'>;
  readonly source: { readonly members: Pick<MemberReads, 'membersById' | 'presence' | 'maxIdsPerCall'> };
  readonly merged: MergedMembers;
  readonly rulesOf: RulesOf;
  readonly optOutFlags: readonly OptOutFlag[];
  readonly clock: Pick<Clock, 'now'>;
  readonly events: EngineEvents;
}

/** Takes its turns beside the runs under this name. */
const flow = 'changed-members';

/**
 * Looks at everybody of whom Dataverse said that he was changed: who is gone, inactive or opted out is closed, who is not
 * is opened. What is read decides, not the message, so messages may come late, twice or in another order. Two calls for
 * 200 people.
 */
export async function lookAtChanged(dependencies: LookDependencies, signal: AbortSignal): Promise<void> {
  const failures: unknown[] = [];
  for (const table of selectableTables) {
    // That one table cannot be read must not keep the other one waiting.
    await lookAtTable(dependencies, table, { flow, signal }).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function lookAtTable(dependencies: LookDependencies, table: SelectableTable, call: SourceCall): Promise<void> {
  const { storage, source, events } = dependencies;
  for (;;) {
    const members = await storage.read.changed.oldest(table, source.members.maxIdsPerCall);
    if (members.length === 0) return;
    const { closed, open } = await look(dependencies, table, members, call);
    events.event('changed-members', { table, looked: members.length, closed, open });
  }
}

async function look(
  { storage, source, merged, rulesOf, optOutFlags, clock }: LookDependencies,
  table: SelectableTable,
  members: readonly ChangedMember[],
  call: SourceCall,
): Promise<{ readonly closed: number; readonly open: number }> {
  // After every message that led to it, by the millisecond: only a later read opens somebody.
  const readAt = new Date(Math.max(clock.now().getTime(), ...members.map(({ at }) => at.getTime() + 1)));
  const ids = members.map(({ id }) => id);
  const subordinates: RowId[] = [];
  for (const { id } of members.filter((member) => member.merged)) {
    subordinates.push(...(await merged.subordinatesOf(table, id, call)));
  }
  const found = await closedAmong(source.members, rulesOf(optOutFlags), table, ids, call);
  const closed = [...found.closed].map(([id, reason]) => ({ table, id, reason, since: readAt }));
  const gaveWay = subordinates.map((id) => ({ table, id, reason: 'inactive' as const, since: readAt }));
  await storage.transaction((unit) =>
    unit.changed.settle({ table, members, closed: [...closed, ...gaveWay], open: found.open, readAt }),
  );
  return { closed: closed.length + gaveWay.length, open: found.open.length };
}
