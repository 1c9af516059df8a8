import { sendsCountFrom } from '../../domain/run/send-order.js';
import type { SyncRunId } from '@pmds/contracts/ids';
import { isClaimed, type ClaimedRun } from '../../domain/run/run.js';
import { coveredLists } from '../../domain/run/scope.js';
import type { SourceCall } from '../../ports/recipient-source.js';
import type { RunContext } from './run-context.js';

type Asking = Pick<RunContext, 'storage' | 'source' | 'serverClock' | 'events'>;

/**
 * Learns when mails are planned to the lists of a run that was just claimed, and of those that it meets and that were
 * alone so far: one call each, once in its life. A run that is alone needs no order and makes no call.
 * To be asked after the claim is kept: of two that are claimed at the same time, at least one sees the other.
 */
export async function learnPlannedSends(context: Asking, runId: SyncRunId, call: SourceCall): Promise<void> {
  const open = await context.storage.read.runs.open();
  if (!open.some((run) => run.runId !== runId)) return;
  // Who is not claimed yet asks at its own claim.
  const unknown = open.filter(isClaimed).filter((run) => !run.sendKnown);
  await Promise.all(unknown.map((run) => learn(context, run, call)));
}

async function learn(context: Asking, run: ClaimedRun, { signal }: SourceCall): Promise<void> {
  const send = await firstSend(context, run, { flow: run.runId, signal });
  await context.storage.transaction((unit) => unit.runs.keepPlannedSend(run.runId, send));
}

/**
 * The order of runs is a kindness: where it is not known, since the organisation has no campaigns or the service may not
 * read them, they go on without it.
 */
async function firstSend(
  { source, serverClock, events }: Asking,
  run: ClaimedRun,
  call: SourceCall,
): Promise<Date | null> {
  try {
    const send = await source.lists.plannedSend(coveredLists(run.order), sendsCountFrom(serverClock.now()), call);
    events.event('send-order-known', { runId: run.runId, plannedSend: send?.toISOString() ?? null });
    return send;
  } catch (error) {
    call.signal.throwIfAborted();
    events.event('send-order-unknown', { runId: run.runId, error: error instanceof Error ? error.message : '' });
    return null;
  }
}
