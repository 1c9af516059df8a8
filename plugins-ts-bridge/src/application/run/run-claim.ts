import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { queryNoteSentence, type QueryNote } from '@pmds/contracts/run/query-notes';
import { readLimitSentence, type RunReadLimit } from '../../domain/access/read-limit.js';
import { decidingColumns } from '../../domain/access/secured-column.js';
import { failures, OutsideError, RunFailure } from '../../domain/failures.js';
import { aboutRun } from '../../domain/outbox/subject.js';
import type { ClaimedRun, Run, SyncOrder } from '../../domain/run/run.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type { SourceCall } from '../../ports/recipient-source.js';
import type { RunContext } from './run-context.js';
import { checkDestinations } from '../delivery/deliver.js';
import { withLinks } from '../links/plan-links.js';
import { endFailed, endTime } from './end-run.js';
import { takeOver } from './lost-run.js';
import { refusedStart } from '../intake/start-refusal.js';
import { learnPlannedSends } from './planned-send.js';
import { retriedRun } from './run-retry.js';
import { columnsInZone } from '../members/values/columns-in-zone.js';
import { planScan } from '../members/plan-scan.js';
import { runSources } from '../members/run-sources.js';
import { scopeText } from '../../domain/run/scope.js';
import { planScope, widenedWarning } from './scope/plan-scope.js';
import { traceOf } from './run-traces.js';

/** Takes the sync's row for this run, keeps what it asks for, and prepares the id scan. */
export async function claimRun(context: RunContext, run: Run, call: SourceCall): Promise<void> {
  const { storage, source, reporter, events } = context;
  // What changed later than this is read by the next run, so it has to be Dataverse's own time, and a fresh one.
  const now = await reporter.now(call.signal);
  const startedAt = await storage.transaction((unit) => unit.runs.keepStartedAt(run.runId, now));
  if (run.refusal !== undefined) {
    const { code, detail } = run.refusal;
    const told = await reporter.addressees(run.dataSyncId, call.signal);
    await endFailed(context, { ...run, startedAt }, { stage: 'claim', code, sentences: [detail], ...told });
    return;
  }
  let claim = await reporter.claim(run, startedAt, call.signal);
  if (claim.kind === 'taken') {
    const over = await takeOver(context, run, claim);
    claim = await reporter.claim(run, startedAt, call.signal, { over });
  }
  switch (claim.kind) {
    case 'taken':
      // Somebody was quicker again.
      throw new OutsideError('Another run of this sync is on its way.', {
        retry: { afterMs: 5_000 },
        failureCode: 'OTHER_RUN_ACTIVE',
      });
    case 'gone':
      await endFailed(context, run, {
        ...claim,
        stage: 'claim',
        code: 'SYNC_DELETED',
        sentences: [failures.SYNC_DELETED.happened],
      });
      return;
    case 'id-taken':
      await endUnderAnotherId(context, run);
      return;
    case 'incompatible':
      throw new RunFailure('VERSION_MISMATCH', claim.detail);
    case 'refused':
      await endFailed(context, run, {
        stage: 'claim',
        code: 'START_REFUSED',
        sentences: claim.problems.map((problem) => problem.sentence),
        ...(claim.name === undefined ? {} : { name: claim.name }),
        ...(claim.notificationEmails === undefined ? {} : { notificationEmails: claim.notificationEmails }),
      });
      return;
    case 'claimed':
      break;
  }
  const asked = await withLinks(context, run, { ...claim.order, optOutFlags: context.optOutFlags }, startedAt);
  try {
    const tables = selectableTables.filter((table) => asked.lists.some((list) => list.table === table));
    const [limits, notes, planned] = await Promise.all([
      source.checks.checkAccess(asked.lists, call),
      source.checks.queryNotes(asked.lists, call),
      source.checks.planColumns(asked.fields, tables, call, decidingColumns(context.rulesOf(asked.optOutFlags))),
    ]);
    refuseUnseen(limits);
    await checkDestinations(context, asked);
    const { columns, timeZone, warnings } = await columnsInZone(context, run, planned, claim.timeZone);
    const order = limits.length === 0 ? asked : { ...asked, readLimited: true };
    const retried = await retriedRun(context, { ...run, order, columns });
    const own = { ...order, readAt: startedAt.toISOString() };
    const scoped =
      retried === null ? await planScope(context, { ...run, order: own, columns }) : asRetried(own, retried);
    const scans = retried === null ? await planScan(context, scoped, runSources(source.lists, scoped), call) : [];
    const kept = { ...scoped, ...timeZone, ...(notes.length === 0 ? {} : { queryNotes: notes }) };
    await storage.transaction(async (unit) => {
      await unit.runs.keepOrder(run.runId, kept, columns);
      if (run.parameters?.listIds !== undefined) {
        await unit.traces.add(widenedWarning(run, kept, { hashing: context.hashing, now: context.clock.now() }));
        await unit.outbox.send([{ kind: 'run-row', subject: aboutRun(run), patch: { scope: scopeText(kept) } }]);
      }
      await unit.staging.open(run);
      await unit.traces.add([...limits.map((limit) => readLimitWarning(context, run, limit)), ...warnings]);
      await unit.traces.add(notes.map((note) => queryNoteWarning(context, run, note)));
      await unit.ranges.add(run.runId, scans);
    });
  } catch (error) {
    // The row is claimed: its name and addresses have to be known for the mail that tells of the failure.
    if (!(error instanceof RunFailure)) throw error;
    const { name, notificationEmails } = asked;
    await endFailed(context, run, {
      stage: 'claim',
      code: error.code,
      sentences: [error.message],
      name,
      notificationEmails,
    });
    return;
  }
  await foreseeMail(context, run, asked.notificationEmails, call.signal);
  await learnPlannedSends(context, run.runId, call);
  events.event('run-claimed', { runId: run.runId, lists: asked.lists.length });
}

