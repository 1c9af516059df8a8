import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '../ports/clock.js';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  steadyMs: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await after(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Node wraps the reason; callers compare with the signal's own.
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
