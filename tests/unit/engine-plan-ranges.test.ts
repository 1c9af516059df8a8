import fc from 'fast-check';
import type { SyncRunId } from '@pmds/contracts/ids';
import {
  cutRange,
  pivotsBetween,
  evenPivots,
  piecesInFewestRounds,
  withFinePivots,
} from '@pmds/bridge/application/planning/cut-range';
import { planReadRanges } from '@pmds/bridge/application/planning/plan-ranges';
import type { RangeIn } from '@pmds/bridge/ports/store/ledger/ranges';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const minute = 60_000;
const start = Date.UTC(2024, 0, 1);
const spread = (count: number): readonly Date[] =>
  Array.from({ length: count }, (_, n) => new Date(start + n * minute));
const chains = (pages: number, bridging = 0) => ({ pages, most: pages + bridging });
const plan = (more: Partial<Parameters<typeof planReadRanges>[0]> = {}) =>
  planReadRanges({
    source: 0,
    members: 100_000,
    pageRows: 5_000,
    chains: chains(5),
    slow: false,
    createdOn: spread(400),
    ...more,
  });

describe('ranges of a source', () => {
  it('are as many as chains are worth going on, of about equal size', () => {
    const ranges = plan();
    expect(ranges).toHaveLength(5);
    for (const range of ranges) expect(range.rowsExpected).toBe(20_000);
  });

  it('E5 have at least four full pages each, or there is one', () => {
    expect(plan({ members: 59_999, chains: chains(52) })).toHaveLength(2);
    expect(plan({ members: 39_999 })).toHaveLength(1);
  });

  it('E3 are for all chains at once where pages are slow, so that all are done after the same round', () => {
    const slow = { slow: true, createdOn: spread(4_000), chains: chains(52, 7) };
    expect(plan({ ...slow, members: 1_000_000 })).toHaveLength(52);
    expect(plan({ ...slow, members: 20_000 })).toHaveLength(5);
  });

  it('are one when everybody was created in the same second, or nobody knows when', () => {
    expect(plan({ createdOn: spread(1).concat(spread(1)) })).toHaveLength(1);
    expect(plan({ createdOn: [] })).toHaveLength(1);
  });

  it('hold every date in exactly one, however the sample was', () => {
    const dates = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 20 }), fc.integer({ min: -5, max: 50 }), (sample, many, day) => {
        const createdOn = sample.map((at) => new Date(start + at * minute));
        const at = start + day * minute;
        const holders = plan({ createdOn, chains: chains(many) }).filter(
          ({ slice }) => (slice.from ?? -Infinity) <= at && at < (slice.to ?? Infinity),
        );
        return holders.length === 1;
      }),
    );
  });

  it('can be cut inside and nowhere else', () => {
    for (const { slice, pivots } of plan()) {
      expect(pivots.length).toBeGreaterThan(0);
      for (const at of pivots) {
        expect(at).toBeGreaterThan(slice.from ?? -Infinity);
        expect(at).toBeLessThan(slice.to ?? Infinity);
      }
    }
  });
});

describe('pieces of something so many pages long', () => {
  it('E3 are as many as are read in the fewest rounds, and those that bridge commits only where they cost none', () => {
    // 52 pieces of four pages are four rounds of 52; 53 would be 212 pages, five rounds.
    expect(piecesInFewestRounds(200, chains(52, 7))).toBe(52);
    // 17 pieces of twelve pages and 16 of thirteen are both thirteen rounds of 16.
    expect(piecesInFewestRounds(200, chains(16, 2))).toBe(17);
    expect(piecesInFewestRounds(80, chains(4, 1))).toBe(4);
    expect(piecesInFewestRounds(200, chains(1))).toBe(1);
  });

  it('E3 are no more than a round takes where there are fewer pages than chains', () => {
    // Ten pages need twelve pieces to fit into one each for certain, twenty are not better.
    expect(piecesInFewestRounds(10, chains(52, 7))).toBe(12);
    expect(piecesInFewestRounds(0.5, chains(52, 7))).toBe(1);
  });

  it('are never more than there are chains, nor more rounds than any other number of them', () => {
    const rounds = (pages: number, pieces: number, atATime: number): number =>
      Math.max(Math.ceil(pages / pieces + 0.1), Math.ceil((pieces * Math.ceil(pages / pieces + 0.1)) / atATime));
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 1, max: 72 }),
        (pages, atATime, bridging, other) => {
          const pieces = piecesInFewestRounds(pages, chains(atATime, bridging));
          const compared = Math.min(other, atATime + bridging);
          return pieces <= atATime + bridging && rounds(pages, pieces, atATime) <= rounds(pages, compared, atATime);
        },
      ),
    );
  });
});

