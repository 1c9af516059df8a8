import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import type { Revocation } from '../../../domain/revocation.js';
import type { RevocationWriter } from '../../../ports/store/revocations.js';
import type { Db } from '../staging/bulk.js';

export class SqlRevocationWriter implements RevocationWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async revoke({ kind, value, at }: Revocation): Promise<void> {
    await this.#db
      .insertInto('revocation')
      .values({ kind, value, at: at.toISOString() })
      // Of two that say the same the later reaches further; an older one that comes late takes nothing back.
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'value'])
          .doUpdateSet({ at: (eb) => eb.ref('excluded.at') })
          .whereRef('excluded.at', '>', 'revocation.at'),
      )
      .execute();
  }
}

/** Ends the links that were made for the runs of a sync; those that ended before stay as they are. */
export async function endLinksOfSync(db: Db, dataSyncId: RowId, at: Date): Promise<void> {
  await sql`insert into revocation (kind, value, at)
    select 'run', run_id, ${at.toISOString()} from run where data_sync_id = ${dataSyncId}
    on conflict (kind, value) do nothing`.execute(db);
}
