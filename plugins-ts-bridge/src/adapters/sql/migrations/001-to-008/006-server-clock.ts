import type { Kysely } from 'kysely';

/** Whether a start is by Dataverse's clock. What was kept before was by the service's own. */
export async function serverClock(db: Kysely<unknown>): Promise<void> {
  for (const table of ['run', 'current_generation']) {
    await db.schema
      .alterTable(table)
      .addColumn('server_time', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  }
}
