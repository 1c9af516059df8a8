import type { Slice } from '../../ports/recipient-source.js';
import type { NewRange, Range, RangeCut, RangeIn } from '../../ports/store/ledger/ranges.js';
import type { Chains } from '../../ports/work.js';

const uncut: Slice = { from: null, to: null };

/** Pivots kept per range: enough to be cut again and again while it is read. */
const pivotsPerRange = 64;

/** When a range is worth being cut. */
interface CutTerms {
  readonly pageRows: number;
  /** Pages that make a piece worth it: each ends within a page, half of it empty on average. */
  readonly pagesWorthACut: number;
}

/** Pieces differ from what was expected of them: one that should just fill its pages often needs one more. */
const pageMargin = 0.1;

/**
 * Equal pieces that are all read after as few pages in sequence as possible, then with as few pages as possible, then by as
 * many chains. Fifty-two pieces of 200 pages take four rounds of 52 pages at a time, fifty-three take five.
 */
export function piecesInFewestRounds(pages: number, chains: Chains): number {
  let best = { pieces: 1, rounds: Infinity, asked: Infinity };
  for (let pieces = 1; pieces <= chains.most; pieces += 1) {
    const inSequence = Math.ceil(pages / pieces + pageMargin);
    const asked = pieces * inSequence;
    const rounds = Math.max(inSequence, Math.ceil(asked / chains.pages));
    if (rounds < best.rounds || (rounds === best.rounds && asked <= best.asked)) best = { pieces, rounds, asked };
  }
  return best.pieces;
}

/**
 * Cuts what a range has left into pieces for idle chains, no more of them than it takes to be done after as few pages in
 * sequence as possible. Its length is what was expected and is not read yet; where nothing was expected, as much as was
 * read so far.
 * @param idle Chains that have nothing to do.
 * @returns `null` when cutting is not worth it or not possible.
 */
export function cutRange(
  range: RangeIn<'scan' | 'read'>,
  { pageRows, pagesWorthACut }: CutTerms,
  idle: number,
): RangeCut | null {
  const left = rowsLeft(range);
  const pages = left / pageRows;
  const possible = Math.min(idle + 1, Math.floor(pages / pagesWorthACut), range.pivots.length + 1);
  const wanted = piecesInFewestRounds(pages, { pages: possible, most: possible });
  if (wanted < 2) return null;
  const slices = slicesBetween(range.pivots, wanted, range.slice);
  const pieces = slices.map((slice): NewRange => {
    const { stage, subject, at, lastId } = range;
    const pivots = pivotsBetween(range.pivots, slice.from, slice.to);
    const fraction = partsWithin(range.pivots, slice) / partsWithin(range.pivots, uncut);
    return {
      stage,
      subject,
      slice,
      at,
      lastId,
      rowsExpected: range.rowsExpected > 0 ? Math.ceil(left * fraction) : 0,
      pivots,
    };
  });
  const [first, ...others] = pieces;
  if (first === undefined || others.length === 0) return null;
  const { slice, pivots, rowsExpected } = first;
  return { to: slice.to, pivots, rowsExpected: rowsExpected === 0 ? 0 : range.rowsRead + rowsExpected, others };
}

/** Pivots cut what they cover into equal parts: how many of these a slice has. */
function partsWithin(pivots: readonly number[], { from, to }: Slice): number {
  return pivots.filter((at) => at > (from ?? -Infinity) && at < (to ?? Infinity)).length + 1;
}

/** Of a range that turned out longer than expected nobody knows the end: a quarter of what was read is the careful guess. */
function rowsLeft({ rowsExpected, rowsRead }: Range): number {
  if (rowsExpected === 0) return rowsRead;
  return rowsExpected > rowsRead ? rowsExpected - rowsRead : Math.floor(rowsRead / 4);
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

/**
 * A range whose pivots were made at equal distances, with new ones over what it has left. Dataverse's keys ascend with
 * time as versions do, so what was read is the lower part.
 */
export function withFinePivots(range: RangeIn<'scan'>): RangeIn<'scan'> {
  const [first, second] = range.pivots;
  const last = range.pivots.at(-1);
  if (first === undefined || second === undefined || last === undefined) return range;
  const distance = second - first;
  const [smallest, largest] = [range.slice.from ?? first - distance, range.slice.to ?? last + distance];
  const read = range.rowsRead / Math.max(range.rowsRead + rowsLeft(range), 1);
  return { ...range, pivots: evenPivots(Math.round(smallest + (largest - smallest) * read), largest) };
}

/** Pivots at equal distances between the smallest and the largest value, which they cut into so many parts. */
export function evenPivots(smallest: number, largest: number, parts = pivotsPerRange): readonly number[] {
  const pivots = Array.from({ length: parts - 1 }, (_, index) =>
    Math.round(smallest + ((largest - smallest) * (index + 1)) / parts),
  );
  return [...new Set(pivots)].filter((at) => at > smallest && at <= largest);
}
