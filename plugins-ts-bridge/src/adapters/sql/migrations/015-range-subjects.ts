import { sql, type Kysely } from 'kysely';

/** A range said by a number what it is of, which meant a source, a table or a destination by its stage. */
export async function rangeSubjects(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('range')
    .addColumn('subject', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await sql`update ${sql.table('range')} set subject = case stage
    when 'verify' then case source when 0 then 'table:contact' else 'table:lead' end
    when 'deliver' then 'destination:' || source
    else 'source:' || source end`.execute(db);
  await db.schema.alterTable('range').dropColumn('source').execute();
}
