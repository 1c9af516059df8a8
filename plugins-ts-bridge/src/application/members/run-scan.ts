import type { RowId } from '@pmds/contracts/ids';
import type { ClaimedRun, Run, SealedRun, SyncOrder } from '../../domain/run/run.js';
import type { MembershipRow, MemberSource, SourceCall } from '../../ports/recipient-source.js';
import type { NewRange, RangeIn } from '../../ports/store/ledger/ranges.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type { StepResult } from '../../ports/work.js';
import { checkShrink } from '../run/brake/shrink-brake.js';
import { traceOfInvalidId } from './build-chunk.js';
import { cutRange, evenPivots, piecesInFewestRounds, slicesBetween, withFinePivots } from '../planning/cut-range.js';
import { baseFor } from '../run/run-base.js';
import type { ReadingContext, RunContext } from '../run/run-context.js';
import { planRetry, retriedRun } from '../run/run-retry.js';
import { traceOf } from '../run/run-traces.js';
import { withFreshLabels } from './values/fresh-labels.js';
import { planReadRanges } from '../planning/plan-ranges.js';
import { pagesAreSlow } from '../planning/slow-pages.js';

/** A piece of a list that is scanned by itself: each ends within a page, half of it empty on average. */
const pagesPerPiece = 16;

/**
 * Ranges to scan: lists that say they are long are cut before their first page is read.
 * @param context `work`: for the chains of all processes that work on the run.
 */
