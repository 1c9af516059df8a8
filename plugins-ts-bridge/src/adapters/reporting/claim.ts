import { Tables } from '@pmds/contracts/generated/tables';
import { parseNotificationEmails } from '@pmds/contracts/notification-emails';
import { parameterProblems } from '@pmds/contracts/start-parameters';
import { startProblems } from '@pmds/contracts/start-rules';
import { isActive } from '@pmds/contracts/sync-status';
import type { Run, SyncOrder } from '../../domain/run.js';
import type { Claim } from '../../ports/run-reporter.js';
import type { DataverseClient } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import { orderOf, readDataSyncRow, type DataSyncRow } from './data-sync-row.js';
import { staticLists } from './look-again.js';
import { newestMemberships } from './newest-memberships.js';
import { runRowColumns, syncRowColumns, type Columns } from './row-columns.js';
import { runName, writeRunRow } from './row-writer.js';
import { timeZoneOf } from './time-zone.js';
import { importedSolutionVersion, incompatibility } from './solution-version.js';

export interface ClaimDependencies {
  readonly client: DataverseClient;
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
  { client }: ClaimDependencies,
  signal: AbortSignal,
): Promise<Claim> {
  const detail = incompatibility(await importedSolutionVersion(client, { purpose: 'claim', flow: run.runId, signal }));
  if (detail !== null) return { kind: 'incompatible', detail };
  for (let attempt = 1; ; attempt += 1) {
    const row = await readDataSyncRow(client, run.dataSyncId, { flow: run.runId, signal });
    if (row === null) return { kind: 'gone' };
    const ours = row.currentRunId === run.runId;
    if (!ours && isActive(row.status) && !isAbandoned(row, client.serverClock.now())) {
      if (attempt > 1) await giveWay(client, run, signal);
      return { kind: 'taken' };
    }
    const problems = [...parameterProblems(run.parameters), ...startProblems(row.candidate)];
    if (problems.length > 0) {
      if (!(await acknowledge(row, run, startedAt, client, signal)) && attempt < maxAttempts) continue;
      return { kind: 'refused', problems, ...addressees(row) };
    }
    const mine = ours && isActive(row.status);
    if (mine || (await take(row, run, startedAt, client, signal))) {
      const timeZone = () => timeZoneOf(client, row.timeZone, { flow: run.runId, signal });
      return { kind: 'claimed', order: await withNewestMembership(client, orderOf(row), run, signal), timeZone };
    }
    if (attempt >= maxAttempts) throw changedTooOften();
  }
}

/** Asked before the scan: whoever is put on a list later is seen by it. */
async function withNewestMembership(
  client: DataverseClient,
  order: SyncOrder,
  { runId }: Run,
  signal: AbortSignal,
): Promise<SyncOrder> {
  const newest = await newestMemberships(client, staticLists(order.lists), null, {
    purpose: 'claim',
    flow: runId,
    signal,
  });
  return { ...order, newestMembership: Math.max(0, ...newest.values()) };
}

/** @returns false when somebody changed the row since it was read. */
async function take(
  row: DataSyncRow,
  run: Run,
  startedAt: Date,
  client: DataverseClient,
  signal: AbortSignal,
): Promise<boolean> {
  // A clock that is ahead must not make a request look newer than its own start: it would be found again for ever.
  const requestedAt = run.requestedAt < startedAt ? run.requestedAt : startedAt;
  const { runType, trigger } = run;
  const begun = runRowColumns({ runType, trigger, status: 'in-progress', requestedAt, startedAt });
  const name = runName(row.candidate.name ?? 'Run', begun);
  await writeRunRow(client, run, { ...begun, ...runRowColumns({ name }) }, signal);
  const taken = {
    ...syncRowColumns({
      status: 'in-progress',
      startedAt,
      completedAt: null,
      contactsSynced: 0,
      leadsSynced: 0,
      errors: 0,
      safeToSend: false,
      message: null,
      currentRunId: run.runId,
      progress: { stage: 'scan', done: 0, total: 0, ratePerSecond: 0, waiting: null, at: startedAt },
    }),
    [Tables.dataSync.columns.requestedOn.logicalName]: requestedAt.toISOString(),
  };
  return patchAsRead(client, row, run, taken, signal);
}

/**
 * A request that claims to be from later than now would be newer than its own start, and be found for ever after it was
 * refused. @returns false when somebody changed the row since it was read.
 */
async function acknowledge(
  row: DataSyncRow,
  run: Run,
  startedAt: Date,
  client: DataverseClient,
  signal: AbortSignal,
): Promise<boolean> {
  if (row.requestedOn === null || row.requestedOn <= startedAt) return true;
  return patchAsRead(
    client,
    row,
    run,
    { [Tables.dataSync.columns.requestedOn.logicalName]: startedAt.toISOString() },
    signal,
  );
}

/** @returns false when somebody changed the row since it was read. */
async function patchAsRead(
  client: DataverseClient,
  row: DataSyncRow,
  run: Run,
  body: Columns,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.request({
      method: 'PATCH',
      path: `${Tables.dataSync.entitySetName}(${run.dataSyncId})`,
      purpose: 'claim',
      flow: run.runId,
      headers: { 'if-match': row.etag },
      body,
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
  const emails = parseNotificationEmails(candidate.notificationEmails);
  return {
    ...(candidate.name === null ? {} : { name: candidate.name }),
    ...(emails.ok ? { notificationEmails: emails.value } : {}),
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
