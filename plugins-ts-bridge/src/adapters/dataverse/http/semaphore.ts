/** Lets `size` holders in at a time, in the order in which they asked. */
export class Semaphore {
  readonly #size: number;
  readonly #waiting: (() => void)[] = [];
  #held = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Resolves to a function that gives the place back; calling it twice gives back once. */
  async acquire(): Promise<() => void> {
    if (this.#held >= this.#size) await new Promise<void>((resume) => this.#waiting.push(resume));
    else this.#held += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#held -= 1;
      else next();
    };
  }
}
