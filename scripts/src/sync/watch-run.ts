import { setTimeout as sleep } from 'node:timers/promises';
import { Tables } from '@pmds/contracts/generated/tables';
import { isTerminal, statusOfValue, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { readRow, type WebApi } from '../dataverse/web-api.js';
import type { Progress } from '../terminal/progress-bar.js';

/** What the row says about its run at one moment. */
interface SyncState {
  readonly status: SyncStatus;
  readonly progress: Progress | null;
  readonly message: string | null;
}

const { dataSync } = Tables;
const { columns } = dataSync;
const runOfRow = columns.currentRunId.valueProperty;
const select = [columns.status.logicalName, columns.progress.logicalName, columns.message.logicalName, runOfRow].join();

/** Reads the row as the form does. @returns `null` while the row speaks of another run. */
export async function readSyncState(api: WebApi, dataSyncId: string, runId: string): Promise<SyncState | null> {
  const row = await readRow(api, `${dataSync.entitySetName}(${dataSyncId})?$select=${select}`);
  if (row[runOfRow] !== runId) return null;
  return {
    status: statusOfValue(row[columns.status.logicalName]) ?? 'draft',
    progress: parseProgress(row[columns.progress.logicalName]),
    message: textOrNull(row[columns.message.logicalName]),
  };
}

/**
 * Follows a run until it has ended.
 * @param ended Settles when a process that the run needs has ended; the watch ends with it.
 * @throws Error when `ended` comes first.
 */
export async function watchRun(
  api: WebApi,
  dataSyncId: string,
  runId: string,
  watch: { readonly show: (progress: Progress) => void; readonly ended: Promise<Error>; readonly everyMs: number },
): Promise<SyncState> {
  const failed = watch.ended.then((error) => {
    throw error;
  });
  // Whoever loses the race below must not count as unhandled.
  failed.catch(() => undefined);
  for (;;) {
    const state = await readSyncState(api, dataSyncId, runId);
    if (state !== null && isTerminal(state.status)) return state;
    watch.show(state?.progress ?? waitingToBegin);
    await Promise.race([sleep(watch.everyMs), failed]);
  }
}

const waitingToBegin: Progress = { label: 'Queued', done: 0, total: 0, perSecond: null, remark: null };

const stages: Readonly<Record<string, string>> = {
  scan: 'Counting members',
  read: 'Reading members',
  verify: 'Verifying',
  finish: 'Finishing',
};

/** Reads the JSON of the progress column; anything else is no progress. */
export function parseProgress(text: unknown): Progress | null {
  if (typeof text !== 'string') return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof raw !== 'object' || raw === null) return null;
  const { stage, done, total, ratePerSecond, waiting } = raw as Readonly<Record<string, unknown>>;
  if (typeof stage !== 'string' || typeof done !== 'number') return null;
  return {
    label: stages[stage] ?? stage,
    done,
    total: typeof total === 'number' ? total : 0,
    perSecond: typeof ratePerSecond === 'number' && ratePerSecond > 0 ? ratePerSecond : null,
    remark: waitingRemark(waiting),
  };
}

function waitingRemark(waiting: unknown): string | null {
  if (typeof waiting !== 'object' || waiting === null) return null;
  const { seconds, reason } = waiting as Readonly<Record<string, unknown>>;
  return typeof seconds === 'number' && typeof reason === 'string' ? `waiting ${String(seconds)} s: ${reason}` : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
