import type { Clock } from '../ports/clock.js';

/** News from one part of a process to others that look into the store every so often: they look at once. */
export class Bell {
  readonly #clock: Clock;
  readonly #listening = new Set<() => void>();
  #rings = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be read before a look, so that a ring during the look is not missed. */
  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings += 1;
    for (const wake of this.#listening) wake();
  }

  /** Resolves at a ring later than `since`, after `ms`, or when aborted. */
  async wait(since: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#rings !== since || signal.aborted) return;
    const rung = new AbortController();
    const wake = (): void => {
      rung.abort();
    };
    this.#listening.add(wake);
    try {
      await this.#clock.sleep(ms, AbortSignal.any([signal, rung.signal])).catch(() => undefined);
    } finally {
      this.#listening.delete(wake);
    }
  }
}
