/**
 * What became of each member of a run. Every member has exactly one outcome; the first that applies wins, in this order.
 */
export const memberOutcomes = [
  'failed-unreadable',
  'skipped-deleted',
  'skipped-inactive',
  'skipped-no-email',
  'skipped-opted-out',
  'failed-value',
  'synced',
  'unchanged',
] as const;
export type MemberOutcome = (typeof memberOutcomes)[number];

/** Members of one table by outcome. */
export type OutcomeCounts = Readonly<Record<MemberOutcome, number>>;

export const noOutcomes: OutcomeCounts = {
  'failed-unreadable': 0,
  'skipped-deleted': 0,
  'skipped-inactive': 0,
  'skipped-no-email': 0,
  'skipped-opted-out': 0,
  'failed-value': 0,
  synced: 0,
  unchanged: 0,
};

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
  return counts.synced + counts.unchanged;
}

export function skipped(counts: OutcomeCounts): number {
  return (
    counts['skipped-deleted'] + counts['skipped-inactive'] + counts['skipped-no-email'] + counts['skipped-opted-out']
  );
}

export function failed(counts: OutcomeCounts): number {
  return counts['failed-unreadable'] + counts['failed-value'];
}

/** members = synced + unchanged + skipped(by reason) + failed, with `members` counted by the id scan alone. */
export function identityHolds(members: number, counts: OutcomeCounts): boolean {
  return members === settled(counts);
}
