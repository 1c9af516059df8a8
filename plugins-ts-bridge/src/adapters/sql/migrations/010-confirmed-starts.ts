import type { Kysely } from 'kysely';

/** What a start asked for besides the sync, and the numbers that stopped a run, which a later start may confirm. */
export async function confirmedStarts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('run').addColumn('parameters', 'text').execute();
  await db.schema.alterTable('run').addColumn('brake', 'text').execute();
}
