import { sql } from 'kysely';
import { allowed, heard, nothingSaid, placesOf, type Said, type UserLimit } from '../../../domain/user-limit.js';
import type { UserLimits, UserStanding } from '../../../ports/store/user-limits.js';
import type { Db } from '../staging/bulk.js';
import { noticeChannel, ownerIsGone } from './postgres-presence.js';
import { limitOf, rowOf, shifted } from './user-limit-codec.js';

/** The process among others on one PostgreSQL. */
export interface SharingProcess {
  readonly owner: string;
  /** Calls back when another process says that something changed. */
  readonly listen: (changed: () => void) => void;
}

/** Dataverse's words per application user on either database; places only where several processes share one. */
export class SqlUserLimits implements UserLimits {
  readonly #db: Db;
  readonly #process: SharingProcess | null;

  constructor(db: Db, process: SharingProcess | null = null) {
    this.#db = db;
    this.#process = process;
  }

  onChange(changed: () => void): void {
    this.#process?.listen(changed);
  }

  async note(user: string, said: readonly Said[], nowMs: number): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      await lockUser(db, user);
      const { most } = await this.#aheadMs(db, nowMs);
      const before = shifted(await readLimit(db, user), -most);
      const after = said.reduce((limit, next) => heard(limit, next, nowMs), before);
      if (after === before) return;
      const row = rowOf(shifted(after, most));
      await db.updateTable('user_limit').set(row).where('user_key', '=', user).execute();
      await this.#tell(db, user);
    });
  }

  async look(user: string, busy: number, nowMs: number): Promise<UserStanding> {
    const { least } = await this.#aheadMs(this.#db, nowMs);
    const limit = shifted(await readLimit(this.#db, user), -least);
    if (this.#process === null) return { limit, places: null };
    const all = allowed(limit, nowMs);
    const { has, places } = await this.#share(this.#db, user, all, busy);
    if (has === places) return { limit, places };
    return { limit, places: await this.#take(user, all, busy, this.#process.owner) };
  }

  /** Changes the share, counted again while nobody else can. */
  #take(user: string, all: number, busy: number, owner: string): Promise<number> {
    return this.#db.transaction().execute(async (db) => {
      await lockUser(db, user);
      await db.deleteFrom('user_place').where('user_key', '=', user).where(ownerIsGone('user_place.owner')).execute();
      const { places } = await this.#share(db, user, all, busy);
      await db
        .insertInto('user_place')
        .values({ user_key: user, owner, places })
        .onConflict((conflict) => conflict.columns(['user_key', 'owner']).doUpdateSet({ places }))
        .execute();
      await this.#tell(db, user);
      return places;
    });
  }

  /** @returns `has` is `null` for a process that has not asked before. */
  async #share(
    db: Db,
    user: string,
    all: number,
    busy: number,
  ): Promise<{ readonly has: number | null; readonly places: number }> {
    const rows = await db
      .selectFrom('user_place')
      .select(['owner', 'places'])
      .where('user_key', '=', user)
      .where((eb) => eb.or([eb('owner', '=', this.#process?.owner ?? ''), eb.not(ownerIsGone('user_place.owner'))]))
      .execute();
    const owner = this.#process?.owner ?? '';
    const has = rows.find((row) => row.owner === owner)?.places ?? null;
    const others = rows.filter((row) => row.owner !== owner);
    const share = {
      rank: others.filter((row) => row.owner < owner).length,
      processes: others.length + 1,
      has: has ?? 0,
      busy,
      others: others.reduce((sum, row) => sum + row.places, 0),
    };
    return { has, places: placesOf(all, share) };
  }

  /**
   * How far the database's clock, which all processes share, is ahead. The way there takes time: whoever notes takes the
   * most and whoever looks the least, so that a pause ends late rather than early.
   */
  async #aheadMs(db: Db, nowMs: number): Promise<{ readonly most: number; readonly least: number }> {
    if (this.#process === null) return { most: 0, least: 0 };
    const asked = performance.now();
    const { rows } = await sql<{ now: number }>`
      select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
    const most = (rows[0]?.now ?? nowMs) - nowMs;
    return { most, least: most - Math.ceil(performance.now() - asked) };
  }

  async #tell(db: Db, user: string): Promise<void> {
    if (this.#process !== null) await sql`select pg_notify(${noticeChannel}, ${user})`.execute(db);
  }
}

/** Makes the row where there is none, and keeps others from changing it until the transaction ends. */
async function lockUser(db: Db, user: string): Promise<void> {
  await db
    .insertInto('user_limit')
    .values({ user_key: user })
    .onConflict((conflict) => conflict.column('user_key').doUpdateSet({ user_key: user }))
    .execute();
}

async function readLimit(db: Db, user: string): Promise<UserLimit> {
  const row = await db.selectFrom('user_limit').selectAll().where('user_key', '=', user).executeTakeFirst();
  return row === undefined ? nothingSaid : limitOf(row);
}
