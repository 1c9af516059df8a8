import type { Kysely } from 'kysely';

/** What the runs delivered beside the profile store, and how far they are. */
export async function deliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('delivery')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text')
    .addColumn('counts', 'text', (column) => column.notNull())
    .addColumn('receipt', 'text')
    .addColumn('failure', 'text')
    .addPrimaryKeyConstraint('delivery_key', ['run_id', 'position'])
    .execute();
}
