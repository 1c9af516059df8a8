import { setImmediate } from 'node:timers/promises';

/**
 * Makes pages one per turn of the event loop. Timers that end together are called together, without a look at the network
 * in between: requests that came meanwhile would only begin to wait when all those pages are made, and pages that met
 * once would meet for ever, which no server with more than one core does.
 */
export class PageTurns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, in the order of asking. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => setImmediate());
    return this.#last;
  }
}
