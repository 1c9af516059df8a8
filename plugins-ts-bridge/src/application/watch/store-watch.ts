import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { counted } from '@pmds/contracts/wording';
import type { IntakeStore } from '../../ports/store/intake.js';
import type { KnownRuns, StoreState, SyncedMembers } from '../../ports/store/profiles.js';
import { silentMs } from '../run/lost-run.js';

/** What the row of a sync says that only the store can keep. */
export interface StoreClaim {
  readonly dataSyncId: RowId;
  /** Version of the row; a row that was changed since is looked at again next time. */
  readonly etag: string;
  readonly runId: SyncRunId | null;
  /** Its run is on its way. Otherwise it is marked safe to send. */
  readonly active: boolean;
  readonly startedAt: string | null;
  readonly ready: { readonly contact: number; readonly lead: number };
  /** For how long nobody has written to the row. */
  readonly silentForMs: number;
}

export interface StoreClaims {
  /** Rows that are marked safe to send, and rows whose run is on its way. */
  list(signal: AbortSignal): Promise<readonly StoreClaim[]>;
  /** Takes the mark back. @returns false when somebody changed the row meanwhile. */
  withdraw(claim: StoreClaim, why: string, signal: AbortSignal): Promise<boolean>;
}

export interface StoreWatchDependencies {
  readonly claims: StoreClaims;
  readonly runs: Pick<KnownRuns, 'activeRunOf' | 'knowsRun'>;
  readonly syncs: Pick<SyncedMembers, 'held'>;
  readonly state: Pick<StoreState, 'exists'>;
  readonly intake: Pick<IntakeStore, 'addLostRun'>;
  readonly wakeWorker: () => void;
}

/** What one look came to. */
interface StoreFindings {
  readonly withdrawn: readonly RowId[];
  readonly lost: readonly SyncRunId[];
}

/**
 * Compares what Dataverse says with what the store holds. A store can be lost, or be put back from an older copy, and
 * nothing in Dataverse notices: a mark that it does not cover is taken back, and a run that it does not know is ended.
 */
export async function watchStore(
  { claims, runs, syncs, state, intake, wakeWorker }: StoreWatchDependencies,
  signal: AbortSignal,
): Promise<StoreFindings> {
  const withdrawn: RowId[] = [];
  const lost: SyncRunId[] = [];
  // Before the worker has made the store, it holds nothing, and nothing follows from that.
  if (!(await state.exists())) return { withdrawn, lost };
  for (const claim of await claims.list(signal)) {
    const { dataSyncId, runId } = claim;
    if ((await runs.activeRunOf(dataSyncId)) !== null) continue;
    if (claim.active) {
      if (runId === null || claim.silentForMs < silentMs || (await runs.knowsRun(runId))) continue;
      await intake.addLostRun({ runId, dataSyncId, startedAt: claim.startedAt });
      lost.push(runId);
    } else {
      const why = missing(claim, await syncs.held(dataSyncId));
      if (why !== null && (await claims.withdraw(claim, why, signal))) withdrawn.push(dataSyncId);
    }
  }
  if (lost.length > 0) wakeWorker();
  return { withdrawn, lost };
}

/** What is not there of what the row promises, `null` when all of it is. */
function missing(claim: StoreClaim, held: Awaited<ReturnType<SyncedMembers['held']>>): string | null {
  const start = 'Start the sync again.';
  const not = 'Not safe to send any more:';
  if (held === null)
    return `${not} the store of the service holds nobody of this sync, so it was lost or replaced. ${start}`;
  if (held.runId !== claim.runId) {
    return `${not} the store of the service holds an older run of this sync, so it was put back from a copy. ${start}`;
  }
  const { contact, lead } = held.profiles;
  if (contact === claim.ready.contact && lead === claim.ready.lead) return null;
  return `${not} the store of the service holds ${counted(contact, 'contact')} and ${counted(lead, 'lead')}, which are not those of the run. ${start}`;
}
