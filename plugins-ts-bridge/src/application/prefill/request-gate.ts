import { Budget } from './on-demand-reads.js';

interface GateLimits {
  /** Requests for one person in a minute that the store does not answer. */
  readonly perPerson: number;
  /** Such requests in a minute by links of one form. */
  readonly perForm: number;
  /** Such requests in a minute from one client address. Behind a proxy all clients are one. */
  readonly perClient: number;
}

/** Who asks. */
export interface Visitor {
  /** Whose link it is: table and id. */
  readonly person: string;
  /** Address of the form that the link opens; `null` where it does not say. */
  readonly form: string | null;
  /** Address of the client. */
  readonly client: string;
}

/** Keys that are remembered; the one that came least recently is forgotten first, with a full bucket. */
const mostKeys = 10_000;

/** Slows down whoever asks again and again for what the store does not hold. What it holds is answered to everybody. */
export class RequestGate {
  readonly #limits: GateLimits;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, Budget>();

  constructor(limits: GateLimits, now: () => Date) {
    this.#limits = limits;
    this.#now = now;
  }

  /** @returns 0 when the request may go on, else the seconds after which it may. */
  enter({ person, form, client }: Visitor): number {
    return Math.max(
      this.#bucket(`person ${person}`, this.#limits.perPerson).take(),
      form === null ? 0 : this.#bucket(`form ${form}`, this.#limits.perForm).take(),
      this.#bucket(`client ${client}`, this.#limits.perClient).take(),
    );
  }

  #bucket(key: string, perMinute: number): Budget {
    const bucket = this.#buckets.get(key) ?? new Budget(perMinute, this.#now);
    this.#buckets.delete(key);
    const oldest = this.#buckets.size >= mostKeys ? this.#buckets.keys().next() : null;
    if (oldest !== null && oldest.done !== true) this.#buckets.delete(oldest.value);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
