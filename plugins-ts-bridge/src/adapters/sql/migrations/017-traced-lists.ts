import type { Kysely } from 'kysely';

/** Which marketing list a Trace row speaks of as a whole: a run over other lists leaves it open. */
export async function tracedLists(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('trace').addColumn('list_id', 'text').execute();
}
