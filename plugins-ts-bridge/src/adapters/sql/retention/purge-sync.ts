import type { RowId } from '@pmds/contracts/ids';
import { endLinksOfSync } from '../ledger/revocations.js';
import type { Db } from '../staging/bulk.js';
import { dropTables } from '../staging/bulk-tables.js';

/** Everything the ledger keeps of a run, by its id. */
const ofRuns = ['range', 'chunk_count', 'list_count', 'trace', 'delivery', 'outbox', 'dead_letter'] as const;

/** Removes all runs of a sync with everything that they stored, and ends the links that were made for them. */
export async function purgeSync(db: Db, dataSyncId: RowId, at: Date): Promise<void> {
  await endLinksOfSync(db, dataSyncId, at);
  const runs = await db
    .selectFrom('run')
    .select(['run_id', 'generation'])
    .where('data_sync_id', '=', dataSyncId)
    .execute();
  await db.deleteFrom('current_generation').where('data_sync_id', '=', dataSyncId).execute();
  for (const { run_id, generation } of runs) {
    await dropTables(db, generation, 'all');
    for (const table of ofRuns) await db.deleteFrom(table).where('run_id', '=', run_id).execute();
    // A mail that is tried again waits alone.
    await db.deleteFrom('outbox_delay').where('lane', '=', `mail ${run_id}`).execute();
  }
  await db.deleteFrom('outbox_delay').where('lane', '=', dataSyncId).execute();
  await db.deleteFrom('run').where('data_sync_id', '=', dataSyncId).execute();
  await db.deleteFrom('deleted_sync').where('data_sync_id', '=', dataSyncId).execute();
}
