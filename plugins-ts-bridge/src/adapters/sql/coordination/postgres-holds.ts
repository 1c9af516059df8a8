import type { RangeHolds } from '../../../ports/range-holds.js';
import type { PostgresPresence } from './postgres-presence.js';

// Shared, so that nobody waits when two processes are at the same range.
const key = "hashtextextended('pmds range ' || $1::text, 0)";
const lock = `select pg_advisory_lock_shared(${key})`;
const unlock = `select pg_advisory_unlock_shared(${key})`;
const find = `select range from unnest($1::bigint[]) as range where exists (
  select 1 from pg_locks as held where held.locktype = 'advisory' and held.granted and held.objsubid = 1
    and held.database = (select oid from pg_database where datname = current_database())
    and (held.classid::bigint << 32) | held.objid::bigint = hashtextextended('pmds range ' || range::text, 0))`;

/**
 * Ranges that a process is at work on, as locks of its session: nothing is written, nobody waits for the answer, and the
 * server lets go of them at the moment the process dies.
 */
export class PostgresHolds implements RangeHolds {
  readonly #presence: PostgresPresence;
  /** How often each is held: a range may be handed out twice. */
  readonly #held = new Map<number, number>();

  constructor(presence: PostgresPresence) {
    this.#presence = presence;
    presence.onRenewed(() => {
      for (const [range, times] of this.#held) for (let time = 0; time < times; time += 1) this.#tell(lock, range);
    });
  }

  hold(range: number): void {
    this.#held.set(range, (this.#held.get(range) ?? 0) + 1);
    this.#tell(lock, range);
  }

  release(range: number): void {
    const times = this.#held.get(range) ?? 0;
    if (times > 1) this.#held.set(range, times - 1);
    else this.#held.delete(range);
    this.#tell(unlock, range);
  }

  async held(ranges: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await this.#presence.inSession<{ readonly range: string }>(find, [ranges]);
    return new Set(rows.map((row) => Number(row.range)));
  }

  #tell(statement: string, range: number): void {
    // While the session is broken nothing is held; the next one begins with what is held then.
    this.#presence.inSession(statement, [String(range)]).catch(() => undefined);
  }
}
