import type { NewRange } from '../../ports/store/ledger/ranges.js';
import type { Chains } from '../../ports/work.js';
import { piecesInFewestRounds, pivotsBetween } from './cut-range.js';

interface RangePlanInput {
  /** Position among the run's sources. */
  readonly source: number;
  /** Members of the source. */
  readonly members: number;
  readonly pageRows: number;
  readonly chains: Chains;
  /** Pages are so slow that waiting costs more than calls. */
  readonly slow: boolean;
  /** When some of the members were created, in any order. */
  readonly createdOn: readonly Date[];
}

/** A range ends within a page, half of it empty on average: with four pages and more that is a tenth of the calls at most. */
const pagesPerRange = 4;

/**
 * Cuts a source into slices of about equal size by the sample's quantiles. The outer slices are open, so every date is in
 * exactly one slice however small the sample was. Slices that turn out larger are cut again while they are read.
 */
export function planReadRanges(input: RangePlanInput): readonly NewRange[] {
  const { source, members, pageRows, chains, slow } = input;
  // Dataverse keeps `createdon` to the second.
  const sample = input.createdOn.map((date) => Math.floor(date.getTime() / 1000) * 1000).sort((a, b) => a - b);
  const pages = members / pageRows;
  const worthIt = Math.max(1, Math.min(chains.most, Math.floor(pages / pagesPerRange)));
  const wanted = slow ? piecesInFewestRounds(pages, chains) : worthIt;
  const cuts: number[] = [];
  for (let part = 1; part < wanted; part += 1) {
    const at = sample[Math.floor((part * sample.length) / wanted)];
    // Members created in the same second cannot be told apart by date.
    if (at !== undefined && at > (cuts.at(-1) ?? sample[0] ?? at)) cuts.push(at);
  }
  const edges = [null, ...cuts, null];
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? null;
    const inside = sample.filter((at) => (from === null || at >= from) && (to === null || at < to));
    const share = sample.length === 0 ? 1 : inside.length / sample.length;
    return {
      stage: 'read',
      subject: { kind: 'source', position: source },
      slice: { from, to },
      at: null,
      lastId: null,
      rowsExpected: Math.round(members * share),
      pivots: pivotsBetween(inside, from, to),
    };
  });
}
