import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { FetchedProfile, IntakeEntry, IntakeSource, IntakeStore } from '../../../ports/store/intake.js';
import type { PurgeOrders, PurgeScope } from '../../../ports/store/purge.js';
import type { Db } from '../staging/bulk.js';
import { entryOf, namesOf, purgeName, waitingProfile } from './intake-codec.js';
import { NamedIntake, type EntryContent } from './named-intake.js';

/** The intake as a table beside the ledger. Several processes may move it at once: moving is idempotent. */
export class PostgresIntake extends NamedIntake implements IntakeStore, IntakeSource, PurgeOrders {
  readonly #db: Db;

  constructor(db: Db) {
    super();
    this.#db = db;
  }

  async waitsPurge(scope: PurgeScope): Promise<boolean> {
    const row = await this.#db
      .selectFrom('intake')
      .select('seq')
      .where('name', '=', purgeName(scope))
      .executeTakeFirst();
    return row !== undefined;
  }

  async waitingOf(id: RowId): Promise<number> {
    return (await this.#db.selectFrom('intake').select('seq').where('name', 'in', namesOf(id)).execute()).length;
  }

  async hasStart(runId: SyncRunId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('intake')
      .select('seq')
      .where('name', 'like', `start ${runId} %`)
      .executeTakeFirst();
    return row !== undefined;
  }

  async findProfile(table: SelectableTable, id: RowId): Promise<FetchedProfile | null> {
    const row = await this.#db
      .selectFrom('intake')
      .select(['seq', 'body'])
      .where('name', '=', `profile ${table} ${id}`)
      .executeTakeFirst();
    return waitingProfile(row);
  }

  async take(limit: number): Promise<readonly IntakeEntry[]> {
    const rows = await this.#db.selectFrom('intake').select(['seq', 'body']).orderBy('seq').limit(limit).execute();
    return rows.map(entryOf);
  }

  async forget(seqs: readonly number[]): Promise<void> {
    if (seqs.length > 0) await this.#db.deleteFrom('intake').where('seq', 'in', seqs).execute();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.destroy();
  }

  protected async replace(name: string, content: EntryContent, besides: readonly string[] = []): Promise<void> {
    const body = JSON.stringify(content);
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('intake')
        .where('name', 'in', [name, ...besides])
        .execute();
      await transaction
        .insertInto('intake')
        .values({ name, body })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ body }))
        .execute();
    });
  }

  protected async keep(name: string, content: EntryContent): Promise<void> {
    await this.#db
      .insertInto('intake')
      .values({ name, body: JSON.stringify(content) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  }
}
