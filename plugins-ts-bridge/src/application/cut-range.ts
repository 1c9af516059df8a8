import type { Slice } from '../ports/recipient-source.js';
import type { NewRange, Range, RangeCut } from '../ports/storage.js';

const uncut: Slice = { from: null, to: null };

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
  const slices = slicesBetween(range.pivots, wanted, range.slice);
  const share = range.rowsExpected > 0 ? Math.ceil(left / slices.length) : 0;
  const pieces = slices.map((slice): NewRange => {
    const { stage, source, at, lastId } = range;
    const pivots = pivotsBetween(range.pivots, slice.from, slice.to);
    return { stage, source, slice, at, lastId, rowsExpected: share, pivots };
  });
  const [first, ...others] = pieces;
  if (first === undefined || others.length === 0) return null;
  const { slice, pivots } = first;
  return { to: slice.to, pivots, rowsExpected: share === 0 ? 0 : range.rowsRead + share, others };
}

/** Cuts a slice at pivots into parts of about equal size; fewer than wanted where pivots coincide. */
export function slicesBetween(pivots: readonly number[], wanted: number, whole: Slice = uncut): readonly Slice[] {
  const cuts: number[] = [];
  for (let part = 1; part < wanted; part += 1) {
    const at = pivots[Math.floor((part * pivots.length) / wanted)];
    if (at !== undefined && at > (cuts.at(-1) ?? -Infinity)) cuts.push(at);
  }
  const edges = [whole.from, ...cuts, whole.to];
  return edges.slice(1).map((to, index) => ({ from: edges[index] ?? null, to }));
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

/** Pivots at equal distances between the smallest and the largest value, which they cut into so many parts. */
export function evenPivots(smallest: number, largest: number, parts = pivotsPerRange): readonly number[] {
  const pivots = Array.from({ length: parts - 1 }, (_, index) =>
    Math.round(smallest + ((largest - smallest) * (index + 1)) / parts),
  );
  return [...new Set(pivots)].filter((at) => at > smallest && at <= largest);
}
