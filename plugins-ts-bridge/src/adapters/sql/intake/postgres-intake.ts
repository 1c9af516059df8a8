import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { LetterOrder } from '../../../domain/outbox/dead-letter.js';
import type { RunRequest } from '../../../domain/run/run.js';
import type { FetchedProfile, IntakeEntry, IntakeSource, IntakeStore, LostRun } from '../../../ports/store/intake.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { PurgeOrders, PurgeScope } from '../../../ports/store/purge.js';
import type { Db } from '../staging/bulk.js';
import type { Revocation } from '../../../domain/revocation.js';
import { entryOf, namesOf, purgeName, waitingProfile } from './intake-codec.js';

/** The intake as a table beside the ledger. Several processes may move it at once: moving is idempotent. */
export class PostgresIntake implements IntakeStore, IntakeSource, PurgeOrders {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  addStart(request: RunRequest): Promise<void> {
    // Another sync, or another call, that names the same run is a start of its own: it gets an answer of its own.
    const { runId, dataSyncId, correlationId } = request;
    return this.#keep(`start ${runId} ${dataSyncId} ${correlationId ?? ''}`, { kind: 'start', request });
  }

  addCancel(runId: SyncRunId): Promise<void> {
    return this.#keep(`cancel ${runId}`, { kind: 'cancel', runId });
  }

  addLostRun(lost: LostRun): Promise<void> {
    return this.#keep(`lost ${lost.runId}`, { kind: 'lost', lost });
  }

  addLetterOrder(order: LetterOrder): Promise<void> {
    return this.#keep(`letter ${order.action} ${order.number}`, { kind: 'letter', order });
  }

  addRevocation(rule: Revocation): Promise<void> {
    return this.#keep(`revocation ${rule.kind} ${rule.value} ${rule.at.toISOString()}`, { kind: 'revocation', rule });
  }

  addPurge(scope: PurgeScope): Promise<void> {
    // A new number each time: what was accepted before it goes first.
    return this.#replace(purgeName(scope), { kind: 'purge', scope });
  }

  addProfile(profile: FetchedProfile): Promise<void> {
    return this.#replace(`profile ${profile.table} ${profile.id}`, { kind: 'profile', profile });
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

  async #replace(name: string, content: Readonly<Record<string, unknown>>): Promise<void> {
    const body = JSON.stringify(content);
    await this.#db.transaction().execute(async (transaction) => {
      // The newer one takes a new number, so that forgetting the older one leaves it alone.
      await transaction.deleteFrom('intake').where('name', '=', name).execute();
      await transaction
        .insertInto('intake')
        .values({ name, body })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ body }))
        .execute();
    });
  }

  async #keep(name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#db
      .insertInto('intake')
      .values({ name, body: JSON.stringify(body) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  }
}
