import { DataverseError } from '../model/dataverse-error.js';

/** What a request is made to suffer. `reset`: the connection breaks; `truncate`: half the body, then it breaks; `slow`: the body trickles. */
export type FaultKind = 'status' | 'reset' | 'truncate' | 'slow' | 'not-json';

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
}

export type Fault = Pick<FaultOrder, 'kind' | 'status' | 'milliseconds'>;

/** Orders for trouble, served in the order in which they came: the same orders and requests give the same faults. */
export class Faults {
  #orders: { order: FaultOrder; left: number; toSkip: number }[] = [];

  add(order: FaultOrder): void {
    this.#orders.push({ order, left: order.count, toSkip: order.afterMatches ?? 0 });
  }

  clear(): void {
    this.#orders = [];
  }

  get pending(): readonly FaultOrder[] {
    return this.#orders.map(({ order, left }) => ({ ...order, count: left }));
  }

  /** @param url path and query as sent, decoded where possible, so that a match can be written as people read it. */
  next(url: string): Fault | null {
    for (const entry of this.#orders) {
      if (entry.order.match !== undefined && !url.includes(entry.order.match)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip--;
        continue;
      }
      entry.left--;
      if (entry.left <= 0) this.#orders = this.#orders.filter((other) => other !== entry);
      return entry.order;
    }
    return null;
  }
}

/** The error a `status` fault answers with. */
export function faultError(fault: Fault): DataverseError {
  const status = fault.status ?? 503;
  return new DataverseError(status, '0x80040216', `The local Dataverse was told to answer ${status}.`);
}
