import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

/** What Dataverse said of each application user, and which process may have how many requests under way as it. */
export async function userLimits(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('user_limit')
    .addColumn('user_key', 'text', (column) => column.primaryKey())
    .addColumn('hint', 'integer')
    .addColumn('cut_to', 'integer')
    .addColumn('cut_since_ms', 'bigint')
    .addColumn('pause_until_ms', 'bigint')
    .addColumn('pause_reason', 'text')
    .execute();
  await db.schema
    .createTable('user_place')
    .addColumn('user_key', 'text', required)
    .addColumn('owner', 'text', required)
    .addColumn('places', 'integer', required)
    .addPrimaryKeyConstraint('user_place_key', ['user_key', 'owner'])
    .execute();
}
