import type { Selectable } from 'kysely';
import type { Schema } from '../schema.js';
import type { Db } from '../staging/bulk.js';

/** Generations that forms are filled from, of syncs that are there, the newest first. */
export function currentGenerations(db: Db): Promise<readonly Selectable<Schema['current_generation']>[]> {
  return db
    .selectFrom('current_generation')
    .selectAll()
    .where('data_sync_id', 'not in', (eb) => eb.selectFrom('deleted_sync').select('data_sync_id'))
    .orderBy('switched_at', 'desc')
    .execute();
}
