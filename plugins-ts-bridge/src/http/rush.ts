/** Forms in a second from which on a mailing is being opened: one person at a time does not notice a few milliseconds. */
const formsInASecond = 50;

/** Notices that many open forms at a time, and says so, once. */
export class Rush {
  readonly #noticed: () => void;
  readonly #nowMs: () => number;
  #second = 0;
  #answered = 0;
  #said = false;

  /** @param nowMs Milliseconds of a clock that only goes forward. */
  constructor(noticed: () => void, nowMs = () => performance.now()) {
    this.#noticed = noticed;
    this.#nowMs = nowMs;
  }

  /** Somebody's form was filled in. */
  answered(): void {
    if (this.#said) return;
    const second = Math.floor(this.#nowMs() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#answered = 0;
    }
    this.#answered += 1;
    if (this.#answered < formsInASecond) return;
    this.#said = true;
    this.#noticed();
  }
}
