import type { RowId } from '@pmds/contracts/ids';
import type { RunReporter } from '../../ports/run-reporter.js';
import type { EngineEvents } from '../../ports/events.js';
import type { Storage } from '../../ports/store/storage.js';

interface RetentionDependencies {
  readonly storage: Pick<Storage, 'retention'>;
  readonly reporter: Pick<RunReporter, 'existing' | 'isDeleted'>;
  readonly events: EngineEvents;
}

/** Rows that are asked for by their id in one look; a flood of deleted ones takes some looks. */
const confirmedAtOnce = 50;

/**
 * Keeps that a sync was deleted whose row a report did not find: a run of it is cancelled within seconds, without waiting for the
 * next look.
 */
export async function keepMissing(
  { storage, reporter, events }: RetentionDependencies,
  dataSyncId: RowId,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  if (await storage.retention.isKeptDeleted(dataSyncId)) return;
  if (!(await reporter.isDeleted(dataSyncId, signal))) return;
  await storage.retention.keepDeleted([dataSyncId], now);
  events.event('sync-deleted', { dataSyncId });
}

/**
 * Finds syncs whose row was deleted, cancels their runs, ends their links and, once they were gone for long enough, purges what is stored of them.
 * A row that a list leaves out may be one that the service may not read any more: only Dataverse's word that a row of
 * this id does not exist counts.
 * @param keepMs How long what is stored is kept after the row was found deleted, in milliseconds.
 */
export async function followDeletions(
  { storage, reporter, events }: RetentionDependencies,
  { now, keepMs }: { readonly now: Date; readonly keepMs: number },
  signal: AbortSignal,
): Promise<void> {
  const { retention } = storage;
  const watched = await retention.watched();
  const there = await reporter.existing(
    watched.map(({ dataSyncId }) => dataSyncId),
    signal,
  );
  for (const { dataSyncId, deleted } of watched) {
    if (deleted && there.has(dataSyncId)) await retention.keepRestored(dataSyncId);
  }
  const missing = watched.filter(({ dataSyncId, deleted }) => !deleted && !there.has(dataSyncId));
  const gone = [];
  for (const { dataSyncId } of missing.slice(0, confirmedAtOnce)) {
    if (await reporter.isDeleted(dataSyncId, signal)) gone.push(dataSyncId);
  }
  if (gone.length > 0) await retention.keepDeleted(gone, now);
  for (const dataSyncId of gone) events.event('sync-deleted', { dataSyncId });
  for (const dataSyncId of await retention.due(new Date(now.getTime() - keepMs))) {
    // Asked once more: what is purged does not come back.
    if (!(await reporter.isDeleted(dataSyncId, signal))) continue;
    const purged = await retention.purge({ kind: 'sync', dataSyncId }, now);
    if (purged.kind === 'refused') continue;
    const { runs, profiles, reports, deadLetters } = purged.held;
    events.event('sync-purged', { dataSyncId, runs, profiles, reports, deadLetters });
  }
}
