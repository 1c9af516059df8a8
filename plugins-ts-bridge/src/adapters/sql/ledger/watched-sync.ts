import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { guidText } from '../../../domain/guid.js';
import type { SyncOrder } from '../../../domain/run/run.js';
import type { SyncedRun } from '../../../ports/store/profiles.js';
import type { Db } from '../staging/bulk.js';
import { named } from '../staging/bulk-tables.js';
import { idBytes, tableCode } from '../staging/member-key.js';
import { inParts } from '../statement-parts.js';

/** The run that a sync's profiles are of, `null` before the first has completed. */
export async function syncedRun(db: Db, dataSyncId: RowId): Promise<SyncedRun | null> {
  const row = await db
    .selectFrom('current_generation as current')
    .innerJoin('run', 'run.run_id', 'current.run_id')
    .select(['run.run_id', 'run.sync_order', 'current.started_at'])
    .where('current.data_sync_id', '=', dataSyncId)
    .executeTakeFirst();
  if (row?.sync_order === undefined || row.sync_order === null) return null;
  return {
    runId: row.run_id as SyncRunId,
    startedAt: new Date(row.started_at),
    order: JSON.parse(row.sync_order) as SyncOrder,
  };
}

/** Which of these are no members of the last completed run of a sync. */
export async function strangersTo(
  db: Db,
  dataSyncId: RowId,
  table: SelectableTable,
  ids: readonly RowId[],
): Promise<readonly RowId[]> {
  const run = await db
    .selectFrom('current_generation as current')
    .innerJoin('run', 'run.run_id', 'current.run_id')
    .select('run.generation')
    .where('current.data_sync_id', '=', dataSyncId)
    .executeTakeFirst();
  if (run === undefined) return [];
  const strangers: RowId[] = [];
  for (const some of inParts(ids)) {
    const values = sql.join(some.map((id) => idBytes(id)));
    const { rows } = await sql<{ id: Uint8Array }>`select id from ${named('member', run.generation)}
      where tbl = ${sql.lit(tableCode[table])} and id in (${values})`.execute(db);
    const members = new Set(rows.map(({ id }) => guidText(id)));
    strangers.push(...some.filter((id) => !members.has(id)));
  }
  return strangers;
}
