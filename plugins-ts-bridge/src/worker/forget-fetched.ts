import type { Clock } from '../ports/clock.js';
import type { Storage } from '../ports/store/storage.js';

const everyMs = 10 * 60_000;

/**
 * Forgets what was read on demand once it is older than it may be kept, now and then.
 * @returns what the worker calls each time it looks for work.
 */
export function forgettingFetched(
  storage: Pick<Storage, 'transaction'>,
  clock: Pick<Clock, 'now'>,
  keepMs: number,
): () => Promise<void> {
  let nextMs = 0;
  return async () => {
    const nowMs = clock.now().getTime();
    if (nowMs < nextMs) return;
    await storage.transaction((unit) => unit.closed.forgetBefore(new Date(nowMs - keepMs)));
    nextMs = nowMs + Math.min(everyMs, keepMs);
  };
}
