import { ready } from '@pmds/contracts/run/counts';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import { aboutRun } from '../../domain/outbox/subject.js';
import { membersOf, type Run, type RunProgress, type TableCounts } from '../../domain/run/run.js';
import type { Clock } from '../../ports/clock.js';
import { WaitingWord } from './waiting/waiting-word.js';
import { CancelRequested, LeaseLost, type RunContext } from './run-context.js';

export interface PulseOptions {
  readonly owner: string;
  /** A run whose lease was not renewed for so long is taken over. */
  readonly leaseMs: number;
  readonly everyMs: number;
}

/** Progress is written every ten seconds, and at first more often: who watches a short run wants to see it move. */
const slowEveryMs = 10_000;

/** How often it is looked whether a wait began or ended: whoever watches the row is told within two seconds. */
const lookForWaitsMs = 500;

/**
 * Beats while a run is worked on: keeps the lease, sees a cancellation, and tells the row how far the run is.
 * Stops with `done`; aborts `work` when the run must not go on.
 */
export async function pulse(
  context: RunContext,
  run: Run,
  options: PulseOptions,
  work: AbortController,
  done: AbortSignal,
): Promise<void> {
  const { clock, storage, source } = context;
  const begunMs = clock.steadyMs();
  const meter = new ProgressMeter(begunMs);
  const word = new WaitingWord(context, run);
  let beatMs = begunMs;
  let toldMs = -Infinity;
  while (await rested(clock, Math.min(options.everyMs, lookForWaitsMs), done)) {
    const now = clock.steadyMs();
    const news = word.isNews(source.pace.waiting);
    if (!news && now - beatMs < options.everyMs) continue;
    beatMs = now;
    if (!(await storage.leases.renew(run.runId, options.owner, clock.now().getTime() + options.leaseMs))) {
      work.abort(new LeaseLost('Another process took the run over.'));
      return;
    }
    const current = await storage.read.runs.find(run.runId);
    if (current === null || current.phase === 'ended') return;
    if (current.cancelRequested) {
      work.abort(new CancelRequested('The run was cancelled.'));
      return;
    }
    if (current.phase === 'claim') continue;
    const { waiting } = source.pace;
    if (waiting !== null) {
      // A report would wait with everybody else, and be told when it is not true any more.
      if (news) await word.tell(current, waiting, done);
      continue;
    }
    const every = Math.min(slowEveryMs, Math.max(options.everyMs, (now - begunMs) / 2));
    if (!news && now - toldMs < every) continue;
    toldMs = now;
    if (await tellProgress(context, current, meter)) word.over();
  }
}

/** @returns false when the rest was ended before its time. */
function rested(clock: Clock, ms: number, done: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, done).then(
    () => !done.aborted,
    () => false,
  );
}

/** @returns false when an earlier telling is not delivered yet. */
async function tellProgress(context: RunContext, run: Run, meter: ProgressMeter): Promise<boolean> {
  const { storage, clock } = context;
  // Before the last telling is delivered, another would only queue up behind it.
  if ((await storage.read.outbox.oldest(1, run.runId)).length > 0) return false;
  const counts = await storage.read.counts.outcomes(run.runId);
  const progress = await meter.measure(context, run, counts, null, clock.steadyMs());
  const status: SyncStatus = 'in-progress';
  // What is stored stays readable while the run goes on, and so do its counts; a first run has nothing else to show than its own.
  const isFirst = (await storage.read.runs.currentGeneration(run.dataSyncId)) === null;
  const synced = { contactsSynced: ready(counts.contact), leadsSynced: ready(counts.lead) };
  await storage.transaction(async (unit) => {
    // Or the run could end meanwhile, and its row would be told last that it goes on.
    const latest = await unit.runs.hold(run.runId);
    if (latest === null || latest.phase === 'ended') return;
    if (latest.status !== status) await unit.runs.setStatus(run.runId, status);
    const own = isFirst ? { ...synced, errors: await unit.read.traces.errorCount(run.runId) } : {};
    // Why a run waited is of no interest once it goes on.
    const message = latest.status === 'waiting' ? { message: null } : {};
    const patch = { status, progress, ...own, ...message };
    await unit.outbox.send([{ kind: 'sync-row', subject: aboutRun(run), patch }]);
  });
  context.outboxFilled();
  return true;
}

/** Rows done and their rate since the stage began. */
class ProgressMeter {
  #stage = '';
  #sinceMs: number;
  #doneBefore = 0;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  async measure(
    { storage, serverClock }: RunContext,
    run: Run,
    counts: TableCounts,
    waiting: RunProgress['waiting'],
    nowMs: number,
  ): Promise<RunProgress> {
    const stage = run.phase === 'scan' || run.phase === 'read' || run.phase === 'deliver' ? run.phase : 'verify';
    const ranges = await storage.read.ranges.ofStage(run.runId, stage);
    const rows = ranges.reduce((sum, range) => sum + range.rowsRead, 0);
    const { contact, lead } = membersOf(run);
    const members = contact + lead;
    const total = stage === 'deliver' ? ranges.reduce((sum, range) => sum + range.rowsExpected, 0) : members;
    const done = stage === 'scan' || stage === 'deliver' ? rows : Math.min(total, settledMembers(counts));
    if (stage !== this.#stage) {
      this.#stage = stage;
      this.#sinceMs = nowMs;
      this.#doneBefore = done;
    }
    const seconds = (nowMs - this.#sinceMs) / 1000;
    const ratePerSecond = seconds > 0 ? Math.round((done - this.#doneBefore) / seconds) : 0;
    return { stage, done, total, ratePerSecond, waiting, at: serverClock.now() };
  }
}

function settledMembers(counts: TableCounts): number {
  return [...Object.values(counts.contact), ...Object.values(counts.lead)].reduce((sum, count) => sum + count, 0);
}
