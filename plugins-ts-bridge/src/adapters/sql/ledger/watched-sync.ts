import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql, type Selectable } from 'kysely';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { guidText } from '../../../domain/guid.js';
import type { SyncOrder } from '../../../domain/run/run.js';
import type { Shadow, SyncedRun } from '../../../ports/store/profiles.js';
import type { Schema } from '../schema.js';
import type { Db } from '../staging/bulk.js';
import { named } from '../staging/bulk-tables.js';
import { idBytes, tableCode } from '../staging/member-key.js';
import { inParts } from '../statement-parts.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

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

type Current = Selectable<Schema['current_generation']>;

/** People compared at a time: the thread that answers forms must not be kept for longer than some milliseconds. */
const peoplePerStep = 2_000;

/**
 * Finds syncs that ended later on some of the same people and have fewer columns: forms are answered from the newest. What
 * was found of two runs stays so, and is remembered.
 */
export class Shadows {
  readonly #shared = new Map<string, boolean>();

  async of(db: Db, dataSyncId: RowId): Promise<Shadow | null> {
    const all: readonly Current[] = await db.selectFrom('current_generation').selectAll().execute();
    const own = all.find(({ data_sync_id }) => data_sync_id === dataSyncId);
    if (own === undefined) return null;
    const later = all.filter((other) => other !== own && other.switched_at > own.switched_at);
    const asked = new Set<string>();
    for (const other of later) {
      for (const table of selectableTables) {
        const columns = lacking(own, other, table);
        if (columns.length === 0) continue;
        const pair = `${own.run_id} ${other.run_id} ${table}`;
        asked.add(pair);
        const shared = this.#shared.get(pair) ?? (await sharePeople(db, own, other, table));
        this.#shared.set(pair, shared);
        if (shared) return { name: await nameOf(db, other.run_id), columns };
      }
    }
    for (const pair of this.#shared.keys())
      if (pair.startsWith(own.run_id) && !asked.has(pair)) this.#shared.delete(pair);
    return null;
  }
}

function lacking(own: Current, other: Current, table: SelectableTable): readonly string[] {
  const [mine, theirs] = [own, other].map(({ columns }) =>
    (JSON.parse(columns) as Columns)[table].map(({ logicalName }) => logicalName),
  );
  return (mine ?? []).filter((column) => theirs?.includes(column) !== true);
}

/** Goes over the smaller of the two. */
async function sharePeople(db: Db, own: Current, other: Current, table: SelectableTable): Promise<boolean> {
  const size = (one: Current): number => (table === 'contact' ? one.contact_profiles : one.lead_profiles);
  const [few, many] = size(own) <= size(other) ? [own, other] : [other, own];
  const code = sql.lit(tableCode[table]);
  for (let after: Uint8Array = Buffer.alloc(16); ;) {
    const { rows } = await sql<{ id: Uint8Array; shared: number | null }>`
      select a.id as id, b.tbl as shared from (
        select id from ${named('profile', few.generation)} where tbl = ${code} and id > ${after}
        order by id limit ${sql.lit(peoplePerStep)}
      ) a left join ${named('profile', many.generation)} b on b.tbl = ${code} and b.id = a.id order by a.id`.execute(
      db,
    );
    if (rows.some(({ shared }) => shared !== null)) return true;
    const last = rows.at(-1);
    if (last === undefined || rows.length < peoplePerStep) return false;
    after = last.id;
    await new Promise((resume) => setImmediate(resume));
  }
}

async function nameOf(db: Db, runId: string): Promise<string> {
  const row = await db.selectFrom('run').select('sync_order').where('run_id', '=', runId).executeTakeFirst();
  const order = row?.sync_order ?? null;
  return order === null ? '' : (JSON.parse(order) as SyncOrder).name;
}
