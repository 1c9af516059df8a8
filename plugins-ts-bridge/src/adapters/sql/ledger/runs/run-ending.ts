import { statusesBefore } from '@pmds/contracts/run/sync-status';
import { readSince } from '../../../../domain/run/scope.js';
import { isClaimed, type Run } from '../../../../domain/run/run.js';
import type { RunEnding } from '../../../../ports/store/ledger/runs.js';
import type { Db } from '../../staging/bulk.js';
import { countProfiles } from '../../staging/bulk-tables.js';
import type { Leftover } from '../../schema.js';

/** Ends the run, once. @throws Error when it has ended already, or cannot end so from where it is. */
export async function endRun(db: Db, run: Run, ending: RunEnding): Promise<void> {
  const open = await db
    .updateTable('run')
    .set({ phase: 'ended' })
    .where('run_id', '=', run.runId)
    .where('phase', '!=', 'ended')
    .where('status', 'in', statusesBefore(ending.status))
    .executeTakeFirst();
  // A process that lost its lease while it was about to end the run: the other one has done it.
  if (open.numUpdatedRows === 0n)
    throw new Error(`Run ${run.runId} has ended already, or cannot become ${ending.status}.`);
  if (ending.makeCurrent) await makeCurrent(db, run, ending.endedAt);
  await db
    .updateTable('run')
    .set({
      status: ending.status,
      ended_at: ending.endedAt.toISOString(),
      failure_code: ending.failure?.code ?? null,
      failure_detail: ending.failure?.detail ?? null,
      manifest: ending.manifest,
      lease_owner: null,
      lease_until_ms: 0,
      // Who its members are is kept as long as the run is the current one; what an incremental one read is in its base.
      ...(ending.makeCurrent ? { leftover: (run.base === null ? 'none' : 'read') satisfies Leftover } : {}),
    })
    .where('run_id', '=', run.runId)
    .execute();
}

async function makeCurrent(db: Db, run: Run, at: Date): Promise<void> {
  if (!isClaimed(run)) throw new Error(`Run ${run.runId} was never claimed and has nothing to read.`);
  const before = await db
    .selectFrom('current_generation')
    .select(['run_id', 'generation', 'started_at', 'server_time'])
    .where('data_sync_id', '=', run.dataSyncId)
    .executeTakeFirst();
  const generation = run.base?.generation ?? run.generation;
  // A retry has not seen what changed meanwhile: the next run looks as far back as this one would have.
  const seenUntil = run.runType === 'retry' ? before : undefined;
  const own = await db
    .selectFrom('run')
    .select(['started_at', 'server_time'])
    .where('run_id', '=', run.runId)
    .executeTakeFirstOrThrow();
  const startedAt = own.started_at === null ? at : new Date(own.started_at);
  const row = {
    run_id: run.runId,
    generation,
    switched_at: at.toISOString(),
    // Of lists that the run did not cover an earlier one has read the members: the next run looks as far back as to that.
    started_at: seenUntil?.started_at ?? readSince(run.order.lists, startedAt).toISOString(),
    server_time: (seenUntil ?? own).server_time,
    columns: JSON.stringify(run.columns),
    contact_profiles: await countProfiles(db, generation, 'contact'),
    lead_profiles: await countProfiles(db, generation, 'lead'),
  };
  await db
    .insertInto('current_generation')
    .values({ data_sync_id: run.dataSyncId, ...row })
    .onConflict((conflict) => conflict.column('data_sync_id').doUpdateSet(row))
    .execute();
  if (before === undefined) return;
  if (before.generation !== generation) await leave(db, 'all', 'generation', before.generation);
  const isBase = before.generation === generation && (await generationOf(db, before.run_id)) === generation;
  await leave(db, isBase ? 'ids' : 'all', 'run_id', before.run_id);
}

async function generationOf(db: Db, runId: string): Promise<number | null> {
  const row = await db.selectFrom('run').select('generation').where('run_id', '=', runId).executeTakeFirst();
  return row?.generation ?? null;
}

async function leave(db: Db, leftover: Leftover, key: 'generation' | 'run_id', value: number | string): Promise<void> {
  await db.updateTable('run').set({ leftover }).where(key, '=', value).execute();
}
