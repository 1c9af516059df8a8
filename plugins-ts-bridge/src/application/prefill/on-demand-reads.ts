import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { MemberRead, OnDemandSource } from './member-read.js';

interface OnDemandLimits {
  /** Reads of Dataverse in a minute, for all links together: runs keep the rest of the users' budget. */
  readonly readsPerMinute: number;
  /** How long nobody is asked again for somebody of whom nothing can be shown. */
  readonly missMs: number;
}

/** Members of whom the last answer is remembered; the oldest is forgotten first. */
const mostRemembered = 10_000;

interface Remembered {
  readonly read: MemberRead;
  readonly untilMs: number;
}

/** Keeps what strangers can make Dataverse do within bounds: answers that show nothing are remembered, reads are counted. */
export function boundedReads(source: OnDemandSource, limits: OnDemandLimits, now: () => Date): OnDemandSource {
  const remembered = new Map<string, Remembered>();
  const minute = new Budget(limits.readsPerMinute, now);
  const underWay = new Map<string, Promise<MemberRead>>();

  function remember(key: string, read: MemberRead, forMs: number): void {
    remembered.delete(key);
    const oldest = remembered.size >= mostRemembered ? remembered.keys().next() : null;
    if (oldest !== null && oldest.done !== true) remembered.delete(oldest.value);
    remembered.set(key, { read, untilMs: now().getTime() + forMs });
  }

  async function read(key: string, ...asked: Parameters<OnDemandSource['fetch']>): Promise<MemberRead> {
    const found = await source.fetch(...asked);
    if (found.kind !== 'profile') remember(key, found, limits.missMs);
    return found;
  }

  return {
    fetch(table: SelectableTable, id: RowId, columns, signal) {
      const key = `${table} ${id}`;
      const question = `${key} ${columns.join()}`;
      const shared = underWay.get(question);
      if (shared !== undefined) return shared;
      const known = remembered.get(key);
      if (known !== undefined && now().getTime() < known.untilMs) return Promise.resolve(known.read);
      remembered.delete(key);
      const waitSeconds = minute.take();
      if (waitSeconds > 0) return Promise.resolve({ kind: 'busy', retryAfterSeconds: waitSeconds });
      const fetched = read(key, table, id, columns, signal).finally(() => underWay.delete(question));
      underWay.set(question, fetched);
      return fetched;
    },
  };
}

/** So many a minute, spent at once or evenly: a bucket of tokens. */
export class Budget {
  readonly #perMinute: number;
  readonly #now: () => Date;
  #left: number;
  #atMs: number;

  constructor(perMinute: number, now: () => Date) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#left = perMinute;
    this.#atMs = now().getTime();
  }

  /** Takes one. @returns 0, or the seconds after which there is one again. */
  take(): number {
    // No time times endless is no number.
    if (this.#perMinute === Infinity) return 0;
    const nowMs = this.#now().getTime();
    // A clock that steps back must not take anything away.
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    this.#left = Math.min(this.#perMinute, this.#left + (passedMs * this.#perMinute) / 60_000);
    if (this.#left >= 1) {
      this.#left -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - this.#left) * 60) / this.#perMinute));
  }
}
