import { sql, type Kysely } from 'kysely';

/** Which links people's columns hold, when the service wrote them, and who was changed by somebody else meanwhile. */
export async function writtenLinks(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const blob = sql.raw(dialect === 'sqlite' ? 'blob' : 'bytea');
  const clustered = sql.raw(dialect === 'sqlite' ? 'without rowid' : '');
  const counted = sql.raw(
    dialect === 'sqlite' ? 'integer primary key autoincrement' : 'integer generated always as identity primary key',
  );
  await sql`create table link_set (number ${counted}, form_id text not null, tbl smallint not null,
    terms text not null)`.execute(db);
  await sql`create index link_set_form on link_set (form_id, tbl)`.execute(db);
  await sql`create table written_link (form_id ${blob} not null, tbl smallint not null, id ${blob} not null,
    set_number integer not null, issued_ms bigint not null, primary key (form_id, tbl, id)) ${clustered}`.execute(db);
  await sql`create table own_write (number ${counted}, tbl smallint not null, from_ms bigint not null,
    until_ms bigint not null, users text not null, unique (tbl, from_ms))`.execute(db);
  await sql`create table touched_member (tbl smallint not null, id ${blob} not null, at_ms bigint not null,
    primary key (tbl, id)) ${clustered}`.execute(db);
}
