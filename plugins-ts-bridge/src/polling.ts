import type { SyncRunId } from '@pmds/contracts/ids';
import { pollRequests, type PollDependencies } from './application/poll-requests.js';
import type { Events } from './events.js';
import type { Clock } from './ports/clock.js';

export interface PollingOptions {
  readonly dependencies: PollDependencies;
  readonly clock: Clock;
  readonly events: Events;
  readonly intervalMs: number;
}

/** Looks for waiting rows at once and then at an interval, until aborted. A failed look is told and followed by the next. */
export async function keepPolling(options: PollingOptions, signal: AbortSignal): Promise<void> {
  const { dependencies, clock, events, intervalMs } = options;
  const known = new Set<SyncRunId>();
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      const started = await pollRequests(dependencies, known, signal);
      if (started.length > 0) events.requestsFound(started);
    } catch (error) {
      if (!stopped()) events.pollFailed(error);
    }
    await clock.sleep(intervalMs, signal).catch(() => undefined);
  }
}
