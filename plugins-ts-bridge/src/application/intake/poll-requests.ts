import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { requestSync, type RequestSyncDependencies } from './request-sync.js';

/** A row whose `pmds_requestedon` is newer than its `pmds_startedon`. */
export interface PendingRequest {
  readonly dataSyncId: RowId;
  /** As the row says it; by the clock of whoever asked. */
  readonly requestedOn: Date;
  /** When the row was changed last, by Dataverse's clock: nobody can have asked later. */
  readonly modifiedOn: Date | null;
}

/** Where the rows that wait for a start are found. */
export interface PendingRequests {
  list(signal: AbortSignal): Promise<readonly PendingRequest[]>;
}

/** When it was asked, as far as Dataverse's clock can tell. */
function askedAt({ requestedOn, modifiedOn }: PendingRequest, now: Date): Date {
  const latest = modifiedOn === null || modifiedOn > now ? now : modifiedOn;
  return requestedOn > latest ? latest : requestedOn;
}

export interface PollDependencies extends RequestSyncDependencies {
  readonly pending: PendingRequests;
  /** Names the run after the request, so that the same request found twice, or by two processes, is one run. */
  readonly runIdOfRequest: (request: PendingRequest) => SyncRunId;
}

/**
 * One look at the queue of last resort: the rows themselves. Returns what was started.
 * @param known Run ids of requests this process has handed on already; grows by what is found.
 */
export async function pollRequests(
  dependencies: PollDependencies,
  known: Set<SyncRunId>,
  signal: AbortSignal,
): Promise<readonly SyncRunId[]> {
  const started: SyncRunId[] = [];
  const seen = new Set<SyncRunId>();
  for (const request of await dependencies.pending.list(signal)) {
    const runId = dependencies.runIdOfRequest(request);
    seen.add(runId);
    if (known.has(runId)) continue;
    const requested = await requestSync(
      { dataSyncId: request.dataSyncId, runId, trigger: 'request' },
      { ...dependencies, now: () => askedAt(request, dependencies.now()) },
    );
    // A request that met an active run is looked at again: it starts when that run has ended.
    if (requested.kind === 'already-running') continue;
    known.add(runId);
    started.push(runId);
  }
  for (const runId of known) if (!seen.has(runId)) known.delete(runId);
  return started;
}
