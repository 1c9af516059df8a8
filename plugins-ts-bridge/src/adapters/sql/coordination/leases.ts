import type { SyncRunId } from '@pmds/contracts/ids';
import { sql, type RawBuilder } from 'kysely';
import type { Leases } from '../../../ports/store/leases.js';
import type { Db } from '../staging/bulk.js';

/** A run belongs to one process at a time, for as long as it says so often enough. */
export class SqlLeases implements Leases {
  readonly #db: Db;
  readonly #ownerIsGone: RawBuilder<boolean>;

  /** @param ownerIsGone Of the table `run`: the owner of the lease is known to be dead; nobody waits for its time to run out. */
  constructor(db: Db, ownerIsGone: RawBuilder<boolean> = sql<boolean>`1 = 0`) {
    this.#db = db;
    this.#ownerIsGone = ownerIsGone;
  }

  async acquire(runId: SyncRunId, owner: string, untilMs: number, nowMs: number): Promise<boolean> {
    const taken = await this.#db
      .updateTable('run')
      .set({ lease_owner: owner, lease_until_ms: untilMs })
      .where('run_id', '=', runId)
      .where('phase', '!=', 'ended')
      .where((eb) =>
        eb.or([
          eb('lease_owner', 'is', null),
          eb('lease_owner', '=', owner),
          eb('lease_until_ms', '<', nowMs),
          this.#ownerIsGone,
        ]),
      )
      .executeTakeFirst();
    return taken.numUpdatedRows > 0n;
  }

  async renew(runId: SyncRunId, owner: string, untilMs: number): Promise<boolean> {
    const renewed = await this.#db
      .updateTable('run')
      .set({ lease_until_ms: untilMs })
      .where('run_id', '=', runId)
      .where('lease_owner', '=', owner)
      .executeTakeFirst();
    return renewed.numUpdatedRows > 0n;
  }

  async release(runId: SyncRunId, owner: string): Promise<void> {
    await this.#db
      .updateTable('run')
      .set({ lease_owner: null, lease_until_ms: 0 })
      .where('run_id', '=', runId)
      .where('lease_owner', '=', owner)
      .execute();
  }

  async announce(owner: string, chains: number, untilMs: number): Promise<void> {
    const values = { chains, until_ms: untilMs };
    await this.#db
      .insertInto('worker')
      .values({ owner, ...values })
      .onConflict((conflict) => conflict.column('owner').doUpdateSet(values))
      .execute();
  }

  async announced(nowMs: number): Promise<number> {
    const row = await this.#db
      .selectFrom('worker')
      .select((eb) => eb.fn.sum<number | null>('chains').as('chains'))
      .where('until_ms', '>', nowMs)
      .executeTakeFirst();
    return row?.chains ?? 0;
  }
}
