import { mayFollow } from '@pmds/contracts/run/sync-status';
import type { SyncRunId } from '@pmds/contracts/ids';
import { failures, OutsideError, type FailureCode } from '../../domain/failures.js';
import { failureOf } from '../../domain/reported-failure.js';
import { aboutRun } from '../../domain/outbox/subject.js';
import { type ClaimedRun, isClaimed, type Run, type RunPhase, type SealedRun } from '../../domain/run/run.js';
import type { RunStage } from '../../domain/run/trace.js';
import type { SourceCall } from '../../ports/recipient-source.js';
import { abandonDeliveries, completeDeliveries, delivers, planDeliveries } from '../delivery/deliver.js';
import { closeLeavers } from '../members/closed/close-leavers.js';
import { endFailed } from './end-run.js';
import { claimRun } from './run-claim.js';
import { callOf, CancelRequested, LeaseLost, type RunContext } from './run-context.js';
import { changedMeanwhile, type ChangedMeanwhile } from './freshness.js';
import { finishRun } from './run-finish.js';
import { pulse, type PulseOptions } from './run-pulse.js';
import { planFull } from '../members/plan-scan.js';
import { sealScan } from '../members/run-scan.js';
import { runSources } from '../members/run-sources.js';
import { isScoped } from '../../domain/run/scope.js';
import { widenRun } from './scope/widen-run.js';
import { tellEndWhileWaiting } from './waiting/waiting-word.js';
import { prepareVerify } from '../members/run-verify.js';

/** `suspended`: the outside does not answer; the run waits and goes on from its checkpoints when it is tried again. */
export type RunResult = 'ended' | 'stopped' | 'suspended';

/**
 * Works on a run from wherever it stands to its end: claim, scan, read, verify, switch. May be stopped or die anywhere;
 * the next call goes on from the last committed page, and doing a page again changes nothing.
 * @param options Under whose lease the run is worked on; the caller holds it already.
 */
export async function runSync(
  context: RunContext,
  runId: SyncRunId,
  options: PulseOptions,
  signal: AbortSignal,
): Promise<RunResult> {
  const work = new AbortController();
  const beating = new AbortController();
  const first = await load(context, runId);
  await tellTakenOver(context, first);
  const both = AbortSignal.any([signal, work.signal]);
  const heart = pulse(context, first, options, work, beating.signal).catch((error: unknown) => work.abort(error));
  try {
    for (let run = first; run.phase !== 'ended'; run = await load(context, runId)) {
      both.throwIfAborted();
      context.events.event('run-phase', { runId, phase: run.phase });
      await workOn(context, run, callOf(run, both));
    }
    return 'ended';
  } catch (error) {
    return await conclude(
      context,
      runId,
      signal.aborted ? signal.reason : work.signal.aborted ? work.signal.reason : error,
      signal,
    );
  } finally {
    beating.abort();
    await heart;
  }
}

/** Whoever worked on the run before ended without a word: the row says that it waited until it moves again. */
async function tellTakenOver({ storage, events, outboxFilled }: RunContext, run: Run): Promise<void> {
  if (!mayFollow(run.status, 'waiting')) return;
  const { runId } = run;
  events.event('run-resumed', { runId, phase: run.phase });
  await storage.transaction(async (unit) => {
    await unit.runs.setStatus(runId, 'waiting');
    const message = 'Waiting: the process that worked on this run has ended. Another one goes on from where it stood.';
    await unit.outbox.send([{ kind: 'sync-row', subject: aboutRun(run), patch: { status: 'waiting', message } }]);
  });
  outboxFilled();
}

async function load({ storage }: RunContext, runId: SyncRunId): Promise<Run> {
  const run = await storage.read.runs.find(runId);
  if (run === null) throw new Error(`Run ${runId} is not in the ledger.`);
  return run;
}

type Phase<Of extends Run> = (context: RunContext, run: Of, call: SourceCall) => Promise<void>;

function workOn(context: RunContext, run: Run, call: SourceCall): Promise<void> {
  if (!isClaimed(run)) return claimRun(context, run, call);
  if (run.phase === 'ended') return Promise.resolve();
  return run.known === 'members' && run.phase !== 'scan'
    ? sealedPhases[run.phase](context, run, call)
    : scanMembers(context, run, call);
}

const scanMembers: Phase<ClaimedRun> = async (context, run, call) => {
  await context.work.drain({ runId: run.runId, plannedSend: run.plannedSend, stage: 'scan' }, call.signal);
  await sealScan(context, run, call);
};

