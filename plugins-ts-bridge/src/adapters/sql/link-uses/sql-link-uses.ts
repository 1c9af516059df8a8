import { sql } from 'kysely';
import type { LinkUseCounter } from '../../../ports/store/links/link-uses.js';
import type { Db } from '../staging/bulk.js';

/** How often what expired is forgotten, in milliseconds. */
const forgetEveryMs = 60 * 60_000;

export class SqlLinkUses implements LinkUseCounter {
  readonly #db: Db;
  #forgetAtMs = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  async use(name: string, most: number, until: Date): Promise<boolean> {
    await this.#forget();
    // One statement: of several that come at once each finds what the others have counted.
    const { rows } = await sql<{ uses: number }>`insert into link_use (name, uses, until)
      values (${name}, 1, ${until.toISOString()})
      on conflict (name) do update set uses = link_use.uses + 1 where link_use.uses < ${most}
      returning uses`.execute(this.#db);
    return rows.length === 1;
  }

  async #forget(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs < this.#forgetAtMs) return;
    this.#forgetAtMs = nowMs + forgetEveryMs;
    await this.#db.deleteFrom('link_use').where('until', '<', new Date(nowMs).toISOString()).execute();
  }
}
