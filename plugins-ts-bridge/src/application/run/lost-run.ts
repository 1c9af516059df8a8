import type { SyncRunId } from '@pmds/contracts/ids';
import { OutsideError } from '../../domain/failures.js';
import type { OutboxMessage } from '../../domain/outbox/outbox.js';
import { aboutRun } from '../../domain/outbox/subject.js';
import { failureSentence } from '../../domain/failures.js';
import type { Run } from '../../domain/run/run.js';
import type { LostRun } from '../../ports/store/intake.js';
import type { Claim } from '../../ports/run-reporter.js';
import type { UnitOfWork } from '../../ports/store/storage.js';
import type { RunContext } from './run-context.js';

/** A run that is on its way tells its row at least every ten seconds; one that said nothing for so long is over. */
export const silentMs = 30_000;

/** A run that this store does not know becomes one of it, to end *Failed* like any other. */
export async function keepLostRun(unit: Pick<UnitOfWork, 'starts' | 'runs'>, lost: LostRun, now: Date): Promise<void> {
  const { runId, dataSyncId, startedAt } = lost;
  const started = startedAt === null ? now : new Date(startedAt);
  const added = await unit.starts.add({
    runId,
    dataSyncId,
    runType: 'automatic',
    trigger: 'api',
    requestedAt: started,
    refusal: { code: 'STORE_LOST', detail: '' },
  });
  if (added) await unit.runs.keepStartedAt(runId, started);
}

/**
 * What a run does that finds its row taken by another one. That one is alive elsewhere, or its last report is on its way:
 * then this one waits. Or nobody will ever end it: then its history says so, and this one may have the row.
 * @returns the run whose row may be taken over.
 * @throws OutsideError to be tried again.
 */
export async function takeOver(
  { storage, serverClock, outboxFilled }: RunContext,
  run: Run,
  { by, silentForMs }: Extract<Claim, { readonly kind: 'taken' }>,
): Promise<SyncRunId | null> {
  const known = by === null ? null : await storage.read.runs.find(by);
  const reporting =
    known !== null && (known.phase !== 'ended' || (await storage.read.outbox.oldest(1, known.runId)).length > 0);
  if (reporting || silentForMs < silentMs) {
    const detail = 'Another run of this sync is on its way.';
    throw new OutsideError(detail, { retry: { afterMs: 5_000 }, failureCode: 'OTHER_RUN_ACTIVE' });
  }
  if (by !== null && known === null) {
    const message = failureSentence('STORE_LOST', '');
    const patch = { status: 'failed', completedAt: serverClock.now(), message } as const;
    const row: OutboxMessage = {
      kind: 'run-row',
      subject: aboutRun({ runId: by, dataSyncId: run.dataSyncId }),
      patch,
    };
    await storage.transaction((unit) => unit.outbox.send([row]));
    outboxFilled();
  }
  return by;
}
