import { documentedLimits, Throttled, type LimitKind } from './service-protection.js';

/** `POST /_emulator/throttle`: the next requests are answered 429, whatever the limits say. */
export class ThrottleOrders {
  #left = 0;
  #retryAfterSeconds = 1;
  #kind: LimitKind = 'requests';

  order(count: number, retryAfterSeconds: number, kind: LimitKind): void {
    this.#left = count;
    this.#retryAfterSeconds = retryAfterSeconds;
    this.#kind = kind;
  }

  get left(): number {
    return this.#left;
  }

  /** @throws Throttled while the order lasts. */
  check(): void {
    if (this.#left <= 0) return;
    this.#left--;
    throw new Throttled(this.#kind, documentedLimits, this.#retryAfterSeconds);
  }
}
