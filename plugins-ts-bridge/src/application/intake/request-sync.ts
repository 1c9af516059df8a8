import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { StartParameters } from '@pmds/contracts/start/start-parameters';
import type { RunTrigger, RunType } from '../../domain/run/run.js';
import type { IntakeStore } from '../../ports/store/intake.js';
import type { KnownRuns } from '../../ports/store/profiles.js';

export interface SyncRequest {
  readonly dataSyncId: RowId;
  /** Minted by who asks, so that a repeat of the same request is recognised; `null` when the call came without one. */
  readonly runId: SyncRunId | null;
  readonly trigger: RunTrigger;
  /** Tells a call that came twice from another one; `null` where the caller gave none. */
  readonly correlationId?: string | null;
  /** `automatic` unless said otherwise. */
  readonly runType?: RunType;
  /** Of a retry: the Trace rows to whose members it is limited. */
  readonly traceIds?: readonly RowId[];
  /** What else it asks for. */
  readonly parameters?: StartParameters;
}

export interface RequestSyncDependencies {
  readonly intake: Pick<IntakeStore, 'addStart'>;
  readonly ledger: Pick<KnownRuns, 'activeRunOf'>;
  readonly newRunId: () => SyncRunId;
  readonly now: () => Date;
  /** Tells the worker that something waits. Losing the call loses nothing: the worker looks by itself, too. */
  readonly wakeWorker: () => void;
}

export type Requested =
  | { readonly kind: 'accepted'; readonly runId: SyncRunId }
  /** The row has a run on its way; the request started nothing. */
  | { readonly kind: 'already-running'; readonly runId: SyncRunId };

/**
 * Keeps a start on disk and returns. Calls nobody: the platform's transaction waits for the answer.
 * One active run per row: a request while one is on its way is answered with that run and changes nothing.
 */
export async function requestSync(request: SyncRequest, dependencies: RequestSyncDependencies): Promise<Requested> {
  const active = await dependencies.ledger.activeRunOf(request.dataSyncId);
  if (active !== null) return { kind: 'already-running', runId: active };
  const runId = request.runId ?? dependencies.newRunId();
  await dependencies.intake.addStart({
    runId,
    dataSyncId: request.dataSyncId,
    runType: request.runType ?? 'automatic',
    trigger: request.trigger,
    requestedAt: dependencies.now(),
    ...(request.correlationId === undefined || request.correlationId === null
      ? {}
      : { correlationId: request.correlationId }),
    ...(request.traceIds === undefined ? {} : { traceIds: request.traceIds }),
    ...(request.parameters === undefined ? {} : { parameters: request.parameters }),
  });
  dependencies.wakeWorker();
  return { kind: 'accepted', runId };
}
