import { sql, type Kysely } from 'kysely';

/** Members that are closed for all syncs; keyed like the tables of a generation, so that both join. */
export async function closedMembers(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const blob = sql.raw(dialect === 'sqlite' ? 'blob' : 'bytea');
  const clustered = sql.raw(dialect === 'sqlite' ? 'without rowid' : '');
  await sql`create table closed_member (tbl smallint not null, id ${blob} not null, reason text not null,
    since text not null, primary key (tbl, id)) ${clustered}`.execute(db);
}
