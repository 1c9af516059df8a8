import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { pollRequests, type PollDependencies } from './application/intake/poll-requests.js';
import { watchStore, type StoreWatchDependencies } from './application/watch/store-watch.js';
import { watchLists, type WatchDependencies } from './application/watch/watch-lists.js';
import { OutsideError } from './domain/failures.js';
import type { PollEvents } from './events.js';
import type { Clock } from './ports/clock.js';

interface PollingOptions<Dependencies> {
  readonly dependencies: Dependencies;
  readonly clock: Clock;
  readonly events: PollEvents;
  readonly intervalMs: number;
}

/** So many times longer between two looks while Dataverse reaches this process by itself. */
const relaxedBy = 4;

/**
 * Whether starts come by webhook. While they do, looking for rows is only the net below; a row that had to be found
 * shows that they do not.
 */
export class InboundPath {
  #open = false;

  webhookArrived(): void {
    this.#open = true;
  }

  requestFound(): void {
    this.#open = false;
  }

  restMs(intervalMs: number): number {
    return this.#open ? intervalMs * relaxedBy : intervalMs;
  }
}

/** Looks for waiting rows at once and then at an interval, until aborted. A failed look is told and followed by the next. */
export function keepPolling(
  options: PollingOptions<PollDependencies> & { readonly inbound: InboundPath; readonly trouble?: LookTrouble },
  signal: AbortSignal,
): Promise<void> {
  const { dependencies, events, inbound } = options;
  const known = new Set<SyncRunId>();
  return again({ ...options, restMs: () => inbound.restMs(options.intervalMs) }, signal, async () => {
    const started = await pollRequests(dependencies, known, signal);
    if (started.length === 0) return;
    inbound.requestFound();
    events.requestsFound(started);
  });
}

/** Looks at an interval whether lists changed after they were synced, until aborted. */
export function keepWatching(options: PollingOptions<WatchDependencies>, signal: AbortSignal): Promise<void> {
  const { dependencies, events } = options;
  return again({ ...options, restMs: () => options.intervalMs }, signal, async () => {
    const withdrawn: readonly RowId[] = await watchLists(dependencies, signal);
    if (withdrawn.length > 0) events.listsChanged(withdrawn);
  });
}

/** Looks at an interval whether the store holds what Dataverse says of it, until aborted. */
export function keepReconciling(options: PollingOptions<StoreWatchDependencies>, signal: AbortSignal): Promise<void> {
  const { dependencies, events } = options;
  return again({ ...options, restMs: () => options.intervalMs }, signal, async () => {
    const { withdrawn, lost } = await watchStore(dependencies, signal);
    if (withdrawn.length + lost.length > 0) events.storeMissed(withdrawn, lost);
  });
}

/** Why the last look at Dataverse failed, in one sentence, for whoever asks how the service is. */
export class LookTrouble {
  #said: string | null = null;

  /** `null` while looks succeed. */
  get sentence(): string | null {
    return this.#said;
  }

  failed(error: unknown): void {
    // What an unknown error says may hold anything; the log has it.
    this.#said = error instanceof OutsideError ? `Dataverse cannot be asked: ${error.message}` : null;
  }

  succeeded(): void {
    this.#said = null;
  }
}

type Looking = Pick<PollingOptions<unknown>, 'clock' | 'events'> & {
  readonly restMs: () => number;
  readonly trouble?: LookTrouble;
};

async function again(
  { clock, events, restMs, trouble }: Looking,
  signal: AbortSignal,
  look: () => Promise<void>,
): Promise<void> {
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      await look();
      trouble?.succeeded();
    } catch (error) {
      if (!stopped()) {
        trouble?.failed(error);
        events.failed(error);
      }
    }
    await clock.sleep(restMs(), signal).catch(() => undefined);
  }
}
