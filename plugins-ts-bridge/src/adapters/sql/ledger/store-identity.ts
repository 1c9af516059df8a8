import type { StoreIdentity, StoreIdentityWriter } from '../../../ports/store/store-identity.js';
import type { Db } from '../staging/bulk.js';

export class SqlStoreIdentity implements StoreIdentityWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(): Promise<StoreIdentity> {
    const rows = await this.#db.selectFrom('store_identity').selectAll().execute();
    const valueOf = (name: string): string | null => rows.find((row) => row.name === name)?.value ?? null;
    return { url: valueOf('url'), organizationId: valueOf('organization') };
  }

  async keep({ url, organizationId }: StoreIdentity): Promise<void> {
    for (const [name, value] of Object.entries({ url, organization: organizationId })) {
      if (value === null) continue;
      await this.#db
        .insertInto('store_identity')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    }
  }
}
