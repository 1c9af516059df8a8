import { noOutcomes, type OutcomeCounts } from '@pmds/contracts/run/counts';
import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import { Tables } from '@pmds/contracts/generated/tables';
import { statusOfValue, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { readRow, readRows, type Row, type WebApi } from '../dataverse/web-api.js';
import { seedTables, type SeedTable } from '../seeds/seed.js';

/** How a run ended, read from its rows in Dataverse: what a person sees there, nothing from inside the service. */
export interface RunResult {
  readonly status: SyncStatus;
  readonly message: string | null;
  readonly tables: Readonly<Record<SeedTable, TableResult>>;
  /** *Errors* of the sync's row. */
  readonly errors: number;
  /** Error Trace rows of the run with severity error, counted. */
  readonly traces: number;
  /** Members by reason code of their Error Trace rows. */
  readonly traceReasons: Readonly<Record<string, number>>;
  readonly apiCalls: number;
  readonly seconds: number;
}

interface TableResult {
  readonly members: number;
  readonly outcomes: OutcomeCounts;
  /** *Contact Records Synced* or *Lead Records Synced* of the sync's row. */
  readonly synced: number;
}

const { dataSync, syncRun, errorTrace } = Tables;

export async function readRunResult(api: WebApi, dataSyncId: string, runId: string): Promise<RunResult> {
  const row = await readRow(api, `${dataSync.entitySetName}(${dataSyncId})`);
  const run = await readRow(api, `${syncRun.entitySetName}(${runId})`);
  const traces = await errorTraces(api, runId);
  const counts = parseCounts(run[syncRun.columns.counts.logicalName]);
  const { contactsSynced, leadsSynced, errors, message, status } = dataSync.columns;
  const members = { contact: syncRun.columns.contactMembers, lead: syncRun.columns.leadMembers };
  const synced = { contact: contactsSynced, lead: leadsSynced };
  const table = (name: SeedTable): TableResult => ({
    members: wholeNumber(run, members[name].logicalName),
    outcomes: counts[name],
    synced: wholeNumber(row, synced[name].logicalName),
  });
  const text = row[message.logicalName];
  return {
    status: statusOfValue(row[status.logicalName]) ?? 'draft',
    message: typeof text === 'string' && text !== '' ? text : null,
    tables: { contact: table('contact'), lead: table('lead') },
    errors: wholeNumber(row, errors.logicalName),
    traces: traces.total,
    traceReasons: traces.reasons,
    apiCalls: wholeNumber(run, syncRun.columns.apiCalls.logicalName),
    seconds: wholeNumber(run, syncRun.columns.seconds.logicalName),
  };
}

/** A page holds 5,000 rows: a run with more failures is read page by page. */
async function errorTraces(
  api: WebApi,
  runId: string,
): Promise<{ readonly total: number; readonly reasons: Readonly<Record<string, number>> }> {
  const { reasonCode, severity, syncRunId } = errorTrace.columns;
  const reasons: Record<string, number> = {};
  let total = 0;
  let next: string | null =
    `${errorTrace.entitySetName}?$select=${reasonCode.logicalName}` +
    `&$filter=${syncRunId.valueProperty} eq ${runId} and ${severity.logicalName} eq 'error'`;
  while (next !== null) {
    const page: Row = await readRow(api, next);
    for (const trace of (page['value'] ?? []) as readonly Row[]) {
      const reason = String(trace[reasonCode.logicalName]);
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      total += 1;
    }
    next = typeof page['@odata.nextLink'] === 'string' ? page['@odata.nextLink'] : null;
  }
  return { total, reasons };
}

/** Runs of one sync, newest first. */
export async function runsOf(api: WebApi, dataSyncId: string): Promise<readonly Row[]> {
  const { dataSyncId: of, requestedOn } = syncRun.columns;
  return readRows(
    api,
    `${syncRun.entitySetName}?$filter=${of.valueProperty} eq ${dataSyncId}&$orderby=${requestedOn.logicalName} desc`,
  );
}

function wholeNumber(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : 0;
}

/** The counts column holds JSON: per table, members by outcome. */
function parseCounts(text: unknown): Readonly<Record<SeedTable, OutcomeCounts>> {
  const raw = typeof text === 'string' && text !== '' ? (JSON.parse(text) as Partial<Record<string, Row>>) : {};
  const counts = { contact: noOutcomes, lead: noOutcomes };
  for (const table of seedTables) {
    const outcomes = { ...noOutcomes };
    for (const outcome of memberOutcomes) outcomes[outcome] = wholeNumber(raw[table] ?? {}, outcome);
    counts[table] = outcomes;
  }
  return counts;
}
