import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { storedQueryNotes } from '@pmds/contracts/run/query-notes';
import type { NewerInCrm, ScopeTally } from '@pmds/contracts/run/run-tally';
import { deliveryLine, type StoredDelivery } from '../../domain/delivery/delivery.js';
import { failureSentence, type FailureCode } from '../../domain/failures.js';
import type { OutboxMessage } from '../../domain/outbox/outbox.js';
import { aboutRun } from '../../domain/outbox/subject.js';
import type { OptOutCounts } from '../../domain/member/settled-outcome.js';
import { membersOf, keptOrder, type Run, type SealedRun, type TableCounts } from '../../domain/run/run.js';
import { summaryOf, type RunSummary } from '../../domain/run/run-summary.js';
import { scopeText } from '../../domain/run/scope.js';
import type { RunStage } from '../../domain/run/trace.js';
import type { RunEnding } from '../../ports/store/ledger/runs.js';
import type { UnitOfWork } from '../../ports/store/storage.js';
import { abandonDeliveries, deliveryTraces } from '../delivery/deliver.js';
import type { RunContext } from './run-context.js';
import { peopleToTell } from './people-to-tell.js';
import { manifestOf, signedManifest } from './run-manifest.js';
import { traceOf } from './run-traces.js';
import { scopeTally } from './scope/covered-members.js';
import { runSources } from '../members/run-sources.js';

const nobody = { contact: 0, lead: 0 };

interface EndedRun {
  readonly run: Run;
  readonly status: RunEnding['status'];
  readonly endedAt: Date;
  readonly summary: RunSummary;
  readonly counts: TableCounts;
  /** Members that can be read now: those of this run when it completed, else those of the last one that did. */
  readonly readable: Readonly<Record<SelectableTable, number>>;
  readonly optOuts: OptOutCounts;
  readonly errors: number;
  readonly removed: number;
  readonly deliveries: readonly StoredDelivery[];
  /** `null` where it was not asked. */
  readonly newer: NewerInCrm | null;
  /** How much of the sync the run covered, `null` for all and where it is not known. */
  readonly covered: ScopeTally | null;
  /** Text of `pmds_manifest`, of completed runs. */
  readonly manifest: string | null;
  readonly name: string;
  /** `null`: the run ended before it had read them; the row is asked when the mail is due. */
  readonly notificationEmails: readonly string[] | null;
  /** The sync was deleted, and its runs with it: only people are told. */
  readonly rowIsGone?: boolean;
}

/** Everything Dataverse and people are told of an ended run. The run row goes first: the sync row points to it. */
function endingMessages(ended: EndedRun): readonly OutboxMessage[] {
  const { run, status, endedAt, summary, counts, optOuts, errors, removed, newer, name } = ended;
  const { runId, startedAt, apiCalls, runType, trigger } = run;
  const subject = aboutRun(run);
  const requestedAt = notAfter(run.requestedAt, startedAt ?? endedAt);
  const manifest = ended.manifest === null ? {} : { manifest: ended.manifest };
  const members = membersOf(run);
  const order = keptOrder(run);
  const notes = order?.queryNotes ?? [];
  const covered = ended.covered === null ? {} : { covered: ended.covered };
  const common = { status, completedAt: endedAt, errors } as const;
  const started = startedAt === null ? {} : { startedAt };
  const seconds = startedAt === null ? 0 : Math.max(0, Math.round((endedAt.getTime() - startedAt.getTime()) / 1000));
  const runPatch = {
    ...common,
    ...started,
    requestedAt,
    runType,
    trigger,
    members,
    counts,
    optOuts,
    removed,
    ...(newer === null ? {} : { newer }),
    ...(order === null ? {} : { scope: scopeText(order) }),
    ...covered,
    ...(run.brake === undefined ? {} : { brake: run.brake }),
    ...(notes.length === 0 ? {} : { queries: storedQueryNotes(notes) }),
    ...(ended.deliveries.length === 0 ? {} : { deliveries: ended.deliveries.map(deliveryLine).join('\n') }),
    apiCalls,
    seconds,
  };
  const syncPatch = {
    ...common,
    ...started,
    currentRunId: runId,
    contactsSynced: ended.readable.contact,
    leadsSynced: ended.readable.lead,
    progress: null,
    safeToSend: summary.safeToSend,
    readiness: summary.readiness,
    message: summary.message,
    completionMail: null,
  };
  const notice = {
    ...common,
    name,
    to: ended.notificationEmails,
    requestedAt,
    startedAt,
    members,
    counts,
    removed,
    ...(newer === null ? {} : { newer }),
    ...covered,
    apiCalls,
    ...summary,
    ...(ended.rowIsGone === true ? { rowIsGone: true } : {}),
  };
  const mail = ended.notificationEmails?.length === 0 ? [] : [{ kind: 'mail', subject, notice } as const];
  if (ended.rowIsGone === true) return mail;
  return [
    { kind: 'run-row', subject, patch: { ...runPatch, ...manifest, message: summary.message } },
    { kind: 'sync-row', subject, patch: syncPatch },
    ...mail,
  ];
}

/** Whoever asked may have had a clock of their own. */
function notAfter(asked: Date, limit: Date): Date {
  return asked > limit ? limit : asked;
}

/**
 * By Dataverse's clock, which the run was started by, too. When that was set back meanwhile, the run took no time rather
 * than less than none.
 */
