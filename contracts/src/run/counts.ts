import { memberOutcomes, outcomesIn, type MemberOutcome, type OutcomeGroup } from './outcomes.js';

/** Members of one table by outcome. */
export type OutcomeCounts = Readonly<Record<MemberOutcome, number>>;

export const noOutcomes = Object.fromEntries(memberOutcomes.map((outcome) => [outcome, 0])) as OutcomeCounts;

export function addOutcomes(a: OutcomeCounts, b: Partial<OutcomeCounts>): OutcomeCounts {
  const sum = { ...a };
  for (const outcome of memberOutcomes) sum[outcome] += b[outcome] ?? 0;
  return sum;
}

/** Members that have an outcome. */
export function settled(counts: OutcomeCounts): number {
  return memberOutcomes.reduce((total, outcome) => total + counts[outcome], 0);
}

/** What the result columns call synced: readable at the prefill endpoint when the run completes. */
export function ready(counts: OutcomeCounts): number {
  return inGroup(counts, 'ready');
}

export function skipped(counts: OutcomeCounts): number {
  return inGroup(counts, 'skipped');
}

export function failed(counts: OutcomeCounts): number {
  return inGroup(counts, 'failed');
}

function inGroup(counts: OutcomeCounts, group: OutcomeGroup): number {
  return outcomesIn(group).reduce((total, outcome) => total + counts[outcome], 0);
}

/** members = synced + unchanged + skipped(by reason) + failed, with `members` counted by the id scan alone. */
export function identityHolds(members: number, counts: OutcomeCounts): boolean {
  return members === settled(counts);
}
