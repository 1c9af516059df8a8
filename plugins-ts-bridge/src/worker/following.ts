import type { Clock } from '../ports/clock.js';
import type { EngineEvents } from '../ports/events.js';

interface FollowingContext {
  readonly clock: Pick<Clock, 'steadyMs'>;
  readonly events: EngineEvents;
}

/**
 * Looks at something beside the runs, now and then; a failed look is told and followed by the next.
 * @param everyMs Between the beginnings of two looks; one that takes longer is not overtaken.
 * @returns what the worker calls each time it looks for work; the last look ends when aborted.
 */
export function following(
  { clock, events }: FollowingContext,
  everyMs: number,
  look: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): () => void {
  let nextMs = -Infinity;
  let looking = false;
  return () => {
    if (looking || signal.aborted || clock.steadyMs() < nextMs) return;
    looking = true;
    nextMs = clock.steadyMs() + everyMs;
    look(signal)
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
