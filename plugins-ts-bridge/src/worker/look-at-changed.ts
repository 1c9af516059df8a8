import { lookAtChanged, type LookDependencies } from '../application/members/changed/look-at-changed.js';
import type { Clock } from '../ports/clock.js';

/** After a look that failed: Dataverse did not answer, or refused. */
const restMs = 10_000;

/**
 * Looks at changed members beside the runs, as soon as there are any; a failed look is told and followed by the next.
 * @returns what the worker calls each time it looks for work; a look under way ends when aborted.
 */
export function lookingAtChanged(
  dependencies: LookDependencies & { readonly clock: Clock },
  signal: AbortSignal,
): () => void {
  const { clock, events } = dependencies;
  let nextMs = -Infinity;
  let looking = false;
  let asked = 0;
  const look = async (): Promise<void> => {
    looking = true;
    try {
      for (let seen = -1; seen !== asked && !signal.aborted;) {
        seen = asked;
        await lookAtChanged(dependencies, signal);
      }
    } catch (error) {
      nextMs = clock.steadyMs() + restMs;
      if (signal.aborted) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      events.event('worker-error', { error: text });
    } finally {
      looking = false;
    }
  };
  return () => {
    asked += 1;
    if (!looking && !signal.aborted && clock.steadyMs() >= nextMs) void look();
  };
}
