import { sql, type Kysely } from 'kysely';

/** Members of whom Dataverse said that they were changed; keyed like those that are closed. */
export async function changedMembers(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const blob = sql.raw(dialect === 'sqlite' ? 'blob' : 'bytea');
  const clustered = sql.raw(dialect === 'sqlite' ? 'without rowid' : '');
  await sql`create table changed_member (tbl smallint not null, id ${blob} not null, at text not null,
    merged smallint not null, primary key (tbl, id)) ${clustered}`.execute(db);
  await sql`create index changed_member_at on changed_member (tbl, at)`.execute(db);
}
