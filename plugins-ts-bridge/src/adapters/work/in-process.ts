import type { StageWork, Work } from '../../ports/work.js';

/** Chains side by side in this process; the ledger is the queue. */
export function inProcessWork(): Work {
  return { drain: (stage, signal) => new Drain(stage, signal).run() };
}

class Drain {
  readonly #stage: StageWork;
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #waiting: number[] = [];
  #failure: { readonly error: unknown } | null = null;

  constructor(stage: StageWork, signal: AbortSignal) {
    this.#stage = stage;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  async run(): Promise<void> {
    this.#waiting = [...(await this.#stage.open())];
    this.#fill();
    while (this.#running.size > 0) await Promise.race(this.#running);
    if (this.#failure !== null) throw this.#failure.error;
    this.#signal.throwIfAborted();
  }

  #fill(): void {
    while (!this.#signal.aborted && this.#running.size < Math.max(1, this.#stage.concurrency())) {
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
    while ((await this.#stage.step(range, this.#signal)) === 'more') {
      this.#signal.throwIfAborted();
      const idle = this.#stage.concurrency() - this.#running.size - this.#waiting.length;
      if (idle <= 0) continue;
      this.#waiting.push(...(await this.#stage.split(range, idle)));
      this.#fill();
    }
  }
}
