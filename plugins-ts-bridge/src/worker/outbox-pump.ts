import type { RunContext } from '../application/run-context.js';
import type { WakeUp } from './wake-up.js';

/** Entries given to the reporter at a time. */
const batch = 500;
const idleMs = 30_000;
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/** Delivers the outbox in its order, for as long as it takes. What fails stays and is tried again. */
export async function pumpOutbox(context: RunContext, filled: WakeUp, signal: AbortSignal): Promise<void> {
  const { storage, reporter, events } = context;
  let delayMs = firstDelayMs;
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      const entries = await storage.read.outbox(batch);
      if (entries.length === 0) {
        await filled.wait(idleMs, signal);
        continue;
      }
      const followUps = await reporter.deliver(entries, signal);
      await storage.transaction(async (writer) => {
        await writer.delivered(entries.map((entry) => entry.seq));
        await writer.addTraces(followUps);
      });
      delayMs = firstDelayMs;
    } catch (error) {
      if (stopped()) return;
      events.event('outbox-delayed', { error: error instanceof Error ? error.message : String(error), delayMs });
      await filled.wait(delayMs, signal);
      delayMs = Math.min(longestDelayMs, delayMs * 2);
    }
  }
}
