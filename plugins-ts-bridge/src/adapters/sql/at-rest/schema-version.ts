import { sql, type Kysely } from 'kysely';

/** The store was written by a newer version of the service. */
export class StoreTooNewError extends Error {
  constructor(found: string, known: string) {
    super(
      `The store was written by a newer version of the service: its schema is ${found}, and this version knows ${known} at most. Start that newer version, or set PMDS_STORE to another store.`,
    );
    this.name = 'StoreTooNewError';
  }
}

/** @throws StoreTooNewError where the store has been brought to a schema that is none of the known ones */
export async function refuseNewerSchema<Tables>(
  db: Kysely<Tables>,
  dialect: 'sqlite' | 'postgres',
  known: readonly string[],
): Promise<void> {
  const made =
    dialect === 'sqlite'
      ? sql<{ made: number }>`select count(*) as made from sqlite_master where name = 'kysely_migration'`
      : sql<{
          made: number;
        }>`select count(*)::int as made from pg_catalog.pg_class where oid = to_regclass('kysely_migration')`;
  if ((await made.execute(db)).rows[0]?.made !== 1) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  const [newest] = unknown.slice(-1);
  if (newest !== undefined) throw new StoreTooNewError(newest, known.at(-1) ?? 'none');
}
