import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { RunContext } from '../application/run/run-context.js';

/** With fewer starts waiting, each finds out for itself in one call. */
const worthAsking = 12;

/**
 * Puts an end to starts of rows that do not exist, all in a few calls, before any of them takes the place of a start that
 * somebody waits for: whoever knows the key of the webhook can post as many as they like.
 */
export class Triage {
  readonly #context: RunContext;
  /** Looked at already; who is there goes the ordinary way. */
  readonly #known = new Set<SyncRunId>();

  constructor(context: RunContext) {
    this.#context = context;
  }

  async look(signal: AbortSignal): Promise<void> {
    const { storage, reporter, serverClock, events } = this.#context;
    const waiting = await storage.read.runs.unclaimed();
    const runs = waiting.filter(({ runId }) => !this.#known.has(runId));
    if (waiting.length < worthAsking || runs.length === 0) {
      if (waiting.length === 0) this.#known.clear();
      return;
    }
    let there: ReadonlySet<RowId>;
    try {
      there = await reporter.existing([...new Set(runs.map(({ dataSyncId }) => dataSyncId))], signal);
    } catch (error) {
      // Each of them finds out for itself, then.
      events.event('outbox-delayed', { error: error instanceof Error ? error.message : String(error), delayMs: 0 });
      return;
    }
    for (const { runId } of runs) this.#known.add(runId);
    const gone = runs.filter(({ dataSyncId }) => !there.has(dataSyncId)).map(({ runId }) => runId);
    if (gone.length === 0) return;
    await storage.transaction((unit) => unit.starts.endUnclaimed(gone, serverClock.now()));
    events.event('starts-of-nothing', { runs: gone.length });
  }
}