describe('a range that is cut', () => {
  const aRange = (more: Partial<RangeIn<'scan'>> = {}): RangeIn<'scan'> => ({
    runId: 'run' as SyncRunId,
    number: 1,
    stage: 'scan',
    subject: { kind: 'source', position: 0 },
    slice: { from: null, to: null },
    at: { page: 1, cookie: 'c' },
    lastId: null,
    rowsRead: 5_000,
    rowsExpected: 105_000,
    pivots: evenPivots(0, 6_400),
    done: false,
    ...more,
  });

  const terms = (pagesWorthACut: number) => ({ pageRows: 5_000, pagesWorthACut });

  it('gives each idle chain a piece, and all pieces go on from where it stands', () => {
    const cut = cutRange(aRange(), terms(1), 4);
    expect(cut?.others).toHaveLength(4);
    for (const piece of cut?.others ?? []) expect(piece.at).toEqual({ page: 1, cookie: 'c' });
  });

  it('has no piece of less than is worth it', () => {
    expect(cutRange(aRange({ rowsExpected: 50_000 }), terms(3), 51)?.others).toHaveLength(2);
    expect(cutRange(aRange({ rowsExpected: 34_999 }), terms(3), 51)).toBeNull();
  });

  it('is taken to have as much left as was read where nothing is known', () => {
    expect(cutRange(aRange({ rowsExpected: 0, rowsRead: 45_000 }), terms(3), 51)?.others).toHaveLength(2);
    expect(cutRange(aRange({ rowsExpected: 0 }), terms(1), 51)).toBeNull();
  });

  it('E3 has no more pieces than it takes to be done as soon', () => {
    // Three pages and a bit: four pieces need one page each in sequence, and so would fifty.
    expect(cutRange(aRange({ rowsExpected: 21_500 }), terms(0.5), 50)?.others).toHaveLength(3);
    // Two chains have to read two pages each, whether a third helps or not.
    expect(cutRange(aRange({ rowsExpected: 21_000 }), terms(0.5), 2)?.others).toHaveLength(1);
  });

  it('E3 is not cut when what is left fits a page', () => {
    expect(cutRange(aRange({ rowsExpected: 9_400 }), terms(0.5), 51)).toBeNull();
    expect(cutRange(aRange({ rowsExpected: 10_300 }), terms(0.5), 51)?.others).toHaveLength(1);
  });

  it('E3 goes on being cut when it turns out longer than expected', () => {
    expect(cutRange(aRange({ rowsRead: 40_000, rowsExpected: 20_000 }), terms(0.5), 1)?.others).toHaveLength(1);
    expect(cutRange(aRange({ rowsRead: 20_000, rowsExpected: 20_000 }), terms(3), 51)).toBeNull();
    // What was expected is read, and there is a next page all the same: a quarter of 100,000 rows is five pages.
    expect(cutRange(aRange({ rowsRead: 100_000, rowsExpected: 100_000 }), terms(1), 1)?.others).toHaveLength(1);
  });

  it('expects of each piece what its share of the pivots says', () => {
    const cut = cutRange(aRange({ rowsExpected: 25_000, pivots: [10, 20, 30] }), terms(1), 2);
    const expected = [(cut?.rowsExpected ?? 0) - 5_000, ...(cut?.others ?? []).map((piece) => piece.rowsExpected)];
    expect(expected).toEqual([10_000, 5_000, 5_000]);
  });

  it('E3 is cut in what it has left, since keys ascend with versions', () => {
    const half = aRange({ slice: { from: 1_000, to: 2_000 }, rowsRead: 50_000, rowsExpected: 100_000 });
    const { pivots } = withFinePivots({ ...half, pivots: [1_250, 1_500, 1_750] });
    expect(pivots).toHaveLength(63);
    expect(pivots[0]).toBeGreaterThan(1_500);
    expect(pivots.at(-1)).toBeLessThan(2_000);
    expect(withFinePivots({ ...half, pivots: [] }).pivots).toEqual([]);
  });

  it('covers what it covered, each value in exactly one piece', () => {
    const bounds = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 51, max: 100 }));
    fc.assert(
      fc.property(bounds, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 100 }), ([from, to], idle, at) => {
        const range = aRange({ slice: { from, to }, pivots: evenPivots(from, to - 1) });
        const cut = cutRange(range, terms(1), idle);
        const slices = [{ from, to: cut?.to ?? to }, ...(cut?.others ?? []).map((piece) => piece.slice)];
        const holders = slices.filter((slice) => (slice.from ?? -1) <= at && at < (slice.to ?? Infinity));
        return holders.length === (at >= from && at < to ? 1 : 0);
      }),
    );
  });
});

describe('places where a slice can be cut', () => {
  const values = Array.from({ length: 1_000 }, (_, index) => index * 10);

  it('are all there where they are few, strictly inside the slice and each once', () => {
    expect(pivotsBetween([10, 20, 20, 30, 40], null, null)).toEqual([20, 30, 40]);
    expect(pivotsBetween([10, 20, 30, 40], 10, 40)).toEqual([20, 30]);
  });

  it('are thinned evenly where they are many', () => {
    const pivots = pivotsBetween(values, null, null);
    expect(pivots.length).toBeLessThanOrEqual(64);
    expect(pivots.length).toBeGreaterThan(32);
    expect(new Set(pivots.slice(1).map((at, index) => at - (pivots[index] ?? 0))).size).toBe(1);
  });
});
