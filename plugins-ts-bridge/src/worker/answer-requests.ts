import {
  answerRequests,
  type FailedBefore,
  type RequestDependencies,
} from '../application/requests/answer-requests.js';
import type { Clock } from '../ports/clock.js';

export interface RequestTimes {
  readonly lookForRequestsEveryMs: number;
  /** How long an answered request is kept, in milliseconds. */
  readonly keepRequestsMs: number;
}

const forgetEveryMs = 3_600_000;

/**
 * Answers requests beside the runs, at an interval; a failed look is told and followed by the next.
 * @returns when everything under way has stopped, after the abort.
 */
export async function keepAnswering(
  dependencies: RequestDependencies & { readonly clock: Clock },
  { lookForRequestsEveryMs, keepRequestsMs }: RequestTimes,
  signal: AbortSignal,
): Promise<void> {
  const { requests, clock, events, now } = dependencies;
  const failed: FailedBefore = new Map();
  let forgetAtMs = -Infinity;
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      await answerRequests(dependencies, failed, signal);
      if (clock.steadyMs() >= forgetAtMs) {
        await requests.forgetAnswered(new Date(now().getTime() - keepRequestsMs), signal);
        forgetAtMs = clock.steadyMs() + forgetEveryMs;
      }
    } catch (error) {
      if (stopped()) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      events.event('worker-error', { error: text });
    }
    await clock.sleep(lookForRequestsEveryMs, signal).catch(() => undefined);
  }
}
