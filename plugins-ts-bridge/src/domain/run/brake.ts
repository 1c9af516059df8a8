import { memberNouns } from '@pmds/contracts/fields/member-table';
import type { BrakeFinding, BrakeSubject } from '@pmds/contracts/start/brake';
import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';

/** Less than this share of what was there stops a run until a person confirms it; exactly this share does not. */
const shrinkLimit = 0.5;

/** Members of one run on the lists that two runs have in common. */
export interface ComparedMembers {
  /** Distinct members. */
  readonly members: Readonly<Record<SelectableTable, number>>;
  readonly lists: readonly ComparedList[];
}

interface ComparedList {
  readonly id: string;
  readonly name: string;
  readonly members: number;
}

/**
 * What shrank below the limit: each list, each kind of member, and all of them. A sum alone would hide that one of two
 * lists came back empty.
 */
export function shrunk(before: ComparedMembers, now: ComparedMembers): readonly BrakeFinding[] {
  const compared: BrakeFinding[] = [];
  for (const list of now.lists) {
    const known = before.lists.find(({ id }) => id === list.id);
    if (known === undefined) continue;
    compared.push({ of: 'list', id: list.id, name: list.name, before: known.members, now: list.members });
  }
  const kinds = selectableTables.filter((table) => before.members[table] > 0);
  for (const table of kinds) {
    compared.push({ of: 'table', table, before: before.members[table], now: now.members[table] });
  }
  // Of one kind alone both numbers have been said.
  if (kinds.length > 1) compared.push({ of: 'all', before: sum(before), now: sum(now) });
  return compared.filter((one) => one.now < one.before * shrinkLimit);
}

/** Whether a person who was shown these numbers has seen all that was found: the same before, and no further down. */
export function isConfirmed(found: readonly BrakeFinding[], shown: readonly BrakeFinding[]): boolean {
  return found.every((one) =>
    shown.some((seen) => subjectKey(seen) === subjectKey(one) && seen.before === one.before && seen.now <= one.now),
  );
}

/** How many findings one sentence names. */
const mostNamed = 5;

/** For example `marketing list "Spring": 100 before, 40 now; contacts: 100 before, 40 now`. */
export function findingsSentence(findings: readonly BrakeFinding[]): string {
  const named = findings.slice(0, mostNamed).map((one) => `${subjectText(one)}: ${one.before} before, ${one.now} now`);
  const more = findings.length - named.length;
  return [...named, ...(more === 0 ? [] : [`and ${more} more`])].join('; ');
}

function subjectText(subject: BrakeSubject): string {
  if (subject.of === 'all') return 'all members';
  return subject.of === 'table' ? memberNouns[subject.table] : `marketing list "${subject.name}"`;
}

function subjectKey(subject: BrakeSubject): string {
  if (subject.of === 'all') return 'all';
  return subject.of === 'table' ? `table ${subject.table}` : `list ${subject.id}`;
}

function sum({ members }: ComparedMembers): number {
  return members.contact + members.lead;
}
