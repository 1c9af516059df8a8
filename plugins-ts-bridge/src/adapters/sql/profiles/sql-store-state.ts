import type { DeadLetter } from '../../../domain/outbox/dead-letter.js';
import type { StoreCounts, StoreState } from '../../../ports/store/profiles.js';
import { SqlOutboxReader } from '../ledger/outbox/sql-outbox.js';
import type { Db } from '../staging/bulk.js';
import { currentGenerations } from './current-generations.js';

export class SqlStoreState implements StoreState {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  exists(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async counts(): Promise<StoreCounts> {
    const open = await this.#db.selectFrom('run').select('phase').where('phase', '!=', 'ended').execute();
    const outbox = await this.#db
      .selectFrom('outbox')
      .select((eb) => [eb.fn.countAll<number | string>().as('n'), eb.fn.min<number | null>('added_ms').as('oldest')])
      // A mail that a server puts off waits for hours, as it should.
      .where('lane', 'not like', 'mail %')
      .executeTakeFirstOrThrow();
    const letters = await this.#db
      .selectFrom('dead_letter')
      .select((eb) => eb.fn.countAll<number | string>().as('n'))
      .executeTakeFirstOrThrow();
    const queuedRuns = open.filter((run) => run.phase === 'claim').length;
    const generations = await currentGenerations(this.#db);
    const profiles = generations.reduce((sum, current) => sum + current.contact_profiles + current.lead_profiles, 0);
    // The age of one of before its time was kept is not known.
    const oldestMs = outbox.oldest ?? 0;
    return {
      activeRuns: open.length - queuedRuns,
      queuedRuns,
      outboxEntries: Number(outbox.n),
      profiles,
      deadLetters: Number(letters.n),
      oldestOutboxSeconds: oldestMs === 0 ? 0 : Math.max(0, Math.round((Date.now() - oldestMs) / 1_000)),
      isNew: generations.length === 0,
    };
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return new SqlOutboxReader(this.#db).deadLetters(limit);
  }
}
