import type { NewRange, Range, RangeCut } from '../ports/storage.js';

/** Pivots kept per range: enough to be cut again and again while it is read. */
const pivotsPerRange = 64;

/**
 * Cuts what a range has left into pieces for idle chains. Its length is what was expected and is not read yet; where
 * nothing was expected, as much as was read so far.
 * @param worthRows Rows that make a piece worth it: each ends within a page, half of it empty on average.
 * @param idle Chains that have nothing to do.
 * @returns `null` when cutting is not worth it or not possible.
 */
export function cutRange(range: Range, worthRows: number, idle: number): RangeCut | null {
  const left = range.rowsExpected > 0 ? range.rowsExpected - range.rowsRead : range.rowsRead;
  const wanted = Math.min(idle + 1, Math.floor(left / worthRows), range.pivots.length + 1);
  if (wanted < 2) return null;
  const cuts: number[] = [];
  for (let part = 1; part < wanted; part += 1) {
    const at = range.pivots[Math.floor((part * range.pivots.length) / wanted)];
    if (at !== undefined && at > (cuts.at(-1) ?? -Infinity)) cuts.push(at);
  }
  const edges = [range.slice.from, ...cuts, range.slice.to];
  const share = range.rowsExpected > 0 ? Math.ceil(left / (cuts.length + 1)) : 0;
  const pieces = edges.slice(1).map((to, index): NewRange => {
    const from = edges[index] ?? null;
    const { stage, source, at, lastId } = range;
    const pivots = pivotsBetween(range.pivots, from, to);
    return { stage, source, slice: { from, to }, at, lastId, rowsExpected: share, pivots };
  });
  const [first, ...others] = pieces;
  if (first === undefined || others.length === 0) return null;
  const { slice, pivots } = first;
  return { to: slice.to, pivots, rowsExpected: share === 0 ? 0 : range.rowsRead + share, others };
}

/**
 * Where a slice can be cut: values strictly inside it, thinned.
 * @param sorted Ascending.
 */
export function pivotsBetween(sorted: readonly number[], from: number | null, to: number | null): readonly number[] {
  // A cut at the very first value would leave an empty piece.
  const inside = [...new Set(sorted)].filter((at) => at > (from ?? sorted[0] ?? at) && (to === null || at < to));
  const step = Math.max(1, Math.ceil(inside.length / pivotsPerRange));
  return inside.filter((_, index) => index % step === 0);
}

/** Pivots at equal distances between the smallest and the largest value. */
export function evenPivots(smallest: number, largest: number): readonly number[] {
  const pivots = Array.from({ length: pivotsPerRange - 1 }, (_, index) =>
    Math.round(smallest + ((largest - smallest) * (index + 1)) / pivotsPerRange),
  );
  return [...new Set(pivots)].filter((at) => at > smallest && at <= largest);
}