const sealedPhases: Readonly<Record<Exclude<SealedRun['phase'], 'scan' | 'ended'>, Phase<SealedRun>>> = {
  read: async (context, run, call) => {
    await context.work.drain({ runId: run.runId, plannedSend: run.plannedSend, stage: 'read' }, call.signal);
    await context.storage.transaction((unit) => unit.runs.setPhase(run.runId, 'verify'));
  },
  verify: async (context, run, call) => {
    // Where pages are slow this one would be waited for at the end, when all else is done.
    const changed = delivers(run) ? null : changedMeanwhile(context, run, call);
    changed?.catch(() => undefined);
    // The question leaves before the index is made, which keeps this thread for a second per million members.
    await context.clock.sleep(0, call.signal);
    await prepareVerify(context, run);
    await context.work.drain({ runId: run.runId, plannedSend: run.plannedSend, stage: 'verify' }, call.signal);
    await closeLeavers(context, run, call);
    if (changed === null) await planDeliveries(context, run);
    else await finish(context, run, changed, call);
  },
  deliver: async (context, run, call) => {
    await context.work.drain({ runId: run.runId, plannedSend: run.plannedSend, stage: 'deliver' }, call.signal);
    const changed = changedMeanwhile(context, run, call);
    changed.catch(() => undefined);
    await completeDeliveries(context, run);
    await finish(context, run, changed, call);
  },
};

/** Ends the run, or begins anew with reading everybody where an incremental run does not add up. */
async function finish(
  context: RunContext,
  run: SealedRun,
  changed: Promise<ChangedMeanwhile | null>,
  call: SourceCall,
): Promise<void> {
  if (await finishRun(context, run, changed, call)) return;
  await abandonDeliveries(context, run);
  if (isScoped(run.order)) {
    await widenRun(context, run, 'what it read and what was stored before do not add up', call);
    return;
  }
  const plans = await planFull(context, run, runSources(context.source.lists, run.order), call);
  await context.storage.transaction(async (unit) => {
    await unit.staging.forgetRead(run);
    await unit.counts.forgetOutcomes(run.runId);
    await unit.ranges.forgetRead(run.runId);
    await unit.deliveries.forget(run.runId);
    await unit.runs.keepBase(run.runId, null);
    await unit.ranges.add(run.runId, plans);
    await unit.runs.setPhase(run.runId, 'read');
  });
}

async function conclude(context: RunContext, runId: SyncRunId, error: unknown, stop: AbortSignal): Promise<RunResult> {
  if (stop.aborted || error instanceof LeaseLost) return 'stopped';
  const run = await load(context, runId);
  if (run.phase === 'ended') return 'ended';
  if (error instanceof OutsideError && error.retry !== null) {
    await suspend(context, run, error);
    return 'suspended';
  }
  const { code, detail } = await reasonOf(context, run, error);
  if (code === 'INTERNAL') {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    context.events.event('worker-error', { runId, error: text });
  }
  await endFailed(context, run, { stage: stageOf(run.phase), code, sentences: [detail] });
  await tellEndWhileWaiting(context, run);
  return 'ended';
}

/** Tells the row that the run waits; the ledger keeps where it stands. */
async function suspend({ storage, events, outboxFilled }: RunContext, run: Run, error: Error): Promise<void> {
  events.event('run-suspended', { runId: run.runId, error: error.message });
  if (run.phase === 'claim') return;
  const { runId } = run;
  await storage.transaction(async (unit) => {
    await unit.runs.setStatus(runId, 'waiting');
    const message = `Waiting: ${error.message}`;
    await unit.outbox.send([{ kind: 'sync-row', subject: aboutRun(run), patch: { status: 'waiting', message } }]);
  });
  outboxFilled();
}

async function reasonOf(
  { storage }: RunContext,
  { dataSyncId }: Run,
  error: unknown,
): Promise<{ readonly code: FailureCode; readonly detail: string }> {
  // What a run meets whose row is gone is beside the point.
  if (await storage.retention.isKeptDeleted(dataSyncId)) {
    return { code: 'SYNC_DELETED', detail: failures.SYNC_DELETED.happened };
  }
  if (error instanceof CancelRequested) return { code: 'CANCELLED', detail: 'The run was cancelled.' };
  return failureOf(error);
}

function stageOf(phase: RunPhase): RunStage {
  return phase === 'ended' ? 'finish' : phase;
}
