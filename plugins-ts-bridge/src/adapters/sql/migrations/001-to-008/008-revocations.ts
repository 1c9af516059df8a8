import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

/** Links end by more than their run: one table of rules, looked up by kind and value. */
export async function revocations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('revocation')
    .addColumn('kind', 'text', required)
    .addColumn('value', 'text', required)
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('revocation_key', ['kind', 'value'])
    .execute();
  await sql`insert into revocation (kind, value, at) select 'run', run_id, revoked_at from revoked_run`.execute(db);
  await db.schema.dropTable('revoked_run').execute();
}
