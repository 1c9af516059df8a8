import type { ClaimedRun } from '../../domain/run/run.js';
import type { MemberSource, SourceCall } from '../../ports/recipient-source.js';
import type { RangeIn } from '../../ports/store/ledger/ranges.js';
import type { StepResult } from '../../ports/work.js';
import { settlePage } from './build-chunk.js';
import { commitPage } from './commit-page.js';
import { cutRange } from '../planning/cut-range.js';
import { readsEverybody } from '../run/run-base.js';
import type { ReadingContext } from '../run/run-context.js';
import { readingOf, readMembers } from './read-members.js';
import { pagesAreSlow } from '../planning/slow-pages.js';

/** Reads one page of members and commits it as one chunk: profiles, counts, checkpoint, traces. */
export async function readStep(
  context: ReadingContext,
  run: ClaimedRun,
  range: RangeIn<'read'>,
  from: MemberSource,
  call: SourceCall,
): Promise<StepResult> {
  const { storage, source, serverClock, hashing, events } = context;
  const { table } = from;
  const reading = readingOf(context, run, table);
  const { layout } = reading;
  const { slice, at } = range;
  const changedSince = run.base === null || readsEverybody(run.base) ? null : run.base.changedSince;
  const relabelled = run.order.relabelled?.includes(table) === true;
  const ownWrites = changedSince === null ? [] : await storage.read.writtenLinks.ownWrites(table, changedSince);
  const request = { source: from, layout, slice, changedSince, ownWrites, relabelled, at };
  const page = await readMembers(reading, (take) => source.members.memberPage(request, take, call), call.signal);
  const ids = page.rows.map((row) => row.id);
  const strangers = await storage.read.members.strangers(run, table, range.subject.position, ids);
  const previousHashes = await storage.read.staging.previousHashes(run, table, ids);
  const by = { strangers, lastId: range.lastId, previousHashes, hashing, now: serverClock.now() };
  const settled = settlePage({ run, table, stage: 'read', page, ...by });
  const lastId = page.rows.at(-1)?.id ?? range.lastId;
  const checkpoint = { rows: page.rows.length, lastId, next: page.next };
  const committed = await commitPage(context, run, { range, table, ...settled, ...checkpoint });
  // A page that was committed before, or read for a slice that was cut since, is read again from where the range stands.
  if (!committed) return 'again';
  events.event('page-committed', { runId: run.runId, range: range.number, rows: page.rows.length });
  return page.next === null ? 'done' : 'more';
}

/**
 * A piece ends within a page, half of it empty on average. Where pages are slow, a chain that waits for the end of
 * another costs more than that.
 */
const pagesWorthACut = { quick: 4, slow: 0.5 } as const;

/** Cuts a range when what it has left is worth chains of their own. @returns numbers of the new ranges. */
export async function splitRead(
  { storage, source }: ReadingContext,
  range: RangeIn<'read'>,
  idle: number,
): Promise<readonly number[]> {
  const pages = pagesAreSlow(source.pace, range.runId) ? pagesWorthACut.slow : pagesWorthACut.quick;
  const cut = cutRange(range, { pageRows: source.pace.pageRows, pagesWorthACut: pages }, idle);
  if (cut === null) return [];
  const pieces = await storage.transaction((unit) => unit.ranges.split(range, cut));
  return pieces.map((piece) => piece.number);
}
