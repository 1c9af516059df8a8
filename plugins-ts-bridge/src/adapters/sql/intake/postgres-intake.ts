import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { FetchedProfile, IntakeEntry, IntakeSource, IntakeStore } from '../../../ports/store/intake.js';
import type { PurgeOrders, PurgeScope } from '../../../ports/store/purge.js';
import type { ResponseIntake } from '../../../ports/store/responses/submissions.js';
import { sql } from 'kysely';
import type { Db } from '../staging/bulk.js';
import { aside, entryOf, namesOf, purgeName, waitingProfile, type EntryRow } from './intake-codec.js';
import { NamedIntake, type EntryContent, type NamedEntry } from './named-intake.js';

const rowsPerStatement = 500;

/** The intake as a table beside the ledger. Several processes may move it at once: moving is idempotent. */
export class PostgresIntake extends NamedIntake implements IntakeStore, ResponseIntake, IntakeSource, PurgeOrders {
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
    return waitingProfile(await this.find(`profile ${table} ${id}`));
  }

  async take(limit: number): Promise<readonly IntakeEntry[]> {
    const rows = await this.#db
      .selectFrom('intake')
      .select(['seq', 'body'])
      .where('name', 'not like', `${aside}%`)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(entryOf);
  }

  async forget(seqs: readonly number[]): Promise<void> {
    if (seqs.length > 0) await this.#db.deleteFrom('intake').where('seq', 'in', seqs).execute();
  }

  async setAside(seqs: readonly number[]): Promise<void> {
    if (seqs.length === 0) return;
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('intake').where('seq', 'in', seqs).where('name', 'like', 'profile %').execute();
      const names = transaction
        .selectFrom('intake')
        .select(sql<string>`${aside} || name`.as('name'))
        .where('seq', 'in', seqs);
      await transaction.deleteFrom('intake').where('name', 'in', names).execute();
      await transaction
        .updateTable('intake')
        .set({ name: sql<string>`${aside} || name` })
        .where('seq', 'in', seqs)
        .where('name', 'not like', `${aside}%`)
        .execute();
    });
  }

  /** Entries that were set aside are taken once more, unless another came in their place. */
  async tryAgain(): Promise<void> {
    await this.#db
      .updateTable('intake')
      .set({ name: sql<string>`substr(name, ${aside.length + 1})` })
      .where('name', 'like', `${aside}%`)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('intake as other')
              .select('other.seq')
              .whereRef('other.name', '=', sql<string>`substr(intake.name, ${aside.length + 1})`),
          ),
        ),
      )
      .execute();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.destroy();
  }

  protected async replaceAll(entries: readonly NamedEntry[]): Promise<void> {
    // In one order, so that two who keep the same names do not wait for each other.
    const ordered = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    await this.#db.transaction().execute(async (transaction) => {
      // A statement holds a limited number of values.
      for (let at = 0; at < ordered.length; at += rowsPerStatement) {
        const some = ordered.slice(at, at + rowsPerStatement);
        const names = some.flatMap(({ name, besides = [] }) => [name, ...besides]);
        await transaction.deleteFrom('intake').where('name', 'in', names).execute();
        await transaction
          .insertInto('intake')
          .values(some.map(({ name, content }) => ({ name, body: JSON.stringify(content) })))
          .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })))
          .execute();
      }
    });
  }

  protected find(name: string): Promise<EntryRow | undefined> {
    return this.#db.selectFrom('intake').select(['seq', 'body']).where('name', '=', name).executeTakeFirst();
  }

  protected async keep(name: string, content: EntryContent): Promise<void> {
    await this.#db
      .insertInto('intake')
      .values({ name, body: JSON.stringify(content) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  }
}
