import type { OpenRange } from '../../ports/work.js';
import type { RangeHolds } from '../../ports/range-holds.js';

interface Seen {
  readonly page: number;
  /** Since when it stands there, or was sent last. */
  readonly sinceMs: number;
  /** Looks at which nobody was at work on it. */
  readonly idleLooks: number;
}

const lookEveryMs = 500;
/** A job that waits is held by nobody either, and one that was taken this moment is not yet: one look is not enough. */
const looksToBelieve = 2;

/**
 * Which ranges of a stage have to be sent: each once at the beginning, then those that nobody is at work on. Sending one
 * whose job still waits changes nothing.
 */
export class StalledRanges {
  readonly #holds: RangeHolds;
  readonly #stalledMs: number;
  readonly #seen = new Map<number, Seen>();
  #lookedMs = 0;

  /** @param stalledMs A range that stands for so long is sent though it is held: its machine may have vanished. */
  constructor(holds: RangeHolds, stalledMs: number) {
    this.#holds = holds;
    this.#stalledMs = stalledMs;
  }

  async toSend(open: readonly OpenRange[], nowMs: number): Promise<readonly number[]> {
    const idle = await this.#idle(open, nowMs);
    const send: number[] = [];
    for (const { range, page } of open) {
      const before = this.#seen.get(range);
      const stands = before?.page === page;
      const looks = stands && idle !== null ? (idle.has(range) ? before.idleLooks + 1 : 0) : (before?.idleLooks ?? 0);
      const stalled = stands && (looks >= looksToBelieve || nowMs - before.sinceMs >= this.#stalledMs);
      if (before === undefined || stalled) send.push(range);
      const fresh = !stands || stalled;
      this.#seen.set(range, { page, sinceMs: fresh ? nowMs : before.sinceMs, idleLooks: fresh ? 0 : looks });
    }
    return send;
  }

  /** Ranges that stand and that nobody is at work on; `null` when it is too early to look again. */
  async #idle(open: readonly OpenRange[], nowMs: number): Promise<ReadonlySet<number> | null> {
    if (nowMs - this.#lookedMs < lookEveryMs) return null;
    this.#lookedMs = nowMs;
    const standing = open.filter(({ range, page }) => {
      const before = this.#seen.get(range);
      return before?.page === page && nowMs - before.sinceMs >= lookEveryMs;
    });
    if (standing.length === 0) return new Set();
    const numbers = standing.map(({ range }) => range);
    const held = await this.#holds.held(numbers);
    return new Set(numbers.filter((range) => !held.has(range)));
  }
}
