import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

/** What a run's manifest is made of: members per list, and the digest of what each chunk stored. */
export async function proof(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('chunk_count').addColumn('digest', 'text').execute();
  await db.schema.alterTable('run').addColumn('manifest', 'text').execute();
  await db.schema
    .createTable('list_count')
    .addColumn('run_id', 'text', required)
    .addColumn('range_number', 'bigint', required)
    .addColumn('page', 'integer', required)
    .addColumn('list', 'integer', required)
    .addColumn('members', 'integer', required)
    .addColumn('digest', 'text', required)
    .addPrimaryKeyConstraint('list_count_key', ['run_id', 'range_number', 'page', 'list'])
    .execute();
}
