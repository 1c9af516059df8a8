import type { Kysely } from 'kysely';

/** Web forms as Dataverse describes them, and which syncs prepare them. */
export async function webForms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('web_form')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('modified_on', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('web_form_key').on('web_form').column('key').execute();
  await db.schema
    .createTable('web_form_sync')
    .addColumn('web_form_id', 'text', (column) => column.notNull())
    .addColumn('data_sync_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('web_form_sync_key', ['web_form_id', 'data_sync_id'])
    .execute();
  await db.schema.createIndex('web_form_sync_by_sync').on('web_form_sync').column('data_sync_id').execute();
}
