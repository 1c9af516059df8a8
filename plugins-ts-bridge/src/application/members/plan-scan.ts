import type { Run, SyncOrder } from '../../domain/run/run.js';
import type { SourceCall } from '../../ports/recipient-source.js';
import type { NewRange } from '../../ports/store/ledger/ranges.js';
import { evenPivots, piecesInFewestRounds, slicesBetween } from '../planning/cut-range.js';
import { planReadRanges } from '../planning/plan-ranges.js';
import { pagesAreSlow } from '../planning/slow-pages.js';
import type { RunContext } from '../run/run-context.js';
import type { RunSource } from './run-sources.js';

/** A piece of a list that is scanned by itself: each ends within a page, half of it empty on average. */
const pagesPerPiece = 16;

/**
 * Ranges to scan: lists that say they are long are cut before their first page is read.
 * @param context `work`: for the chains of all processes that work on the run.
 */
export async function planScan(
  { source, work }: Pick<RunContext, 'source' | 'work'>,
  { lists }: SyncOrder,
  sources: readonly RunSource[],
  call: SourceCall,
): Promise<readonly NewRange[]> {
  const plans = sources.map(async ({ from, position }): Promise<readonly NewRange[]> => {
    const whole = wholeSource('scan', position);
    const rowsExpected = from.lists.reduce((sum, list) => sum + (lists[list]?.memberCount ?? 0), 0);
    const pages = rowsExpected / source.pace.pageRows;
    if (Math.min((await work.chains(call.flow)).most, pages / pagesPerPiece) < 2) return [whole];
    const span = await source.lists.membershipSpan(from, call);
    if (span === null) return [whole];
    const chains = await work.chains(call.flow);
    // Where the server is slow, waiting costs more than calls.
    const slow = pagesAreSlow(source.pace, call.flow);
    const pieces = slow
      ? piecesInFewestRounds(pages, chains)
      : Math.min(chains.most, Math.floor(pages / pagesPerPiece));
    const slices = slicesBetween(evenPivots(span.smallest, span.largest, pieces), pieces);
    return slices.map((slice) => ({
      ...whole,
      slice,
      rowsExpected: Math.ceil(rowsExpected / slices.length),
      // Of its own, so that a slice can be cut again as finely as the whole.
      pivots: evenPivots(slice.from ?? span.smallest, slice.to ?? span.largest),
    }));
  });
  return (await Promise.all(plans)).flat();
}

/** Ranges over all members of the sources. */
export async function planFull(
  context: RunContext,
  run: Run,
  sources: readonly RunSource[],
  call: SourceCall,
): Promise<readonly NewRange[]> {
  const plans: NewRange[] = [];
  for (const one of sources) plans.push(...(await planSource(context, run, one, call)));
  return plans;
}

export function wholeSource(stage: 'scan' | 'read', position: number): NewRange {
  const slice = { from: null, to: null };
  return { stage, subject: { kind: 'source', position }, slice, at: null, lastId: null, rowsExpected: 0, pivots: [] };
}

/** Members asked for their date of creation, per large source: slices of a sixteenth are right to a fifteenth. */
const sampleSize = 3_600;

async function planSource(
  { storage, source, work }: RunContext,
  run: Run,
  { from: { table, whole }, position }: RunSource,
  call: SourceCall,
): Promise<readonly NewRange[]> {
  const members = await storage.read.members.countOfSource(run, position);
  if (members === 0) return [];
  const { pageRows } = source.pace;
  const { maxSampledPerCall } = source.lists;
  const createdOn: Date[] = [];
  // One chain alone needs no slices.
  const chains = await work.chains(call.flow);
  if (whole !== true && members >= 8 * pageRows && chains.most > 1) {
    const size = members > 40 * pageRows ? sampleSize : maxSampledPerCall;
    const ids = await storage.read.members.sample(run, table, position, size);
    const parts = Array.from({ length: Math.ceil(ids.length / maxSampledPerCall) }, (_, part) =>
      ids.slice(part * maxSampledPerCall, (part + 1) * maxSampledPerCall),
    );
    const dates = await Promise.all(parts.map((part) => source.lists.createdOn(table, part, call)));
    createdOn.push(...dates.flat());
  }
  return planReadRanges({
    source: position,
    members,
    pageRows,
    chains,
    slow: pagesAreSlow(source.pace, call.flow),
    createdOn,
  });
}
