import type { SyncRunId } from '@pmds/contracts/ids';
import type { RunRequest } from '../../domain/run/run.js';
import type { Hashing } from '../../ports/hashing.js';
import type { UnitOfWork } from '../../ports/store/storage.js';

const runIdTaken =
  'The start named the id of a run that exists already (RunId), so nothing was started. Start again without a RunId, or with a new one.';

/**
 * Keeps a start. One that names a run of another sync, or one that has ended, becomes a run under an id of its own that ends
 * *Failed* with the reason: a start that was accepted has an end that people see, and a run's row belongs to its sync for
 * ever. The same call that comes again, and a start that meets a run on its way, change nothing.
 */
export async function keepStart(
  unit: Pick<UnitOfWork, 'starts' | 'read'>,
  request: RunRequest,
  hashing: Hashing,
): Promise<void> {
  if (await unit.starts.add(request)) return;
  const known = await unit.read.runs.find(request.runId);
  if (known === null) return;
  const sameSync = known.dataSyncId === request.dataSyncId;
  const sameCall = (known.correlationId ?? null) === (request.correlationId ?? null);
  if (sameSync && (sameCall || known.phase !== 'ended')) return;
  await unit.starts.add(refusedStart(request, hashing));
}

/** The run that tells of a start whose run id cannot be used. */
export function refusedStart(request: RunRequest, hashing: Hashing): RunRequest {
  const { runId, dataSyncId, correlationId, requestedAt, trigger } = request;
  const parts = [runId, dataSyncId, correlationId ?? '', requestedAt.toISOString()];
  return {
    runId: hashing.nameBasedId('refused start', ...parts) as SyncRunId,
    dataSyncId,
    runType: 'automatic',
    trigger,
    requestedAt,
    refusal: { code: 'START_REFUSED', detail: runIdTaken },
  };
}
