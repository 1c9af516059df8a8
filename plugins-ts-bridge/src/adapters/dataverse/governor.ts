import type { Clock } from '../../ports/clock.js';

export interface Pause {
  readonly untilMs: number;
  readonly reason: string;
}

export interface GovernorOptions {
  readonly clock: Clock;
  /** Concurrency before the first hint. */
  readonly initial?: number;
  /** Above this no hint leads; Dataverse refuses the 53rd concurrent request. */
  readonly ceiling?: number;
  /** Without a 429 for so long, one more request at a time is tried, up to the hint. */
  readonly cleanIntervalMs?: number;
  readonly onPause?: (pause: Pause) => void;
}

/**
 * A page keeps a server busy for seconds, everything else for milliseconds: a run's claim, metadata and reports, one after
 * the other, would each wait for somebody's page.
 */
export type TurnKind = 'page' | 'short';

interface Waiter {
  readonly flow: string;
  readonly kind: TurnKind;
  readonly start: () => void;
  cancelled: boolean;
}

/**
 * How many requests one application user has under way. Starts at the hint of the first answer (`x-ms-dop-hint`), halves
 * on 429, grows by one per clean interval, and makes everybody wait for `Retry-After`. Flows (runs) take turns, the one
 * with the fewest requests under way first, so that a small run is not stuck behind a large one. Beside the pages there
 * is one more place for short requests.
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export class Governor {
  readonly #options: Required<Omit<GovernorOptions, 'onPause'>>;
  readonly #onPause: (pause: Pause) => void;
  readonly #waiting: Waiter[] = [];
  readonly #underWay = new Map<string, number>();
  #active = 0;
  #limit: number;
  #hint: number | null = null;
  #grownAtMs: number;
  #pause: Pause | null = null;
  #wakesUp = false;

  constructor(options: GovernorOptions) {
    this.#options = { initial: 4, ceiling: 52, cleanIntervalMs: 10_000, ...options };
    this.#onPause = options.onPause ?? (() => undefined);
    this.#limit = this.#options.initial;
    this.#grownAtMs = options.clock.now().getTime();
  }

  /** Requests allowed at a time, now. */
  get limit(): number {
    return this.#limit;
  }

  get active(): number {
    return this.#active;
  }

  /** Requests that wait for a turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** What everybody waits for, `null` when nothing. */
  get pause(): Pause | null {
    return this.#pause !== null && this.#pause.untilMs > this.#now() ? this.#pause : null;
  }

  /** Waits for a turn of `flow`; the answer gives it back. */
  async enter(flow: string, signal?: AbortSignal, kind: TurnKind = 'page'): Promise<() => void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        waiter.cancelled = true;
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = {
        flow,
        kind,
        cancelled: false,
        start: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#active -= 1;
      const count = (this.#underWay.get(flow) ?? 1) - 1;
      if (count === 0) this.#underWay.delete(flow);
      else this.#underWay.set(flow, count);
      this.#admit();
    };
  }

  /** Dataverse's recommendation, from any answer. */
  hinted(hint: number): void {
    const wanted = Math.max(1, Math.min(Math.trunc(hint), this.#options.ceiling));
    const first = this.#hint === null;
    this.#hint = wanted;
    if (first || this.#limit > wanted) this.#limit = wanted;
    this.#admit();
  }

  /** A 429: everybody waits, then half as many go on. */
  throttled(afterMs: number, reason: string): void {
    const untilMs = this.#now() + afterMs;
    // One burst of refusals is one event: those that were under way together do not halve again.
    if (this.pause === null) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#grownAtMs = Math.max(this.#grownAtMs, untilMs);
    if (this.#pause === null || untilMs > this.#pause.untilMs) {
      this.#pause = { untilMs, reason };
      this.#onPause(this.#pause);
    }
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  #admit(): void {
    if (this.pause !== null) {
      this.#wakeAfter(this.pause.untilMs - this.#now());
      return;
    }
    this.#grow();
    for (;;) {
      const free = this.#active < this.#limit;
      if (!free && (this.#active > this.#limit || this.#limit >= this.#options.ceiling)) return;
      const next = this.#takeFairest(free ? null : 'short');
      if (next === null) return;
      this.#active += 1;
      this.#underWay.set(next.flow, (this.#underWay.get(next.flow) ?? 0) + 1);
      next.start();
    }
  }

  #takeFairest(kind: TurnKind | null): Waiter | null {
    let best = -1;
    let fewest = Infinity;
    for (const [index, waiter] of this.#waiting.entries()) {
      if (kind !== null && waiter.kind !== kind) continue;
      const count = waiter.cancelled ? -1 : (this.#underWay.get(waiter.flow) ?? 0);
      if (count < fewest) [best, fewest] = [index, count];
      if (count < 0) break;
    }
    const [taken] = best < 0 ? [] : this.#waiting.splice(best, 1);
    if (taken === undefined) return null;
    return taken.cancelled ? this.#takeFairest(kind) : taken;
  }

  #grow(): void {
    const target = this.#hint ?? this.#options.initial;
    if (this.#limit >= target || this.#now() - this.#grownAtMs < this.#options.cleanIntervalMs) return;
    this.#limit += 1;
    this.#grownAtMs = this.#now();
  }

  #wakeAfter(ms: number): void {
    if (this.#wakesUp) return;
    this.#wakesUp = true;
    const wake = (): void => {
      this.#wakesUp = false;
      this.#admit();
    };
    this.#options.clock.sleep(ms).then(wake, wake);
  }
}
