/**
 * Memory for bodies of pages, used again once a page has been read. With memory of its own for each page of megabytes the
 * engine collects garbage every third page, on cores that the sync and those who open forms need.
 */
export class PageMemory {
  readonly #kept: number;
  readonly #free: Buffer[] = [];
  #usual = 0;

  /** @param kept Memories that are held ready; with none, each is for one body. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Memory of `bytes` or more as a rule, less where smaller memory is free; whatever stood in it before stands in it. */
  take(bytes: number): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(Math.max(this.#usual, bytes));
  }

  /** Memory of at least `bytes` with the first `used` bytes of `memory`, which is given up. */
  grow(memory: Buffer, used: number, bytes: number): Buffer {
    const size = 2 ** Math.ceil(Math.log2(bytes));
    if (this.#kept > 0) this.#usual = Math.max(this.#usual, size);
    const larger = Buffer.allocUnsafeSlow(size);
    memory.copy(larger, 0, 0, used);
    return larger;
  }

  /** Nobody may look at `memory` afterwards. */
  giveBack(memory: Buffer): void {
    if (memory.length === 0 || this.#free.includes(memory)) return;
    if (this.#free.length < this.#kept) this.#free.push(memory);
  }
}
