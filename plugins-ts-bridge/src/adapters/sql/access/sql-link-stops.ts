import type { LinkStops } from '../../../ports/store/responses/access-log.js';
import type { Db } from '../staging/bulk.js';

export class SqlLinkStops implements LinkStops {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async stop(formKey: string, at: Date): Promise<boolean> {
    const row = await this.#db
      .insertInto('link_stop')
      .values({ form_key: formKey, stopped_at: at.toISOString(), released_at: null })
      .onConflict((conflict) =>
        conflict
          .column('form_key')
          .doUpdateSet({ stopped_at: at.toISOString() })
          .where('link_stop.stopped_at', 'is', null),
      )
      .returning('form_key')
      .executeTakeFirst();
    return row !== undefined;
  }

  async release(formKey: string, at: Date): Promise<boolean> {
    const row = await this.#db
      .updateTable('link_stop')
      .set({ stopped_at: null, released_at: at.toISOString() })
      .where('form_key', '=', formKey)
      .where('stopped_at', 'is not', null)
      .returning('form_key')
      .executeTakeFirst();
    return row !== undefined;
  }

  async releasedAt(formKey: string): Promise<Date | null> {
    const row = await this.#db
      .selectFrom('link_stop')
      .select('released_at')
      .where('form_key', '=', formKey)
      .executeTakeFirst();
    return row?.released_at === undefined || row.released_at === null ? null : new Date(row.released_at);
  }
}
