import { DataverseError } from '../model/dataverse-error.js';

/**
 * The service protection model: three limits per user, evaluated over a sliding window.
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export interface Limits {
  readonly on: boolean;
  /** Requests a user may send within the window. */
  readonly requests: number;
  /** Summed execution time of a user's requests within the window, in seconds. */
  readonly executionSeconds: number;
  readonly concurrent: number;
  readonly windowSeconds: number;
}

export const documentedLimits: Limits = {
  on: false,
  requests: 6000,
  executionSeconds: 1200,
  concurrent: 52,
  windowSeconds: 300,
};

export type LimitKind = 'requests' | 'time' | 'concurrency';

/** 429 with the seconds after which trying again can help. */
export class Throttled extends DataverseError {
  readonly retryAfterSeconds: number;

  constructor(kind: LimitKind, limits: Limits, retryAfterSeconds: number) {
    super(429, codes[kind], sentence(kind, limits));
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const codes = { requests: '0x80072322', time: '0x80072321', concurrency: '0x80072326' } as const;

function sentence(kind: LimitKind, limits: Limits): string {
  if (kind === 'requests') {
    return `Number of requests exceeded the limit of ${limits.requests} over time window of ${limits.windowSeconds} seconds.`;
  }
  if (kind === 'concurrency') return `Number of concurrent requests exceeded the limit of ${limits.concurrent}.`;
  const milliseconds = (limits.executionSeconds * 1000).toLocaleString('en-US');
  return `Combined execution time of incoming requests exceeded limit of ${milliseconds}  milliseconds over time window of ${limits.windowSeconds} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`;
}

interface UserLoad {
  /** Start times of the requests in the window, oldest first, and the milliseconds each took (0 while it runs). */
  readonly starts: number[];
  readonly ended: { readonly at: number; readonly tookMs: number }[];
  running: number;
  /** Sum of `ended`, in milliseconds. */
  usedMs: number;
  blockedUntil: number;
  lastKind: LimitKind;
}

/** Admits or refuses the requests of each user. Times are milliseconds of a monotonic clock given by the caller. */
export class ServiceProtection {
  readonly #users = new Map<string, UserLoad>();
  limits: Limits = documentedLimits;

  /**
   * Counts a request that begins. Call the returned function when it has been answered.
   * @throws Throttled; a refused request is not counted, but pushing on makes the wait longer, as documented.
   */
  begin(userId: string, nowMs: number): (endMs: number) => void {
    const load = this.#load(userId);
    if (this.limits.on) this.#check(load, nowMs);
    load.starts.push(nowMs);
    load.running++;
    return (endMs) => {
      load.running--;
      load.ended.push({ at: endMs, tookMs: endMs - nowMs });
      load.usedMs += endMs - nowMs;
    };
  }

  /** For the diagnostic headers: what is left of the request and time budgets. */
  remaining(userId: string, nowMs: number): { readonly requests: number; readonly seconds: number } {
    const load = this.#load(userId);
    this.#forget(load, nowMs);
    return {
      requests: Math.max(0, this.limits.requests - load.starts.length),
      seconds: Math.max(0, this.limits.executionSeconds - load.usedMs / 1000),
    };
  }

  reset(): void {
    this.#users.clear();
  }

  #check(load: UserLoad, nowMs: number): void {
    this.#forget(load, nowMs);
    if (load.running >= this.limits.concurrent) throw new Throttled('concurrency', this.limits, 1);
    if (load.blockedUntil > nowMs) {
      load.blockedUntil = Math.min(load.blockedUntil + 1000, nowMs + this.limits.windowSeconds * 1000);
      throw new Throttled(load.lastKind, this.limits, seconds(load.blockedUntil - nowMs));
    }
    const kind =
      load.starts.length >= this.limits.requests
        ? 'requests'
        : load.usedMs > this.limits.executionSeconds * 1000
          ? 'time'
          : null;
    if (kind === null) return;
    const oldest = kind === 'requests' ? load.starts[0] : load.ended[0]?.at;
    load.lastKind = kind;
    load.blockedUntil = (oldest ?? nowMs) + this.limits.windowSeconds * 1000;
    throw new Throttled(kind, this.limits, seconds(load.blockedUntil - nowMs));
  }

  #forget(load: UserLoad, nowMs: number): void {
    const from = nowMs - this.limits.windowSeconds * 1000;
    drop(load.starts, (at) => at <= from);
    for (const { tookMs } of drop(load.ended, ({ at }) => at <= from)) load.usedMs -= tookMs;
  }

  #load(userId: string): UserLoad {
    let load = this.#users.get(userId);
    if (load === undefined) {
      load = { starts: [], ended: [], running: 0, usedMs: 0, blockedUntil: 0, lastKind: 'requests' };
      this.#users.set(userId, load);
    }
    return load;
  }
}

/** Takes the old ones from the front, and returns them. */
function drop<T>(list: T[], isOld: (item: T) => boolean): T[] {
  const [first] = list;
  if (first === undefined || !isOld(first)) return [];
  const kept = list.findIndex((item) => !isOld(item));
  return list.splice(0, kept < 0 ? list.length : kept);
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
