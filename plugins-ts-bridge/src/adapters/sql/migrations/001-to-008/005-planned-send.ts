import type { Kysely } from 'kysely';

/** When the first mail to the lists of a run is planned; whoever works on its ranges goes by it. */
export async function plannedSend(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('run').addColumn('planned_send_at', 'text').execute();
}
