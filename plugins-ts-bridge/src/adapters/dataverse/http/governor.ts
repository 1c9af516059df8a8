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
import { pauseMs, usualLongestPauseMs } from '../../../domain/retry-policy.js';
import { nextInLine } from '../../../domain/run/send-order.js';
import type { Clock } from '../../../ports/clock.js';

interface GovernorOptions extends Partial<LimitRules> {
  readonly clock: Clock;
  /** 0 to 1, for spreading those who were refused together. */
  readonly random?: () => number;
  /** The longest pause, in milliseconds, whoever asked for it; then Dataverse is asked again. */
  readonly longestPauseMs?: number;
  readonly onPause?: (pause: Pause) => void;
  /** Told what is new of what Dataverse says, so that others who sign in as the same user hear it. */
  readonly onSaid?: (said: Said) => void;
}

/**
 * A page keeps a server busy for seconds, everything else for milliseconds: a run's claim, metadata and reports, one after
 * the other, would each wait for somebody's page.
 */
export type TurnKind =
  | 'page'
  | 'short'
  /** Says that somebody waits; does not wait for that itself. */
  | 'notice';

interface TurnRequest {
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
  readonly #random: () => number;
  readonly #longestPauseMs: number;
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
  /** Refusals since the last answer; those that were under way together count once. */
  #refusals = 0;
  /** A pause that others noted, as it was noted, and when it ends here at the latest. */
  #adopted: { readonly untilMs: number; readonly atLatestMs: number } = { untilMs: 0, atLatestMs: 0 };

  constructor({ clock, random, longestPauseMs, onPause, onSaid, ...rules }: GovernorOptions) {
    this.#clock = clock;
    this.#random = random ?? Math.random;
    this.#longestPauseMs = longestPauseMs ?? usualLongestPauseMs;
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
  enter({ flow, kind = 'page', plannedSend = null, signal }: TurnRequest): Promise<() => void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (kind === 'notice') return Promise.resolve(this.#begin(flow));
    return new Promise<() => void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(waiter);
        reject(signal?.reason as Error);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(this.#begin(flow));
      };
      const waiter: Waiter = { flow, kind, plannedSend, start };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiter);
      this.#admit();
    });
  }

  /** Dataverse answered: what it refuses from now on is news again. */
  answered(): void {
    this.#refusals = 0;
  }

  #begin(flow: string): () => void {
    this.#active += 1;
    this.#underWay.set(flow, (this.#underWay.get(flow) ?? 0) + 1);
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

  /**
   * A 429: everybody waits, then half as many go on.
   * @param afterMs What was asked for; `null` where nothing was named that can be read.
   */
  throttled(afterMs: number | null, reason: string): void {
    const now = this.#now();
    if (pauseAt(this.#said, now) === null) this.#refusals += 1;
    const untilMs = now + pauseMs(afterMs, Math.max(1, this.#refusals), this.#random, this.#longestPauseMs);
    this.#hear({ kind: 'refusal', pause: { untilMs, reason } }, now);
  }

  /**
   * Goes by what all processes together know. A pause that somebody noted who would wait longer ends here after the
   * longest one of this process, counted from when it was heard of.
   * @param places Requests that are left to this one; `null` for all.
   */
  adopt(known: UserLimit, places: number | null): void {
    const now = this.#now();
    this.#places = places ?? Infinity;
    const noted = known.pause;
    if (noted !== null && noted.untilMs !== this.#adopted.untilMs) {
      this.#adopted = { untilMs: noted.untilMs, atLatestMs: now + this.#longestPauseMs };
    }
    const heardOf = noted === null ? null : { ...noted, untilMs: Math.min(noted.untilMs, this.#adopted.atLatestMs) };
    // What this one was told last may not have reached the others yet; no pause ever gets shorter.
    const own = pauseAt(this.#said, now);
    const keep = own !== null && own.untilMs > (heardOf?.untilMs ?? 0);
    this.#take({ ...known, pause: keep ? own : heardOf }, now);
  }

  /** Requests allowed to all processes together. */
  get #all(): number {
    return allowed(this.#said, this.#now(), this.#rules);
  }

  #hear(said: Said, now = this.#now()): void {
    const known = heard(this.#said, said, now, this.#rules);
    if (known === this.#said) return;
    this.#onSaid(said);
    this.#take(known, now);
  }

  #take(known: UserLimit, now: number): void {
    const before = pauseAt(this.#said, now);
    this.#said = known;
    const pause = pauseAt(known, now);
    if (pause !== null && pause.untilMs !== before?.untilMs) this.#onPause(pause);
    this.#admit();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  #admit(): void {
    // The time is read once: a pause that is there may be over at the second look.
    const now = this.#now();
    const pause = pauseAt(this.#said, now);
    if (pause !== null) {
      if (this.#waiting.size > 0) this.#wakeAfter(pause.untilMs - now);
      return;
    }
    const { limit } = this;
    for (;;) {
      const free = this.#active < limit;
      if (!free && (this.#active > limit || this.#all >= this.#rules.ceiling)) return;
      const next = this.#takeNext(free ? null : 'short');
      if (next === null) return;
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
