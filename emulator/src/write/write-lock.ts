/**
 * One transaction at a time. Row changes themselves are synchronous; only a transaction that waits for a webhook holds the others up,
 * as the platform's row locks would.
 */
export class WriteLock {
  #last: Promise<void> = Promise.resolve();
  #held = 0;

  /** @returns a function that gives the lock back; calling it again does nothing. */
  async acquire(): Promise<() => void> {
    const before = this.#last;
    let open: () => void = () => undefined;
    this.#last = new Promise((resolve) => (open = resolve));
    // Nobody holds it: not even a tick is lost.
    if (this.#held++ > 0) await before;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#held--;
      open();
    };
  }
}
