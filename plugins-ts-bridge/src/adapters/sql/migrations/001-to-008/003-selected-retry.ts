import type { Kysely } from 'kysely';

/** Which Trace rows a retry was asked for. */
export async function selectedRetry(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('run').addColumn('trace_ids', 'text').execute();
}