export function endTime({ serverClock, events }: Pick<RunContext, 'serverClock' | 'events'>, run: Run): Date {
  const now = serverClock.now();
  if (run.startedAt === null || now >= run.startedAt) return now;
  events.event('clock-went-back', { runId: run.runId, seconds: (run.startedAt.getTime() - now.getTime()) / 1000 });
  return run.startedAt;
}

interface FailedEnding {
  readonly stage: RunStage;
  readonly code: FailureCode;
  /** What happened, one sentence per Trace row; each says what to do, or the code does. */
  readonly sentences: readonly string[];
  readonly name?: string;
  readonly notificationEmails?: readonly string[];
}

/** Ends a run *Failed* (or *Cancelled*) with the reason on the row, in the Trace and in the mail. What was current stays. */
export async function endFailed(context: RunContext, run: Run, ending: FailedEnding): Promise<void> {
  const { storage, hashing, events, calls } = context;
  const { stage, code, sentences } = ending;
  const cancelled = code === 'CANCELLED' || code === 'SYNC_DELETED';
  const status = cancelled ? 'cancelled' : 'failed';
  // What was kept at the claim may be newer than what the caller has in hand.
  const endedAt = endTime(context, (await storage.read.runs.find(run.runId)) ?? run);
  // The start rules' sentences say what to do themselves.
  const say = (sentence: string): string => (code === 'START_REFUSED' ? sentence : failureSentence(code, sentence));
  const message = sentences.map(say).join(' ');
  const rowIsGone = code === 'SYNC_DELETED';
  const people = rowIsGone ? await peopleToTell(storage.read.runs, run, ending) : null;
  await abandonDeliveries(context, run);
  await storage.transaction(async (unit) => {
    if (!cancelled) {
      const by = { hashing, now: endedAt };
      const parts = sentences.map((text) => traceOf(run, { stage, code, message: text, part: text }, by));
      await unit.traces.add(parts);
    }
    await unit.runs.addApiCalls(run.runId, calls.drain(run.runId));
    const failure = { code, detail: sentences.join(' ') };
    await tell(unit, run, {
      ending: { status, endedAt, failure, makeCurrent: false, manifest: null },
      summary: { safeToSend: false, readiness: message, message },
      deliveries: [],
      removed: 0,
      newer: null,
      covered: null,
      name: people?.name ?? ending.name ?? keptOrder(run)?.name ?? '',
      notificationEmails: rowIsGone
        ? (people?.notificationEmails ?? [])
        : (ending.notificationEmails ?? keptOrder(run)?.notificationEmails ?? null),
      rowIsGone,
    });
  });
  context.outboxFilled();
  events.event('run-ended', { runId: run.runId, status, code });
  if (rowIsGone && people === null) events.event('nobody-told', { runId: run.runId, dataSyncId: run.dataSyncId });
}

/** Ends a run whose members are readable from this transaction on. */
export async function endCompleted(
  context: RunContext,
  unit: Pick<UnitOfWork, 'read' | 'runs' | 'traces' | 'outbox'>,
  run: SealedRun,
  { removed, newer, notSafe }: Pick<EndedRun, 'removed' | 'newer'> & { readonly notSafe: string | null },
): Promise<RunEnding['status']> {
  const counts = await unit.read.counts.outcomes(run.runId);
  const { hashing, serverClock } = context;
  const deliveries = await unit.read.deliveries.of(run.runId);
  await unit.traces.add(deliveryTraces(run, deliveries, { hashing, now: serverClock.now() }));
  const errors = await unit.read.traces.errorCount(run.runId);
  const status = errors === 0 ? 'completed' : 'completed-with-errors';
  const endedAt = endTime(context, run);
  await unit.runs.addApiCalls(run.runId, context.calls.drain(run.runId));
  const covered = await scopeTally(unit.read.members, run, runSources(context.source.lists, run.order));
  const completed = { endedAt, counts, errors, removed, newer, covered };
  const manifest = signedManifest(context, await manifestOf(unit.read, run, completed, context));
  await tell(unit, run, {
    ending: { status, endedAt, failure: null, makeCurrent: true, manifest },
    summary: summaryOf(counts, run.members, newer, notSafe, covered),
    deliveries,
    removed,
    newer,
    covered,
    name: run.order.name,
    notificationEmails: run.order.notificationEmails,
  });
  return status;
}

interface Telling extends Pick<
  EndedRun,
  'summary' | 'deliveries' | 'removed' | 'newer' | 'covered' | 'name' | 'notificationEmails' | 'rowIsGone'
> {
  readonly ending: RunEnding;
}

async function tell(
  unit: Pick<UnitOfWork, 'read' | 'runs' | 'outbox'>,
  before: Run,
  { ending, ...said }: Telling,
): Promise<void> {
  await unit.runs.end(before, ending);
  const run = (await unit.read.runs.find(before.runId)) ?? before;
  const counts = await unit.read.counts.outcomes(run.runId);
  const optOuts = await unit.read.counts.optOuts(run.runId);
  const readable = (await unit.read.runs.currentGeneration(run.dataSyncId))?.profiles ?? nobody;
  const errors = await unit.read.traces.errorCount(run.runId);
  const { status, endedAt, manifest } = ending;
  await unit.outbox.send(
    endingMessages({ run, status, endedAt, manifest, counts, readable, optOuts, errors, ...said }),
  );
}
