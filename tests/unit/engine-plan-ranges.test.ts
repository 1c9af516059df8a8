import fc from 'fast-check';
import { planReadRanges } from '@pmds/bridge/application/plan-ranges';

const minute = 60_000;
const start = Date.UTC(2024, 0, 1);
const spread = (count: number): readonly Date[] =>
  Array.from({ length: count }, (_, n) => new Date(start + n * minute));
const plan = (more: Partial<Parameters<typeof planReadRanges>[0]> = {}) =>
  planReadRanges({ source: 0, members: 100_000, pageRows: 5_000, chains: 5, createdOn: spread(400), ...more });

describe('ranges of a source', () => {
  it('are as many as chains are worth going on, of about equal size', () => {
    const ranges = plan();
    expect(ranges).toHaveLength(5);
    for (const range of ranges) expect(range.rowsExpected).toBe(20_000);
  });

  it('are never more than full pages', () => {
    expect(plan({ members: 12_000, chains: 52 })).toHaveLength(2);
    expect(plan({ members: 4_000 })).toHaveLength(1);
  });

  it('are one when everybody was created in the same second, or nobody knows when', () => {
    expect(plan({ createdOn: spread(1).concat(spread(1)) })).toHaveLength(1);
    expect(plan({ createdOn: [] })).toHaveLength(1);
  });

  it('hold every date in exactly one, however the sample was', () => {
    const dates = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 20 }), fc.integer({ min: -5, max: 50 }), (sample, chains, day) => {
        const createdOn = sample.map((at) => new Date(start + at * minute));
        const at = start + day * minute;
        const holders = plan({ createdOn, chains }).filter(
          ({ slice }) => (slice.from?.getTime() ?? -Infinity) <= at && at < (slice.to?.getTime() ?? Infinity),
        );
        return holders.length === 1;
      }),
    );
  });

  it('can be cut inside and nowhere else', () => {
    for (const { slice, pivots } of plan()) {
      expect(pivots.length).toBeGreaterThan(0);
      for (const at of pivots) {
        expect(at).toBeGreaterThan(slice.from?.getTime() ?? -Infinity);
        expect(at).toBeLessThan(slice.to?.getTime() ?? Infinity);
      }
    }
  });
});
