import { sendsCountFrom } from '../domain/send-order.js';
import type { PlannedList } from '../domain/run.js';
import type { SourceCall } from '../ports/recipient-source.js';
import type { RunContext } from './run-context.js';

/**
 * When the first mail to the lists of a run is planned. The order of runs is a kindness: where it is not known, since the
 * organisation has no campaigns or the service may not read them, the run goes on without it.
 */
export async function plannedSend(
  { source, clock, events }: Pick<RunContext, 'source' | 'clock' | 'events'>,
  lists: readonly PlannedList[],
  call: SourceCall,
): Promise<Date | null> {
  try {
    return await source.plannedSend(lists, sendsCountFrom(clock.now()), call);
  } catch (error) {
    call.signal.throwIfAborted();
    events.event('send-order-unknown', { runId: call.flow, error: error instanceof Error ? error.message : '' });
    return null;
  }
}
