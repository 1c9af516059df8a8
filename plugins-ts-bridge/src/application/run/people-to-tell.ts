import { keptOrder, type Run, type SyncOrder } from '../../domain/run/run.js';
import type { Addressees } from '../../ports/run-reporter.js';
import type { StoreReader } from '../../ports/store/storage.js';

/**
 * Whom to tell of a run whose sync was deleted: the row cannot be asked any more. What the run itself has read, else what
 * its sync's last runs had.
 * @returns `null` when nobody is known.
 */
export async function peopleToTell(
  runs: Pick<StoreReader['runs'], 'lastEnded' | 'currentGeneration' | 'find'>,
  run: Run,
  known: Addressees,
): Promise<Required<Addressees> | null> {
  if (known.notificationEmails !== undefined)
    return { name: '', ...known, notificationEmails: known.notificationEmails };
  const { dataSyncId, runId } = run;
  const order =
    keptOrder(run) ?? keptOrder(await runs.lastEnded(dataSyncId, runId)) ?? (await currentOrder(runs, dataSyncId));
  return order === null ? null : { name: order.name, notificationEmails: order.notificationEmails };
}

async function currentOrder(
  runs: Pick<StoreReader['runs'], 'currentGeneration' | 'find'>,
  dataSyncId: Run['dataSyncId'],
): Promise<SyncOrder | null> {
  const current = await runs.currentGeneration(dataSyncId);
  return current === null ? null : keptOrder(await runs.find(current.runId));
}
