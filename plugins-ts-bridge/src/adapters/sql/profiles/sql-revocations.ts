import type { SyncRunId } from '@pmds/contracts/ids';
import { ends, rulesOf, type LinkFacts } from '../../../domain/revocation.js';
import type { RunRevocations } from '../../../ports/store/revocations.js';
import type { Db } from '../staging/bulk.js';

export class SqlRevocations implements RunRevocations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async isRunRevoked(runId: SyncRunId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('revocation')
      .select('kind')
      .where('kind', '=', 'run')
      .where('value', '=', runId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async isRevoked(link: LinkFacts): Promise<boolean> {
    const rules = await this.#db
      .selectFrom('revocation')
      .select(['kind', 'at'])
      .where((eb) => eb.or(rulesOf(link).map(({ kind, value }) => eb.and({ kind, value }))))
      .execute();
    return rules.some(({ kind, at }) => ends({ kind, at: new Date(at) }, link));
  }
}
