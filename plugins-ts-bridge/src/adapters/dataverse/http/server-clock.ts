import type { ServerClock } from '../../../ports/clock.js';

/** The header tells whole seconds. */
const resolutionMs = 1_000;

/** Where Dataverse's clock stands against this machine's steady one: somewhere between the two. */
interface Offset {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * Dataverse's clock, by the `Date` of its answers. Each answer was made between the request and its arrival, so it bounds
 * how far that clock is from a clock of this machine that no operator and no time server can set; several together bound it
 * to a fraction of a second. https://www.rfc-editor.org/rfc/rfc9110#name-date
 */
export class DataverseClock implements ServerClock {
  readonly #steadyMs: () => number;
  readonly #wallMs: () => number;
  #offset: Offset | null = null;

  /** @param steadyMs Milliseconds of a clock that only goes forward. */
  constructor(steadyMs: () => number = () => performance.now(), wallMs: () => number = () => Date.now()) {
    this.#steadyMs = steadyMs;
    this.#wallMs = wallMs;
  }

  /** For `heard`: when a request leaves. */
  leaving(): number {
    return this.#steadyMs();
  }

  /** @param date Header of an answer to the request that left at `leftMs`. */
  heard(date: string | undefined, leftMs: number): void {
    const said = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(said)) return;
    const one = { atLeast: said - this.#steadyMs(), atMost: said + resolutionMs - leftMs };
    const known = this.#offset ?? one;
    const both = { atLeast: Math.max(known.atLeast, one.atLeast), atMost: Math.min(known.atMost, one.atMost) };
    // They contradict each other when that clock was set, or after hours of drift: the newest answer is right.
    this.#offset = both.atLeast <= both.atMost ? both : one;
  }

  now(): Date {
    const offset = this.#offset;
    return new Date(offset === null ? this.#wallMs() : Math.floor(this.#steadyMs() + offset.atLeast));
  }

  get skewMs(): number | null {
    const offset = this.#offset;
    if (offset === null) return null;
    const own = this.#wallMs() - this.#steadyMs();
    if (own < offset.atLeast) return Math.round(own - offset.atLeast);
    return own > offset.atMost ? Math.round(own - offset.atMost) : 0;
  }
}
