import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

/** Reports that Dataverse refuses for good, reports that wait, whose store it is, and who asked for a run. */
export async function deadLetters(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .alterTable('outbox')
    .addColumn('subject', 'text', (column) => required(column).defaultTo(''))
    .execute();
  await db.schema
    .alterTable('outbox')
    .addColumn('added_ms', 'bigint', (column) => required(column).defaultTo(0))
    .execute();
  // What waits already is of some sync, too.
  if (dialect === 'sqlite') {
    await sql`update outbox set subject = json_extract(message, '$.dataSyncId')`.execute(db);
  } else {
    await sql`update outbox set subject = message::json ->> 'dataSyncId'`.execute(db);
  }
  await db.schema.createIndex('outbox_by_subject').on('outbox').columns(['subject', 'seq']).execute();
  await db.schema
    .createTable('outbox_delay')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('attempts', 'integer', required)
    .addColumn('until_ms', 'bigint', required)
    .addColumn('error', 'text', required)
    .execute();
  await db.schema
    .createTable('dead_letter')
    .addColumn('number', dialect === 'sqlite' ? 'integer' : 'bigint', (column) =>
      dialect === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
    )
    .addColumn('run_id', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('message', 'text', required)
    .addColumn('columns', 'text', required)
    .addColumn('status', 'integer', required)
    .addColumn('code', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('refused_ms', 'bigint', required)
    .addColumn('tries', 'integer', required)
    .execute();
  await db.schema
    .createTable('store_identity')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', required)
    .execute();
  await db.schema.alterTable('run').addColumn('correlation_id', 'text').execute();
  await db.schema.alterTable('run').addColumn('refusal', 'text').execute();
}
