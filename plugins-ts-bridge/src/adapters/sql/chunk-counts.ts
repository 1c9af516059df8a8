import { memberOutcomes, type MemberOutcome } from '@pmds/contracts/counts';
import type { Chunk } from '../../ports/storage.js';

/** Members of a chunk by outcome, without zeros. */
export function countsOf(chunk: Chunk): readonly (readonly [MemberOutcome, number])[] {
  const counts = new Map<MemberOutcome, number>();
  for (const row of [...chunk.profiles, ...chunk.settled]) {
    counts.set(row.outcome, (counts.get(row.outcome) ?? 0) + 1);
  }
  return memberOutcomes.flatMap((outcome) => {
    const members = counts.get(outcome) ?? 0;
    return members === 0 ? [] : [[outcome, members] as const];
  });
}