/** The members of a retry are known, as they were when their lists were read. */
function asRetried(order: SyncOrder, retried: ClaimedRun): SyncOrder {
  const { lists, newestMembership, readAt } = retried.order;
  const { readAt: _, ...asked } = order;
  return {
    ...asked,
    lists,
    ...(newestMembership === undefined ? {} : { newestMembership }),
    ...(readAt === undefined ? {} : { readAt }),
  };
}

/** Members that leave no trace where they are out of reach cannot be counted, so the run must not begin. */
function refuseUnseen(limits: readonly RunReadLimit[]): void {
  const unseen = limits.filter((limit) => limit.unseen);
  if (unseen.length > 0) throw new RunFailure('READ_LIMITED', unseen.map(readLimitSentence).join(' '));
}

function queryNoteWarning({ clock, hashing }: RunContext, run: Run, note: QueryNote): TraceRow {
  const message = queryNoteSentence(note, 'en');
  const warning = { stage: 'claim', code: 'LIST_QUERY_DIFFERS', severity: 'warning', message, part: message } as const;
  return traceOf(run, warning, { hashing, now: clock.now() });
}

/** The others are counted, member by member, as unreadable. */
function readLimitWarning({ clock, hashing }: RunContext, run: Run, limit: RunReadLimit): TraceRow {
  const message = `${readLimitSentence(limit)} Members out of reach are counted as unreadable.`;
  const warning = { stage: 'claim', code: 'READ_LIMITED', severity: 'warning', message, part: limit.table } as const;
  return traceOf(run, warning, { hashing, now: clock.now() });
}

/** The history row of this id belongs to somebody else: the end is told under another one. */
async function endUnderAnotherId(context: RunContext, run: Run): Promise<void> {
  const { storage, hashing, events, calls } = context;
  calls.drain(run.runId);
  const endedAt = endTime(context, run);
  await storage.transaction(async (unit) => {
    await unit.runs.end(run, { status: 'failed', endedAt, failure: null, makeCurrent: false, manifest: null });
    await unit.starts.add(refusedStart(run, hashing));
  });
  events.event('run-ended', { runId: run.runId, status: 'failed', code: 'START_REFUSED' });
}

/** Says on the row which address will get no mail; that a run cannot find it out is no reason to stop it. */
async function foreseeMail(
  { storage, reporter, events, outboxFilled }: RunContext,
  run: Run,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const unsent = await reporter.foreseeMail(addresses, signal);
    if (unsent.length === 0) return;
    const patch = { completionMail: { state: 'foreseen', unsent } } as const;
    await storage.transaction((unit) => unit.outbox.send([{ kind: 'sync-row', subject: aboutRun(run), patch }]));
    outboxFilled();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    events.event('mail-check-failed', { runId: run.runId, error: error.message });
  }
}
