import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { pollRequests, type PollDependencies } from './application/poll-requests.js';
import { watchLists, type WatchDependencies } from './application/watch-lists.js';
import type { Events } from './events.js';
import type { Clock } from './ports/clock.js';

export interface PollingOptions<Dependencies> {
  readonly dependencies: Dependencies;
  readonly clock: Clock;
  readonly events: Pick<Events, 'requestsFound' | 'pollFailed' | 'listsChanged'>;
  readonly intervalMs: number;
}

/** Looks for waiting rows at once and then at an interval, until aborted. A failed look is told and followed by the next. */
export function keepPolling(options: PollingOptions<PollDependencies>, signal: AbortSignal): Promise<void> {
  const { dependencies, events } = options;
  const known = new Set<SyncRunId>();
  return again(options, signal, async () => {
    const started = await pollRequests(dependencies, known, signal);
    if (started.length > 0) events.requestsFound(started);
  });
}

/** Looks at an interval whether lists changed after they were synced, until aborted. */
export function keepWatching(options: PollingOptions<WatchDependencies>, signal: AbortSignal): Promise<void> {
  const { dependencies, events } = options;
  return again(options, signal, async () => {
    const withdrawn: readonly RowId[] = await watchLists(dependencies, signal);
    if (withdrawn.length > 0) events.listsChanged(withdrawn);
  });
}

async function again(
  { clock, events, intervalMs }: Pick<PollingOptions<unknown>, 'clock' | 'events' | 'intervalMs'>,
  signal: AbortSignal,
  look: () => Promise<void>,
): Promise<void> {
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      await look();
    } catch (error) {
      if (!stopped()) events.pollFailed(error);
    }
    await clock.sleep(intervalMs, signal).catch(() => undefined);
  }
}
