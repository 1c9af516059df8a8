import { followDeletions, type RetentionDependencies } from '../application/retention/deleted-syncs.js';
import type { Clock } from '../ports/clock.js';

interface FollowingTimes {
  readonly keepDeletedMs: number;
  readonly lookForDeletedEveryMs: number;
}

/**
 * Looks for deleted syncs beside the runs, now and then; a failed look is told and followed by the next.
 * @returns what the worker calls each time it looks for work; the last look ends when aborted.
 */
export function followingDeletions(
  dependencies: RetentionDependencies & { readonly clock: Clock },
  { keepDeletedMs, lookForDeletedEveryMs }: FollowingTimes,
  signal: AbortSignal,
): () => void {
  const { clock, events } = dependencies;
  let nextMs = -Infinity;
  let looking = false;
  return () => {
    if (looking || signal.aborted || clock.steadyMs() < nextMs) return;
    looking = true;
    nextMs = clock.steadyMs() + lookForDeletedEveryMs;
    followDeletions(dependencies, { now: clock.now(), keepMs: keepDeletedMs }, signal)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        events.event('worker-error', {
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      })
      .finally(() => {
        looking = false;
      });
  };
}
