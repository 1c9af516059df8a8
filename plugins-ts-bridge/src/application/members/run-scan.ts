import type { RowId } from '@pmds/contracts/ids';
import type { ClaimedRun, Run, SealedRun } from '../../domain/run/run.js';
import type { MembershipRow, MemberSource, SourceCall } from '../../ports/recipient-source.js';
import type { RangeIn } from '../../ports/store/ledger/ranges.js';
import { coveredLists, isScoped, uncoveredPositions } from '../../domain/run/scope.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type { StepResult } from '../../ports/work.js';
import { checkShrink } from '../run/brake/shrink-brake.js';
import { traceOfInvalidId } from './build-chunk.js';
import { cutRange, evenPivots, withFinePivots } from '../planning/cut-range.js';
import { baseFor, readsEverybody } from '../run/run-base.js';
import type { ReadingContext, RunContext } from '../run/run-context.js';
import { planRetry, retriedRun } from '../run/run-retry.js';
import { widenRun } from '../run/scope/widen-run.js';
import { traceOf } from '../run/run-traces.js';
import { withFreshLabels } from './values/fresh-labels.js';
import { pagesAreSlow } from '../planning/slow-pages.js';
import { planFull, wholeSource } from './plan-scan.js';
import { runSources, sourceOfLists } from './run-sources.js';

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
 * Closes the id scan: from here on it is fixed who the members are. Lists that the run does not cover keep the members that
 * the last run found. Cuts the sources into ranges to read.
 * @throws RunFailure NO_MEMBERS, SHRINK_BRAKE unless this start confirms the numbers.
 */
export async function sealScan(context: RunContext, run: ClaimedRun, call: SourceCall): Promise<void> {
  const { storage, source } = context;
  const sources = runSources(source.lists, run.order);
  const sourceOfList = sourceOfLists(run.order, sources);
  const again = await retriedRun(context, run);
  if (again !== null) {
    await planRetry(context, run, again, sourceOfList);
    return;
  }
  const scoped = isScoped(run.order);
  const before = scoped ? await lastRun(context, run) : null;
  if (scoped && before === null) {
    await widenRun(context, run, lastRunGone, call);
    return;
  }
  const warnings = await accountWarnings(context, run, call);
  const members = await storage.transaction(async (unit) => {
    await unit.traces.add(warnings);
    if (before !== null) {
      const kept = uncoveredPositions(run.order);
      await unit.staging.takeMemberships(run, before, kept);
      await unit.counts.takeLists(run.runId, before.runId, kept);
    }
    const found = await unit.staging.sealMembers(run, sourceOfList);
    await unit.runs.keepMembers(run.runId, found);
    return found;
  });
  const sealed: SealedRun = { ...run, known: 'members', members };
  await checkShrink(context, sealed);
  const wanted = await baseFor(context, sealed, sources);
  const { base, relabelled } = await withFreshLabels(context, sealed, wanted, sources, call);
  if (scoped && base === null) {
    await widenRun(context, run, lastRunGone, call);
    return;
  }
  const plans =
    base === null || readsEverybody(base)
      ? await planFull(context, run, sources, call)
      : sources.map(({ position }) => wholeSource('read', position));
  await storage.transaction(async (unit) => {
    await unit.runs.keepBase(run.runId, base);
    if (relabelled.length > 0) {
      await unit.runs.keepOrder(run.runId, { ...run.order, relabelled }, run.columns);
    }
    await unit.ranges.add(run.runId, plans);
    await unit.runs.setPhase(run.runId, 'read');
  });
}

const lastRunGone = 'what its last run stored is not there any more';

/** The run that made the sync's members readable. */
async function lastRun({ storage }: RunContext, { dataSyncId }: Run): Promise<Run | null> {
  const current = await storage.read.runs.currentGeneration(dataSyncId);
  return current === null ? null : storage.read.runs.find(current.runId);
}

/** Accounts for whom nobody is a member are no members themselves; the Trace says how many there are. */
async function accountWarnings(
  { source, serverClock, hashing }: RunContext,
  run: ClaimedRun,
  call: SourceCall,
): Promise<readonly TraceRow[]> {
  const warnings: TraceRow[] = [];
  for (const list of coveredLists(run.order)) {
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
      list: list.id,
    } as const;
    warnings.push(traceOf(run, warning, { hashing, now: serverClock.now() }));
  }
  return warnings;
}
