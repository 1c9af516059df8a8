import type { Clock } from '@pmds/bridge/ports/clock';

/** A clock that goes on only when told to. */
export class ManualClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1);
  #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  now(): Date {
    return new Date(this.#nowMs);
  }

  steadyMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(signal?.reason as Error);
      const wake = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Wakes whoever slept until then, in order, and lets what follows happen. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#sleepers.filter((sleeper) => sleeper.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
    }
    this.#nowMs = untilMs;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A clock on which every wait is over at once; remembers how long each was. */
export class HastyClock implements Clock {
  readonly waits: number[] = [];
  #nowMs = Date.UTC(2026, 0, 1);

  now(): Date {
    return new Date(this.#nowMs);
  }

  steadyMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#nowMs += ms;
    return Promise.resolve();
  }
}
