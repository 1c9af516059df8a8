import { setMaxListeners } from 'node:events';
import { DataverseError } from '../model/dataverse-error.js';

/**
 * What a request is made to suffer. `reset`: the connection breaks; `truncate`: half the body, then it breaks; `half`: half
 * the body as if that were all of it; `slow`: the body trickles; `not-json`: a web page with 200; `page`: a web page with the
 * status, as gateways, proxies and firewalls send it; `redirect`: to somewhere else; `empty`: the status and no content;
 * `sign-in`: the token endpoint refuses with the number in `code`; `claims`: a claims challenge, as Conditional Access sends it.
 */
export const faultKinds = [
  'status',
  'reset',
  'truncate',
  'half',
  'slow',
  'not-json',
  'page',
  'redirect',
  'empty',
  'sign-in',
  'claims',
] as const;
type FaultKind = (typeof faultKinds)[number];

export interface FaultOrder {
  readonly kind: FaultKind;
  /** For `status`; 503 when left out. */
  readonly status?: number;
  /** How many requests suffer it. */
  readonly count: number;
  /** Only requests whose URL contains this text. */
  readonly match?: string;
  /** So many matching requests are let through first. */
  readonly afterMatches?: number;
  /** For `slow`: how long the body takes in all. */
  readonly milliseconds?: number;
  /** Parts of a `$batch` suffer it, the batch around them does not. The body and connection are the batch's: not for `reset`, `truncate` and `slow`. */
  readonly part?: boolean;
  /** `Retry-After` of a `status` or `page`, as it stands. */
  readonly retryAfter?: string;
  /** Code of Dataverse's error in a `status`. */
  readonly code?: string;
}

export type Fault = Pick<FaultOrder, 'kind' | 'status' | 'milliseconds' | 'retryAfter' | 'code'>;

/** A fault that a request meets. */
export interface MetFault extends Fault {
  /** Aborted when the orders are forgotten: what still trickles then comes at once. */
  readonly over: AbortSignal;
}

/** Orders for trouble, served in the order in which they came: the same orders and requests give the same faults. */
export class Faults {
  #fired = 0;
  #over = newEnd();
  #orders: { order: FaultOrder; left: number; toSkip: number }[] = [];

  add(order: FaultOrder): void {
    this.#orders.push({ order, left: order.count, toSkip: order.afterMatches ?? 0 });
  }

  clear(): void {
    this.#orders = [];
    this.#over.abort();
    this.#over = newEnd();
  }

  get pending(): readonly FaultOrder[] {
    return this.#orders.map(({ order, left }) => ({ ...order, count: left }));
  }

  /** Requests and parts that have suffered a fault since the start. */
  get fired(): number {
    return this.#fired;
  }

  /** @param url path and query as sent, decoded where possible, so that a match can be written as people read it. */
  next(url: string, where: 'web-api' | 'part' | 'sign-in' = 'web-api'): MetFault | null {
    for (const entry of this.#orders) {
      if ((entry.order.part ?? false) !== (where === 'part')) continue;
      // Whoever orders trouble for any request means the Web API.
      if (where === 'sign-in' && entry.order.match === undefined) continue;
      if (entry.order.match !== undefined && !url.includes(entry.order.match)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip--;
        continue;
      }
      entry.left--;
      this.#fired++;
      if (entry.left <= 0) this.#orders = this.#orders.filter((other) => other !== entry);
      return { ...entry.order, over: this.#over.signal };
    }
    return null;
  }
}

/** Any number of slow answers wait for one end. */
function newEnd(): AbortController {
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  return end;
}

/** The error a `status` fault answers with. */
export function faultError(fault: Fault): DataverseError {
  const status = fault.status ?? 503;
  return new DataverseError(status, fault.code ?? '0x80040216', `The local Dataverse was told to answer ${status}.`);
}
