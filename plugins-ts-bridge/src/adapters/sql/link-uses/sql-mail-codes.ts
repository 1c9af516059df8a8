import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { codeLifeMs, codesPerHour, codeTries, type MailCodes } from '../../../ports/store/links/mail-codes.js';
import type { Db } from '../staging/bulk.js';

const hourMs = 60 * 60_000;

export class SqlMailCodes implements MailCodes {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keep(name: string, sealed: string, now: Date): Promise<number> {
    const until = new Date(now.getTime() + codeLifeMs).toISOString();
    const since = now.toISOString();
    const hourAgo = new Date(now.getTime() - hourMs).toISOString();
    await this.#db.deleteFrom('mail_code').where('asked_since', '<', hourAgo).where('until', '<', since).execute();
    const { rows } = await sql<{ asked: number }>`insert into mail_code (name, sealed, until, tries, asked, asked_since)
      values (${name}, ${sealed}, ${until}, 0, 1, ${since})
      on conflict (name) do update set sealed = excluded.sealed, until = excluded.until, tries = 0,
        asked = case when mail_code.asked_since < ${hourAgo} then 1 else mail_code.asked + 1 end,
        asked_since = case when mail_code.asked_since < ${hourAgo} then excluded.asked_since else mail_code.asked_since end
      where mail_code.asked_since < ${hourAgo} or mail_code.asked < ${codesPerHour}
      returning asked`.execute(this.#db);
    if (rows.length === 1) return 0;
    const known = await this.#db
      .selectFrom('mail_code')
      .select('asked_since')
      .where('name', '=', name)
      .executeTakeFirst();
    const againMs = new Date(known?.asked_since ?? since).getTime() + hourMs - now.getTime();
    return Math.max(1, Math.ceil(againMs / 1_000));
  }

  async take(name: string, sealed: string, now: Date): Promise<boolean> {
    const { rows } = await sql<{ sealed: string }>`update mail_code set tries = tries + 1
      where name = ${name} and until > ${now.toISOString()} and tries < ${codeTries} returning sealed`.execute(
      this.#db,
    );
    const [kept] = rows;
    if (kept === undefined || !isSame(kept.sealed, sealed)) return false;
    // Of two that type it at once one gets the values; how often codes were asked for stays known.
    const used = await this.#db
      .updateTable('mail_code')
      .set({ until: now.toISOString() })
      .where('name', '=', name)
      .where('sealed', '=', kept.sealed)
      .where('until', '>', now.toISOString())
      .executeTakeFirst();
    return used.numUpdatedRows === 1n;
  }
}

function isSame(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
