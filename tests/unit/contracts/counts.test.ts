import fc from 'fast-check';
import {
  addOutcomes,
  failed,
  identityHolds,
  noOutcomes,
  ready,
  settled,
  skipped,
  type OutcomeCounts,
} from '@pmds/contracts/run/counts';
import { memberOutcomes } from '@pmds/contracts/run/outcomes';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const anyCounts: fc.Arbitrary<OutcomeCounts> = fc.record(
  Object.fromEntries(memberOutcomes.map((outcome) => [outcome, fc.nat(1_000_000)])) as Record<
    keyof OutcomeCounts,
    fc.Arbitrary<number>
  >,
);

describe('the counts of a run', () => {
  it('N5 CD-18 hold the identity exactly when ready, skipped and failed add up to the members', () => {
    fc.assert(
      fc.property(anyCounts, fc.integer({ min: -3, max: 3 }), (counts, off) => {
        const members = ready(counts) + skipped(counts) + failed(counts) + off;
        expect(identityHolds(members, counts)).toBe(off === 0);
      }),
    );
  });

  it('add up outcome by outcome', () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, (a, b) => {
        const sum = addOutcomes(a, b);
        expect(settled(sum)).toBe(settled(a) + settled(b));
        for (const outcome of memberOutcomes) expect(sum[outcome]).toBe(a[outcome] + b[outcome]);
      }),
    );
  });

  it('leave what they add to unchanged', () => {
    addOutcomes(noOutcomes, { synced: 5 });
    expect(noOutcomes.synced).toBe(0);
  });
});
