import {
  allowed,
  heard,
  nothingSaid,
  pauseAt,
  usualRules,
  type LimitRules,
  type Pause,
  type Said,
  type UserLimit,
} from '../../../domain/user-limit.js';
import { nextInLine } from '../../../domain/send-order.js';
import type { Clock } from '../../../ports/clock.js';

export interface GovernorOptions extends Partial<LimitRules> {
  readonly clock: Clock;
  readonly onPause?: (pause: Pause) => void;
  /** Told what is new of what Dataverse says, so that others who sign in as the same user hear it. */
  readonly onSaid?: (said: Said) => void;
}

/**
 * A page keeps a server busy for seconds, everything else for milliseconds: a run's claim, metadata and reports, one after
 * the other, would each wait for somebody's page.
 */
export type TurnKind = 'page' | 'short';

export interface TurnRequest {
  /** Whose turn it is, usually a run. */
  readonly flow: string;
  readonly kind?: TurnKind;
  /** When the first mail of the run is planned; who is planned soonest comes first. */
  readonly plannedSend?: Date | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly flow: string;
  readonly kind: TurnKind;
  readonly plannedSend: Date | null;
  readonly start: () => void;
}

/**
 * How many requests one application user has under way. Starts at the hint of the first answer (`x-ms-dop-hint`), halves
 * on 429, grows by one per clean interval, and makes everybody wait for `Retry-After`. Flows (runs) take turns, the one
 * with the fewest requests under way first, so that a small run is not stuck behind a large one; a run whose mail is
 * planned has most of the turns (`send-order.ts`). Beside the pages there is one more place for short requests.
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export class Governor {
  readonly #clock: Clock;
  readonly #rules: LimitRules;
  readonly #onPause: (pause: Pause) => void;
  readonly #onSaid: (said: Said) => void;
  /** In the order they came. */
  readonly #waiting = new Set<Waiter>();
  readonly #underWay = new Map<string, number>();
  #active = 0;
  #turn = 0;
  #said: UserLimit = nothingSaid;
  #places = Infinity;
  #wakesUp = false;

  constructor({ clock, onPause, onSaid, ...rules }: GovernorOptions) {
    this.#clock = clock;
    this.#rules = { ...usualRules, ...rules };
    this.#onPause = onPause ?? (() => undefined);
    this.#onSaid = onSaid ?? (() => undefined);
  }

  /** Requests allowed at a time, now; 0 while other processes still have all places. */
  get limit(): number {
    return Math.min(this.#places, this.#all);
  }

  get active(): number {
    return this.#active;
  }

  /** Requests that wait for a turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** What everybody waits for, `null` when nothing. */
  get pause(): Pause | null {
    return pauseAt(this.#said, this.#now());
  }

  /** Waits for a turn; the answer gives it back. */
  async enter({ flow, kind = 'page', plannedSend = null, signal }: TurnRequest): Promise<() => void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(waiter);
        reject(signal?.reason as Error);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiter: Waiter = { flow, kind, plannedSend, start };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiter);
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
    this.#hear({ kind: 'hint', hint });
  }

  /** A 429: everybody waits, then half as many go on. */
  throttled(afterMs: number, reason: string): void {
    this.#hear({ kind: 'refusal', pause: { untilMs: this.#now() + afterMs, reason } });
  }

  /**
   * Goes by what all processes together know.
   * @param places Requests that are left to this one; `null` for all.
   */
  adopt(known: UserLimit, places: number | null): void {
    this.#places = places ?? Infinity;
    // What this one was told last may not have reached the others yet; no pause ever gets shorter.
    const { pause } = this;
    const keep = pause !== null && pause.untilMs > (known.pause?.untilMs ?? 0);
    this.#take(keep ? { ...known, pause } : known);
  }

  /** Requests allowed to all processes together. */
  get #all(): number {
    return allowed(this.#said, this.#now(), this.#rules);
  }

  #hear(said: Said): void {
    const known = heard(this.#said, said, this.#now(), this.#rules);
    if (known === this.#said) return;
    this.#onSaid(said);
    this.#take(known);
  }

  #take(known: UserLimit): void {
    const before = this.pause;
    this.#said = known;
    const { pause } = this;
    if (pause !== null && pause.untilMs !== before?.untilMs) this.#onPause(pause);
    this.#admit();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  #admit(): void {
    if (this.pause !== null) {
      this.#wakeAfter(this.pause.untilMs - this.#now());
      return;
    }
    const { limit } = this;
    for (;;) {
      const free = this.#active < limit;
      if (!free && (this.#active > limit || this.#all >= this.#rules.ceiling)) return;
      const next = this.#takeNext(free ? null : 'short');
      if (next === null) return;
      this.#active += 1;
      this.#underWay.set(next.flow, (this.#underWay.get(next.flow) ?? 0) + 1);
      next.start();
    }
  }

  #takeNext(kind: TurnKind | null): Waiter | null {
    const line = [...this.#waiting]
      .filter((waiter) => kind === null || waiter.kind === kind)
      .map((waiter) => ({ waiter, plannedSend: waiter.plannedSend, underWay: this.#underWay.get(waiter.flow) ?? 0 }));
    const given = nextInLine(line, this.#turn);
    if (given === null) return null;
    const { waiter } = given.next;
    this.#turn = given.turn;
    this.#waiting.delete(waiter);
    return waiter;
  }

  #wakeAfter(ms: number): void {
    if (this.#wakesUp) return;
    this.#wakesUp = true;
    const wake = (): void => {
      this.#wakesUp = false;
      this.#admit();
    };
    this.#clock.sleep(ms).then(wake, wake);
  }
}
