import type { Kysely } from 'kysely';

/** Submits that were accepted, so that one that is sent twice is one. What was sent is in the outbox until it is written. */
export async function submissions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('submission')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('member_table', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('web_form_id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('submission_by_member').on('submission').column('member_id').execute();
  await db.schema.createIndex('submission_by_time').on('submission').column('received_at').execute();
}
