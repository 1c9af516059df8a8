import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { MappedRow } from '../../domain/member/mapped-row.js';
import type { ClaimedRun, Run, SealedRun } from '../../domain/run/run.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type { MemberPage, SourceCall } from '../../ports/recipient-source.js';
import type { RangeIn } from '../../ports/store/ledger/ranges.js';
import type { SettledRow } from '../../ports/store/staging.js';
import type { StepResult } from '../../ports/work.js';
import { settlePage } from './build-chunk.js';
import { commitPage } from './commit-page.js';
import { readingOf, readMembers } from './read-members.js';
import type { ReadingContext, RunContext } from '../run/run-context.js';
import { traceOf } from '../run/run-traces.js';

/** Makes what was read findable by id, and one range per table for the members that no page returned. */
export async function prepareVerify({ storage }: RunContext, run: SealedRun): Promise<void> {
  await storage.transaction((unit) => unit.staging.seal(run));
  const made = await storage.read.ranges.ofStage(run.runId, 'verify');
  if (made.length > 0) return;
  const open = {
    stage: 'verify',
    slice: { from: null, to: null },
    at: null,
    lastId: null,
    rowsExpected: 0,
    pivots: [],
  } as const;
  await storage.transaction((unit) =>
    unit.ranges.add(
      run.runId,
      selectableTables
        .filter((table) => run.members[table] > 0)
        .map((table) => ({ ...open, subject: { kind: 'table', table } })),
    ),
  );
}

/**
 * Asks for members that the scan found and no page returned, in batches by id. Those that come now left their list
 * meanwhile and are members of this run all the same; the others are gone, or may not be read.
 */
export async function verifyStep(
  context: ReadingContext,
  run: ClaimedRun,
  range: RangeIn<'verify'>,
  call: SourceCall,
): Promise<StepResult> {
  const { storage, source, serverClock, hashing } = context;
  const { table } = range.subject;
  const limit = source.members.maxIdsPerCall;
  const ids = await storage.read.members.unsettled(run, table, range.lastId, limit);
  const reading = readingOf(context, run, table);
  const page: MemberPage<MappedRow> =
    ids.length === 0
      ? { rows: [], invalidIds: [], next: null }
      : await readMembers(reading, (take) => source.members.membersById(ids, reading.layout, take, call), call.signal);
  const previousHashes = await storage.read.staging.previousHashes(run, table, ids);
  const now = serverClock.now();
  const asked = new Set(ids);
  const strangers = new Set(page.rows.map((row) => row.id).filter((id) => !asked.has(id)));
  const found = settlePage({
    run,
    table,
    stage: 'verify',
    page,
    strangers,
    lastId: null,
    previousHashes,
    hashing,
    now,
  });
  const came = new Set(page.rows.map((row) => row.id));
  const missing = ids.filter((id) => !came.has(id));
  const absent = missing.length === 0 ? nobody : await settleAbsent(context, run, table, missing, call);
  const next = ids.length < limit ? null : { page: (range.at?.page ?? 0) + 1, cookie: '' };
  const committed = await commitPage(context, run, {
    range,
    table,
    profiles: found.profiles,
    settled: [...found.settled, ...absent.settled],
    traces: [...found.traces, ...absent.traces],
    rows: ids.length,
    lastId: ids.at(-1) ?? range.lastId,
    next,
  });
  if (!committed) return 'again';
  return next === null ? 'done' : 'more';
}

interface Absent {
  readonly settled: readonly SettledRow[];
  readonly traces: readonly TraceRow[];
}
const nobody: Absent = { settled: [], traces: [] };

async function settleAbsent(
  { source, serverClock, hashing }: ReadingContext,
  run: Run,
  table: (typeof selectableTables)[number],
  ids: readonly RowId[],
  call: SourceCall,
): Promise<Absent> {
  const presence = await source.members.presence(table, ids, call);
  const settled: SettledRow[] = [];
  const traces: TraceRow[] = [];
  for (const id of ids) {
    if (presence.get(id) === 'gone') {
      settled.push({ id, outcome: 'skipped-deleted' });
      continue;
    }
    settled.push({ id, outcome: 'failed-unreadable' });
    const message = `This ${table} is a member of a list, but the application user may not read it.`;
    const member = { table, id, exists: true };
    const by = { hashing, now: serverClock.now() };
    traces.push(traceOf(run, { stage: 'verify', code: 'MEMBER_UNREADABLE', message, member }, by));
  }
  return { settled, traces };
}
