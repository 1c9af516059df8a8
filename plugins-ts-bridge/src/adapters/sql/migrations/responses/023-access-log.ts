import type { Kysely } from 'kysely';

/** Uses of links, without values, and the forms whose links were stopped. */
export async function accessLog(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const number = dialect === 'postgres' ? 'bigserial' : 'integer';
  await db.schema
    .createTable('access_log')
    .addColumn('number', number, (column) =>
      dialect === 'postgres' ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text')
    .addColumn('form_key', 'text')
    .addColumn('member_table', 'text')
    .addColumn('member_id', 'text')
    .addColumn('fields', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('access_log_by_time').on('access_log').column('at').execute();
  await db.schema.createIndex('access_log_by_form').on('access_log').columns(['form_key', 'at']).execute();
  await db.schema.createIndex('access_log_by_member').on('access_log').column('member_id').execute();
  await db.schema
    .createTable('link_stop')
    .addColumn('form_key', 'text', (column) => column.primaryKey())
    .addColumn('stopped_at', 'text')
    .addColumn('released_at', 'text')
    .execute();
}