export async function planScan(
  { source, work }: Pick<RunContext, 'source' | 'work'>,
  { lists }: SyncOrder,
  sources: readonly MemberSource[],
  call: SourceCall,
): Promise<readonly NewRange[]> {
  const plans = sources.map(async (from, index): Promise<readonly NewRange[]> => {
    const whole = wholeSource('scan', index);
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

/** Reads and keeps one page of ids. */
export async function scanStep(
  context: ReadingContext,
  run: Run,
  range: RangeIn<'scan'>,
  from: MemberSource,
  call: SourceCall,
): Promise<StepResult> {
  const { storage, source, serverClock, hashing, calls } = context;
  const page = await source.lists.membershipPage(from, range.slice, range.at, call);
  const by = { hashing, now: serverClock.now() };
  const traces = page.invalidIds.map((id) => traceOfInvalidId(run, from.table, 'scan', id, by));
  const rows = from.query.kind !== 'static' ? withoutRepeats(page.rows, range.lastId) : page.rows;
  const lastId = page.rows.at(-1)?.id ?? range.lastId;
  const committed = await storage.transaction(async (unit) => {
    const moved = await unit.ranges.advance(run, range, { rows: rows.length, lastId, next: page.next });
    if (moved) {
      await unit.staging.appendMemberships(run, rows);
      await unit.counts.addMemberships(range, rows);
      await unit.traces.add(traces);
    }
    await unit.runs.addApiCalls(run.runId, calls.drain(run.runId));
    return moved;
  });
  if (!committed) return 'again';
  return page.next === null ? 'done' : 'more';
}

/** A dynamic query without `distinct` repeats a row for each linked row; in the order of the key they are neighbours. */
function withoutRepeats(rows: readonly MembershipRow[], before: RowId | null): readonly MembershipRow[] {
  return rows.filter(({ id }, index) => id !== (index === 0 ? before : rows[index - 1]?.id));
}

/**
 * Cuts a range of the scan. How far the memberships of its source reach is asked when a first page turned out not to be
 * the last, so that small lists cost no call more.
 */
export async function splitScan(
  context: ReadingContext,
  range: RangeIn<'scan'>,
  from: MemberSource,
  idle: number,
  call: SourceCall,
): Promise<readonly number[]> {
  const { storage, source } = context;
  const economy = pagesAreSlow(source.pace, call.flow) ? economies.slow : economies.quick;
  const measured = await withPivots(context, range, from, economy.pagesBefore, call);
  const { pageRows } = source.pace;
  const cut = cutRange(withFinePivots(measured), { pageRows, pagesWorthACut: economy.pagesWorthACut }, idle);
  if (cut === null) return [];
  const pieces = await storage.transaction((unit) => unit.ranges.split(range, cut));
  return pieces.map((made) => made.number);
}

/**
 * Cutting the scan costs calls: two to learn how far it reaches, and half a page per piece. Where pages are quick that is
 * not worth it but for long lists; where they are slow, waiting is what costs.
 */
const economies = {
  quick: { pagesBefore: 2, pagesWorthACut: 16 },
  slow: { pagesBefore: 1, pagesWorthACut: 0.5 },
} as const;

async function withPivots(
  { source }: ReadingContext,
  range: RangeIn<'scan'>,
  from: MemberSource,
  pagesBefore: number,
  call: SourceCall,
): Promise<RangeIn<'scan'>> {
  const uncut = range.slice.from === null && range.slice.to === null;
  if (!uncut || range.pivots.length > 0) return range;
  const pages = range.at?.page ?? 0;
  if (pages < pagesBefore || pages > 2) return range;
  const span = await source.lists.membershipSpan(from, call);
  if (span === null) return range;
  const pivots = evenPivots(span.smallest, span.largest);
  return { ...range, pivots, rowsExpected: span.rowsAtMost };
}

/**
 * Closes the id scan: from here on it is fixed who the members are. Cuts the sources into ranges to read.
 * @throws RunFailure NO_MEMBERS, SHRINK_BRAKE unless this start confirms the numbers.
 */
export async function sealScan(
  context: RunContext,
  run: ClaimedRun,
  sources: readonly MemberSource[],
  call: SourceCall,
): Promise<void> {
  const { storage } = context;
  const again = await retriedRun(context, run);
  if (again !== null) {
    await planRetry(context, run, again);
    return;
  }
  const { lists } = run.order;
  const sourceOfList = lists.map((_, list) => sources.findIndex((source) => source.lists.includes(list)));
  const warnings = await accountWarnings(context, run, call);
  const members = await storage.transaction(async (unit) => {
    await unit.traces.add(warnings);
    const found = await unit.staging.sealMembers(run, sourceOfList);
    await unit.runs.keepMembers(run.runId, found);
    return found;
  });
  const sealed: SealedRun = { ...run, known: 'members', members };
  await checkShrink(context, sealed);
  const wanted = await baseFor(context, sealed);
  const { base, relabelled } = await withFreshLabels(context, sealed, wanted, sources, call);
  const plans =
    base === null
      ? await planFull(context, run, sources, call)
      : sources.map((_, source) => wholeSource('read', source));
  await storage.transaction(async (unit) => {
    await unit.runs.keepBase(run.runId, base);
    if (relabelled.length > 0) {
      await unit.runs.keepOrder(run.runId, { ...run.order, relabelled }, run.columns);
    }
    await unit.ranges.add(run.runId, plans);
    await unit.runs.setPhase(run.runId, 'read');
  });
}

/** Accounts for whom nobody is a member are no members themselves; the Trace says how many there are. */
async function accountWarnings(
  { source, serverClock, hashing }: RunContext,
  run: ClaimedRun,
  call: SourceCall,
): Promise<readonly TraceRow[]> {
  const warnings: TraceRow[] = [];
  for (const list of run.order.lists) {
    if (list.holds !== 'account') continue;
    const { atLeast, more } = await source.lists.accountsWithoutContact(list, call);
    if (atLeast === 0) continue;
    const message = `${more ? 'More than ' : ''}${atLeast} accounts on marketing list "${list.name}" name no primary contact; nobody is synced for them.`;
    const warning = {
      stage: 'scan',
      code: 'ACCOUNT_WITHOUT_CONTACT',
      message,
      severity: 'warning',
      part: list.id,
    } as const;
    warnings.push(traceOf(run, warning, { hashing, now: serverClock.now() }));
  }
  return warnings;
}

/** Ranges over all members of all sources. */
export async function planFull(
  context: RunContext,
  run: Run,
  sources: readonly MemberSource[],
  call: SourceCall,
): Promise<readonly NewRange[]> {
  const plans: NewRange[] = [];
  for (const index of sources.keys()) plans.push(...(await planSource(context, run, sources, index, call)));
  return plans;
}

function wholeSource(stage: 'scan' | 'read', position: number): NewRange {
  const slice = { from: null, to: null };
  return { stage, subject: { kind: 'source', position }, slice, at: null, lastId: null, rowsExpected: 0, pivots: [] };
}

/** Members asked for their date of creation, per large source: slices of a sixteenth are right to a fifteenth. */
const sampleSize = 3_600;

async function planSource(
  { storage, source, work }: RunContext,
  run: Run,
  sources: readonly MemberSource[],
  index: number,
  call: SourceCall,
): Promise<readonly NewRange[]> {
  const { table, whole } = sources[index] ?? {};
  const members = await storage.read.members.countOfSource(run, index);
  if (table === undefined || members === 0) return [];
  const { pageRows } = source.pace;
  const { maxSampledPerCall } = source.lists;
  const createdOn: Date[] = [];
  // One chain alone needs no slices.
  const chains = await work.chains(call.flow);
  if (whole !== true && members >= 8 * pageRows && chains.most > 1) {
    const size = members > 40 * pageRows ? sampleSize : maxSampledPerCall;
    const ids = await storage.read.members.sample(run, table, index, size);
    const parts = Array.from({ length: Math.ceil(ids.length / maxSampledPerCall) }, (_, part) =>
      ids.slice(part * maxSampledPerCall, (part + 1) * maxSampledPerCall),
    );
    const dates = await Promise.all(parts.map((part) => source.lists.createdOn(table, part, call)));
    createdOn.push(...dates.flat());
  }
  return planReadRanges({
    source: index,
    members,
    pageRows,
    chains,
    slow: pagesAreSlow(source.pace, call.flow),
    createdOn,
  });
}
