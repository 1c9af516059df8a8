import { Tables } from '@pmds/contracts/generated/tables';
import { splitNotificationEmails } from '@pmds/contracts/start/notification-emails';
import { parameterProblems } from '@pmds/contracts/start/start-parameters';
import { startProblems } from '@pmds/contracts/start/start-rules';
import { isActive, isTerminal, statusOfValue } from '@pmds/contracts/run/sync-status';
import type { Run, SyncOrder } from '../../../../domain/run/run.js';
import type { Addressees, Claim, ClaimOptions } from '../../../../ports/run-reporter.js';
import type { DataverseClient } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import { asObject } from '../json.js';
import { orderOf, readDataSyncRow, type DataSyncRow } from './data-sync-row.js';
import { staticLists } from './look-again.js';
import { newestMemberships } from './newest-memberships.js';
import { runRowColumns, syncRowColumns, type Columns } from '../rows/row-columns.js';
import { insertRunRow, runName, writeRunRow } from '../rows/row-writer.js';
import type { SyncOwners } from '../rows/sync-owners.js';
import { timeZoneOf } from './time-zone.js';
import { importedSolutionVersion, incompatibility } from './solution-version.js';

interface ClaimDependencies {
  readonly client: DataverseClient;
  /** Told who owns the sync. */
  readonly owners: SyncOwners;
}

/** Somebody who saves the form at the very moment changes the row's version; reading it again settles that. */
const maxAttempts = 5;

/** Reads the row, checks the start rules and makes the row ours with `If-Match`. Idempotent for one run id. */
export async function claimRow(
  run: Run,
  startedAt: Date,
  { client, owners }: ClaimDependencies,
  signal: AbortSignal,
  { over }: ClaimOptions = {},
): Promise<Claim> {
  const detail = incompatibility(await importedSolutionVersion(client, { purpose: 'claim', flow: run.runId, signal }));
  if (detail !== null) return { kind: 'incompatible', detail };
  let known: Addressees = {};
  for (let attempt = 1; ; attempt += 1) {
    const row = await readDataSyncRow(client, run.dataSyncId, { flow: run.runId, signal });
    if (row === null) return { kind: 'gone', ...known };
    known = addresseesOf(row);
    owners.learn(run.dataSyncId, row.owner);
    const ours = row.currentRunId === run.runId;
    if (!ours && isActive(row.status) && over !== row.currentRunId) {
      return { kind: 'taken', by: row.currentRunId, silentForMs: silence(row, client.serverClock.now()) };
    }
    if (!ours && attempt === 1) {
      const history = await beginHistory(row, run, startedAt, { client, owners }, signal);
      if (history !== 'ours') return { kind: history };
    }
    const problems = [
      ...parameterProblems(
        run.parameters,
        row.lists.map(({ id }) => id),
      ),
      ...startProblems(row.candidate),
    ];
    if (problems.length > 0) {
      if (!(await acknowledge(row, run, startedAt, client, signal)) && attempt < maxAttempts) continue;
      return { kind: 'refused', problems, ...addresseesOf(row) };
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
  const requestedAt = requestTime(run, startedAt);
  const taken = {
    ...syncRowColumns({
      status: 'in-progress',
      startedAt,
      completedAt: null,
      // The counts stay those of what is stored and readable until this run has ended.
      safeToSend: false,
      message: null,
      completionMail: null,
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

/** Whom to tell of a refusal, as far as the row says. */
export function addresseesOf({ candidate }: DataSyncRow): Addressees {
  return {
    ...(candidate.name === null ? {} : { name: candidate.name }),
    notificationEmails: splitNotificationEmails(candidate.notificationEmails).valid,
  };
}

/** For how long nobody has written to the row. */
function silence({ modifiedOn }: DataSyncRow, now: Date): number {
  return modifiedOn === null ? Infinity : now.getTime() - modifiedOn.getTime();
}

/** A clock that is ahead must not make a request look newer than its own start: it would be found again for ever. */
function requestTime({ requestedAt }: Run, startedAt: Date): Date {
  return requestedAt < startedAt ? requestedAt : startedAt;
}

/**
 * Makes the run's row in the history. Ids may come from callers: a row of another sync, or of a run that has ended, is never
 * written again.
 */
async function beginHistory(
  row: DataSyncRow,
  run: Run,
  startedAt: Date,
  { client, owners }: ClaimDependencies,
  signal: AbortSignal,
): Promise<'ours' | 'id-taken' | 'gone'> {
  const { runType, trigger } = run;
  const requestedAt = requestTime(run, startedAt);
  const begun = runRowColumns({ runType, trigger, status: 'in-progress', requestedAt, startedAt });
  const columns = { ...begun, ...runRowColumns({ name: runName(row.candidate.name ?? 'Run', begun) }) };
  const made = await insertRunRow(client, run, columns, row.owner, signal);
  if (made !== 'exists') return made === 'made' ? 'ours' : 'gone';
  if (!(await isOwnHistory(run, client, signal))) return 'id-taken';
  return (await writeRunRow(client, run, columns, owners, signal)) ? 'ours' : 'gone';
}

async function isOwnHistory(run: Run, client: DataverseClient, signal: AbortSignal): Promise<boolean> {
  const { entitySetName, columns } = Tables.syncRun;
  const select = `${columns.dataSyncId.valueProperty},${columns.status.logicalName}`;
  const path = `${entitySetName}(${run.runId})?$select=${select}`;
  const row = asObject(await client.get(path, { purpose: 'claim', flow: run.runId, signal }));
  const status = statusOfValue(row[columns.status.logicalName]);
  return row[columns.dataSyncId.valueProperty] === run.dataSyncId && (status === null || !isTerminal(status));
}

function changedTooOften(): DataverseError {
  return new DataverseError('The row of the sync was changed each time it was about to be claimed.', {
    code: 'precondition',
    status: 412,
    retry: { afterMs: 1_000 },
  });
}
