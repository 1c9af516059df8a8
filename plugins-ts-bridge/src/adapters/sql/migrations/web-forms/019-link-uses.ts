import type { Kysely } from 'kysely';

/** How often links with a bound were used, and codes that were mailed. The embedded store has them beside its intake. */
export async function linkUses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('link_use')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('uses', 'integer', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('link_use_until').on('link_use').column('until').execute();
  await db.schema
    .createTable('mail_code')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('asked', 'integer', (column) => column.notNull())
    .addColumn('asked_since', 'text', (column) => column.notNull())
    .execute();
}
