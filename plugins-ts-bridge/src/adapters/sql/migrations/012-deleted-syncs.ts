import type { Kysely } from 'kysely';

/** Syncs whose row was deleted in Dataverse, until what is stored of them is purged. */
export async function deletedSyncs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deleted_sync')
    .addColumn('data_sync_id', 'text', (column) => column.primaryKey())
    .addColumn('noticed_at', 'text', (column) => column.notNull())
    .execute();
}
