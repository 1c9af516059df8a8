import type { MemberChange } from '../../domain/member/member-change.js';
import type { IntakeStore } from '../../ports/store/intake.js';

/**
 * Keeps changes that come together in one transaction, so that ten thousand deletions wait for the disk a hundred times and
 * not ten thousand times. Everybody is answered after his own are on disk.
 */
export class GatheredChanges {
  readonly #intake: Pick<IntakeStore, 'addChanges'>;
  #waiting: MemberChange[] = [];
  #next: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(intake: Pick<IntakeStore, 'addChanges'>) {
    this.#intake = intake;
  }

  /** Resolves when they are on disk. */
  add(changes: readonly MemberChange[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    this.#waiting.push(...changes);
    this.#next ??= this.#keepNext(this.#last);
    return this.#next;
  }

  async #keepNext(before: Promise<unknown>): Promise<void> {
    await before;
    // Whatever else arrived by now comes along.
    await new Promise((resolve) => setImmediate(resolve));
    const changes = this.#waiting;
    this.#waiting = [];
    this.#next = null;
    const kept = this.#intake.addChanges(changes);
    this.#last = kept.catch(() => undefined);
    await kept;
  }
}
