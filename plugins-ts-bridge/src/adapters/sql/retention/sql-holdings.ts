import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { noHoldings, type Holdings, type PurgeScope } from '../../../ports/store/purge.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import { count, named } from '../staging/bulk-tables.js';
import { generationTables, type GenerationTable } from './generations.js';
import { reportsOf } from './reports-of.js';
import { idBytes } from '../staging/member-key.js';

/** Counts what is stored of a sync, a person, or of what was read on demand before a time. */
export function holdingsOf(db: Db, dialect: BulkDriver['dialect'], scope: PurgeScope): Promise<Holdings> {
  switch (scope.kind) {
    case 'sync':
      return ofSync(db, dialect, scope.dataSyncId);
    case 'person':
      return ofPerson(db, dialect, scope.id);
    case 'fetched':
      return ofFetched(db, scope.before);
  }
}

/**
 * Runs on their way that stand against a purge: of the sync itself; of a person every one that reads, since it may have him
 * in its hands.
 */
export async function holdersOf(db: Db, scope: PurgeScope): Promise<readonly SyncRunId[]> {
  if (scope.kind === 'fetched') return [];
  const open = db.selectFrom('run').select('run_id').where('phase', '!=', 'ended');
  const rows = await (
    scope.kind === 'sync' ? open.where('data_sync_id', '=', scope.dataSyncId) : open.where('phase', '!=', 'claim')
  ).execute();
  return rows.map(({ run_id }) => run_id as SyncRunId);
}

/**
 * Syncs that were found deleted at this time or before, of which no run is on its way and no mail waits: that the sync was
 * deleted is what it tells.
 */
export async function dueSyncs(db: Db, until: Date): Promise<readonly RowId[]> {
  const rows = await db
    .selectFrom('deleted_sync')
    .select('data_sync_id')
    .where('noticed_at', '<=', until.toISOString())
    .where('data_sync_id', 'not in', (eb) => eb.selectFrom('run').select('data_sync_id').where('phase', '!=', 'ended'))
    .where('data_sync_id', 'not in', (eb) =>
      eb
        .selectFrom('outbox')
        .innerJoin('run', 'run.run_id', 'outbox.run_id')
        .select('run.data_sync_id')
        .where('outbox.kind', '=', 'mail'),
    )
    .execute();
  return rows.map(({ data_sync_id }) => data_sync_id as RowId);
}

const rowsIn = async (db: Db, tables: readonly GenerationTable[], id: RowId | null): Promise<number> => {
  let rows = 0;
  const where = id === null ? sql`` : sql`where id = ${idBytes(id)}`;
  for (const { kind, generation } of tables) {
    rows += await count(db, sql`select count(*) as n from ${named(kind, generation)} ${where}`);
  }
  return rows;
};

async function ofSync(db: Db, dialect: BulkDriver['dialect'], dataSyncId: RowId): Promise<Holdings> {
  const runs = await db.selectFrom('run').select('generation').where('data_sync_id', '=', dataSyncId).execute();
  const own = new Set(runs.map(({ generation }) => generation));
  const tables = (await generationTables(db, dialect)).filter(({ generation }) => own.has(generation));
  const ofRuns = (table: 'trace' | 'outbox' | 'dead_letter') =>
    sql<{ n: number }>`select count(*) as n from ${sql.table(table)}
      where run_id in (select run_id from run where data_sync_id = ${dataSyncId})`;
  return {
    ...noHoldings,
    runs: runs.length,
    profiles: await rowsIn(db, tables.filter(isProfile), null),
    memberships: await rowsIn(db, tables.filter(isNoProfile), null),
    traces: await count(db, ofRuns('trace')),
    reports: await count(db, ofRuns('outbox')),
    deadLetters: await count(db, ofRuns('dead_letter')),
  };
}

async function ofPerson(db: Db, dialect: BulkDriver['dialect'], id: RowId): Promise<Holdings> {
  const tables = await generationTables(db, dialect);
  return {
    ...noHoldings,
    profiles: await rowsIn(db, tables.filter(isProfile), id),
    memberships: await rowsIn(db, tables.filter(isNoProfile), id),
    onDemand: await count(db, sql`select count(*) as n from fetched_profile where member_id = ${id}`),
    closed: await count(db, sql`select count(*) as n from closed_member where id = ${idBytes(id)}`),
    traces: await count(db, sql`select count(*) as n from trace where member_id = ${id}`),
    responses:
      (await count(db, sql`select count(*) as n from submission where member_id = ${id}`)) +
      (await count(db, sql`select count(*) as n from access_log where member_id = ${id}`)),
    reports: (await reportsOf(db, 'outbox', id)).length,
    deadLetters: (await reportsOf(db, 'dead_letter', id)).length,
  };
}

async function ofFetched(db: Db, before: string): Promise<Holdings> {
  const onDemand = await count(db, sql`select count(*) as n from fetched_profile where fetched_at < ${before}`);
  return { ...noHoldings, onDemand };
}

const isProfile = ({ kind }: GenerationTable): boolean => kind === 'profile';
const isNoProfile = ({ kind }: GenerationTable): boolean => kind !== 'profile';
