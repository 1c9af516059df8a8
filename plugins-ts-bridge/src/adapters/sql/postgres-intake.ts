import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { RunRequest } from '../../domain/run.js';
import type { ClosedMember } from '../../ports/closed-members.js';
import type { FetchedProfile, IntakeEntry, IntakeSource, IntakeStore } from '../../ports/intake.js';
import type { Db } from './bulk.js';
import { entryOf, waitingProfile } from './intake-codec.js';

/** The intake as a table beside the ledger. Several processes may move it at once: moving is idempotent. */
export class PostgresIntake implements IntakeStore, IntakeSource {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  addStart(request: RunRequest): Promise<void> {
    return this.#keep(`start ${request.runId}`, { kind: 'start', request });
  }

  addCancel(runId: SyncRunId): Promise<void> {
    return this.#keep(`cancel ${runId}`, { kind: 'cancel', runId });
  }

  addRevocation(runId: SyncRunId, at: Date): Promise<void> {
    return this.#keep(`revocation ${runId}`, { kind: 'revocation', runId, at });
  }

  async addProfile(profile: FetchedProfile): Promise<void> {
    const name = `profile ${profile.table} ${profile.id}`;
    await this.#db.transaction().execute(async (transaction) => {
      // A newer fetch takes a new number, so that forgetting the older one leaves it alone.
      await transaction.deleteFrom('intake').where('name', '=', name).execute();
      const body = JSON.stringify({ kind: 'profile', profile });
      await transaction
        .insertInto('intake')
        .values({ name, body })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ body }))
        .execute();
    });
  }

  async addClosed(closed: ClosedMember): Promise<void> {
    const member = `${closed.table} ${closed.id}`;
    const name = `closed ${member}`;
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('intake')
        .where('name', 'in', [`profile ${member}`, name])
        .execute();
      const body = JSON.stringify({ kind: 'closed', closed });
      await transaction
        .insertInto('intake')
        .values({ name, body })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ body }))
        .execute();
    });
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

  async #keep(name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#db
      .insertInto('intake')
      .values({ name, body: JSON.stringify(body) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  }
}
