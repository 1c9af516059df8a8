import { setMaxListeners } from 'node:events';
import { idleChainsFor } from './idle-chains.js';
import type { RangeStage } from '../../ports/store/ledger/ranges.js';
import type { Chains, RangeWorker, Work } from '../../ports/work.js';
import type { SyncRunId } from '@pmds/contracts/ids';

/** Chains side by side in this process; the ledger is the queue. */
export function inProcessWork(worker: RangeWorker): Work {
  return {
    drain: ({ runId, stage }, signal) => new Drain(worker, runId, signal).run(stage),
    chains: (runId) => Promise.resolve(plannedChains(worker, runId)),
    serve: () => Promise.resolve(),
  };
}

/**
 * Chains that a run is planned for. Where pages are slow, those that bridge the time of commits may count, so that all end
 * together, and are more: pages that were asked for together come together, and are committed one after the other.
 */
function plannedChains(worker: RangeWorker, runId: string): Chains {
  const pages = worker.concurrency();
  const bridges = pages > 1 && worker.slow(runId) ? Math.ceil(pages / pagesPerBridge) : 0;
  return { pages, most: pages + bridges };
}
const pagesPerBridge = 8;

class Drain {
  readonly #worker: RangeWorker;
  readonly #runId: SyncRunId;
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #waiting: number[] = [];
  #failure: { readonly error: unknown } | null = null;

  constructor(worker: RangeWorker, runId: SyncRunId, signal: AbortSignal) {
    this.#worker = worker;
    this.#runId = runId;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
    // Every request under way listens to it.
    setMaxListeners(0, this.#signal);
  }

  async run(stage: RangeStage): Promise<void> {
    this.#waiting = (await this.#worker.open(this.#runId, stage)).map((open) => open.range);
    this.#fill();
    while (this.#running.size > 0) await Promise.race(this.#running);
    if (this.#failure !== null) throw this.#failure.error;
    this.#signal.throwIfAborted();
  }

  /** One chain more than requests at least: while its page is committed, the others keep Dataverse busy. */
  get #chains(): number {
    return Math.max(this.#worker.concurrency() + 1, plannedChains(this.#worker, this.#runId).most);
  }

  /** Chains that a cut would give something to do. Where pages are slow, one that has to wait for its turn gains nothing. */
  get #idle(): number {
    const chains = this.#worker.slow(this.#runId) ? this.#worker.concurrency() : this.#chains;
    return chains - this.#running.size - this.#waiting.length;
  }

  #fill(): void {
    while (!this.#signal.aborted && this.#running.size < this.#chains) {
      const range = this.#waiting.shift();
      if (range === undefined) return;
      const chain = this.#chain(range)
        .catch((error: unknown) => {
          // The first failure is the one to tell; the others follow from stopping.
          this.#failure ??= { error };
          this.#stop.abort(error);
        })
        .finally(() => {
          this.#running.delete(chain);
          this.#fill();
        });
      this.#running.add(chain);
    }
  }

  async #chain(range: number): Promise<void> {
    const key = { runId: this.#runId, range };
    while ((await this.#worker.step(key, this.#signal)) !== 'done') {
      this.#signal.throwIfAborted();
      const idle = this.#idle;
      if (idle <= 0) continue;
      const share = idleChainsFor(idle, this.#running.size);
      this.#waiting.push(...(await this.#worker.split(key, share, this.#signal)));
      this.#fill();
    }
  }
}
