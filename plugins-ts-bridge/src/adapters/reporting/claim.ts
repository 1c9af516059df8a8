import { Tables } from '@pmds/contracts/generated/tables';
import { splitNotificationEmails } from '@pmds/contracts/notification-emails';
import { startProblems } from '@pmds/contracts/start-rules';
import { isActive } from '@pmds/contracts/sync-status';
import type { Run } from '../../domain/run.js';
import type { Clock } from '../../ports/clock.js';
import type { Claim } from '../../ports/run-reporter.js';
import type { DataverseClient } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import { orderOf, readDataSyncRow, type DataSyncRow } from './data-sync-row.js';
import { runRowColumns, syncRowColumns } from './row-columns.js';
import { runName, writeRunRow } from './row-writer.js';
import { importedSolutionVersion, incompatibility } from './solution-version.js';

export interface ClaimDependencies {
  readonly client: DataverseClient;
  readonly clock: Clock;
}

/**
 * A row whose run has not written anything for so long is abandoned: a live run reports at least every few seconds, also
 * while it waits. Reached only when the service lost its own store, since otherwise it goes on with the run itself.
 */
const abandonedAfterMs = 15 * 60_000;
/** Somebody who saves the form at the very moment changes the row's version; reading it again settles that. */
const maxAttempts = 5;

/** Reads the row, checks the start rules and makes the row ours with `If-Match`. Idempotent for one run id. */
export async function claimRow(
  run: Run,
  startedAt: Date,
  { client, clock }: ClaimDependencies,
  signal: AbortSignal,
): Promise<Claim> {
  const detail = incompatibility(await importedSolutionVersion(client, { purpose: 'claim', flow: run.runId, signal }));
  if (detail !== null) return { kind: 'incompatible', detail };
  for (let attempt = 1; ; attempt += 1) {
    const row = await readDataSyncRow(client, run.dataSyncId, { flow: run.runId, signal });
    if (row === null) return { kind: 'gone' };
    const ours = row.currentRunId === run.runId;
    if (!ours && isActive(row.status) && !isAbandoned(row, clock.now())) {
      if (attempt > 1) await giveWay(client, run, signal);
      return { kind: 'taken' };
    }
    const problems = startProblems(row.candidate);
    if (problems.length > 0) return { kind: 'refused', problems, ...addressees(row) };
    if (ours && isActive(row.status)) return { kind: 'claimed', order: orderOf(row) };
    if (await take(row, run, startedAt, client, signal)) return { kind: 'claimed', order: orderOf(row) };
    if (attempt >= maxAttempts) throw changedTooOften();
  }
}

/** @returns false when somebody changed the row since it was read. */
async function take(
  row: DataSyncRow,
  run: Run,
  startedAt: Date,
  client: DataverseClient,
  signal: AbortSignal,
): Promise<boolean> {
  const asked = run.trigger === 'request' ? (row.requestedOn ?? run.requestedAt) : run.requestedAt;
  // A clock that is ahead must not make a request look newer than its own start: it would be found again for ever.
  const requestedAt = asked < startedAt ? asked : startedAt;
  const { runType, trigger } = run;
  const begun = runRowColumns({ runType, trigger, status: 'in-progress', requestedAt, startedAt });
  const name = runName(row.candidate.name ?? 'Run', begun);
  await writeRunRow(client, run, { ...begun, ...runRowColumns({ name }) }, signal);
  try {
    await client.request({
      method: 'PATCH',
      path: `${Tables.dataSync.entitySetName}(${run.dataSyncId})`,
      purpose: 'claim',
      flow: run.runId,
      headers: { 'if-match': row.etag },
      body: {
        ...syncRowColumns({
          status: 'in-progress',
          startedAt,
          completedAt: null,
          contactsSynced: 0,
          leadsSynced: 0,
          errors: 0,
          safeToSend: false,
          message: null,
          completionMail: null,
          currentRunId: run.runId,
          progress: { stage: 'scan', done: 0, total: 0, ratePerSecond: 0, waiting: null },
        }),
        [Tables.dataSync.columns.requestedOn.logicalName]: requestedAt.toISOString(),
      },
      signal,
    });
    return true;
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'precondition') return false;
    throw error;
  }
}

/** The run row was written before somebody else got the sync; the history says that nothing came of it. */
async function giveWay(client: DataverseClient, run: Run, signal: AbortSignal): Promise<void> {
  const message = 'Another run of this sync was on its way, so this one started nothing.';
  await writeRunRow(client, run, runRowColumns({ status: 'cancelled', message }), signal);
}

/** Whom to tell of a refusal, as far as the row says. */
function addressees({ candidate }: DataSyncRow): {
  readonly name?: string;
  readonly notificationEmails?: readonly string[];
} {
  return {
    ...(candidate.name === null ? {} : { name: candidate.name }),
    notificationEmails: splitNotificationEmails(candidate.notificationEmails).valid,
  };
}

function isAbandoned(row: DataSyncRow, now: Date): boolean {
  return row.modifiedOn !== null && now.getTime() - row.modifiedOn.getTime() > abandonedAfterMs;
}

function changedTooOften(): DataverseError {
  return new DataverseError('The row of the sync was changed each time it was about to be claimed.', {
    code: 'precondition',
    status: 412,
    retry: { afterMs: 1_000 },
  });
}
