import type { StoreIdentity } from '../../../ports/store/storage.js';
import type { Db } from '../staging/bulk.js';

export async function storeIdentity(db: Db): Promise<StoreIdentity> {
  const rows = await db.selectFrom('store_identity').selectAll().execute();
  const valueOf = (name: string): string | null => rows.find((row) => row.name === name)?.value ?? null;
  return { url: valueOf('url'), organizationId: valueOf('organization') };
}

export async function keepStoreIdentity(db: Db, { url, organizationId }: StoreIdentity): Promise<void> {
  for (const [name, value] of Object.entries({ url, organization: organizationId })) {
    if (value === null) continue;
    await db
      .insertInto('store_identity')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  }
}
