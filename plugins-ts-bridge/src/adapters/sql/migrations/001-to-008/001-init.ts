import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

/** A number the database counts up; never given twice, so tables named after it never meet. */
const counter =
  (dialect: 'sqlite' | 'postgres') =>
  (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    dialect === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity();

/** The ledger as it was first released. */
export async function init(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .createTable('run')
    .addColumn('generation', dialect === 'sqlite' ? 'integer' : 'bigint', counter(dialect))
    .addColumn('run_id', 'text', (column) => column.notNull().unique())
    .addColumn('data_sync_id', 'text', required)
    .addColumn('run_type', 'text', required)
    .addColumn('trigger', 'text', required)
    .addColumn('status', 'text', required)
    .addColumn('phase', 'text', required)
    .addColumn('requested_at', 'text', required)
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('sync_order', 'text')
    .addColumn('columns', 'text')
    .addColumn('members', 'text')
    .addColumn('base_generation', 'bigint')
    .addColumn('changed_since', 'text')
    .addColumn('api_calls', 'integer', required)
    .addColumn('cancel_requested', 'integer', required)
    .addColumn('failure_code', 'text')
    .addColumn('failure_detail', 'text')
    .addColumn('reported_failure', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until_ms', 'bigint', required)
    .addColumn('leftover', 'text', required)
    .execute();
  // One run of a sync is on its way at a time, whoever asks and from wherever.
  await sql`create unique index run_active on run (data_sync_id) where phase <> 'ended'`.execute(db);
  await db.schema.createIndex('run_by_sync').on('run').columns(['data_sync_id', 'phase']).execute();
  await db.schema
    .createTable('range')
    .addColumn('number', dialect === 'sqlite' ? 'integer' : 'bigint', counter(dialect))
    .addColumn('run_id', 'text', required)
    .addColumn('stage', 'text', required)
    .addColumn('source', 'integer', required)
    .addColumn('slice_from', 'bigint')
    .addColumn('slice_to', 'bigint')
    .addColumn('page', 'integer', required)
    .addColumn('cookie', 'text')
    .addColumn('last_id', 'text')
    .addColumn('rows_read', 'integer', required)
    .addColumn('rows_expected', 'integer', required)
    .addColumn('pivots', 'text', required)
    .addColumn('done', 'integer', required)
    .execute();
  await db.schema.createIndex('range_by_run').on('range').columns(['run_id', 'stage']).execute();
  await db.schema
    .createTable('chunk_count')
    .addColumn('run_id', 'text', required)
    .addColumn('range_number', 'bigint', required)
    .addColumn('page', 'integer', required)
    .addColumn('member_table', 'text', required)
    .addColumn('outcome', 'text', required)
    .addColumn('members', 'integer', required)
    .addPrimaryKeyConstraint('chunk_count_key', ['run_id', 'range_number', 'page', 'member_table', 'outcome'])
    .execute();
  await db.schema
    .createTable('trace')
    .addColumn('trace_id', 'text', (column) => column.primaryKey())
    .addColumn('run_id', 'text', required)
    .addColumn('severity', 'text', required)
    .addColumn('member_table', 'text')
    .addColumn('member_id', 'text')
    .addColumn('code', 'text', required)
    .execute();
  await db.schema.createIndex('trace_by_run').on('trace').columns(['run_id', 'severity']).execute();
  await db.schema
    .createTable('outbox')
    .addColumn('seq', dialect === 'sqlite' ? 'integer' : 'bigint', counter(dialect))
    .addColumn('run_id', 'text', required)
    .addColumn('message', 'text', required)
    .execute();
  await db.schema
    .createTable('current_generation')
    .addColumn('data_sync_id', 'text', (column) => column.primaryKey())
    .addColumn('run_id', 'text', required)
    .addColumn('generation', 'bigint', required)
    .addColumn('switched_at', 'text', required)
    .addColumn('started_at', 'text', required)
    .addColumn('columns', 'text', required)
    .addColumn('contact_profiles', 'integer', required)
    .addColumn('lead_profiles', 'integer', required)
    .execute();
  await db.schema
    .createTable('fetched_profile')
    .addColumn('member_table', 'text', required)
    .addColumn('member_id', 'text', required)
    .addColumn('profile', 'text', required)
    .addColumn('fetched_at', 'text', required)
    .addPrimaryKeyConstraint('fetched_profile_key', ['member_table', 'member_id'])
    .execute();
  await db.schema
    .createTable('worker')
    .addColumn('owner', 'text', (column) => column.primaryKey())
    .addColumn('chains', 'integer', required)
    .addColumn('until_ms', 'bigint', required)
    .execute();
  await db.schema
    .createTable('revoked_run')
    .addColumn('run_id', 'text', (column) => column.primaryKey())
    .addColumn('revoked_at', 'text', required)
    .execute();
  if (dialect === 'sqlite') return;
  // SQLite keeps the intake in a file of its own; here writers do not wait for each other.
  await db.schema
    .createTable('intake')
    .addColumn('seq', 'bigint', counter(dialect))
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('body', 'text', required)
    .execute();
}
