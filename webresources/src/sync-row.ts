import { Tables } from '@pmds/contracts/generated/tables';
import { parseMailOutcome, type MailOutcome } from '@pmds/contracts/run/mail-outcome';
import { queryNotesOfCounts, type StoredQueryNotes } from '@pmds/contracts/run/query-notes';
import { factsOf, notReadyOutcomes } from '@pmds/contracts/run/outcomes';
import { newerOfCounts, scopeOfCounts, type RunTally } from '@pmds/contracts/run/run-tally';
import { isActive, statusOfValue, type SyncStatus } from '@pmds/contracts/run/sync-status';

const { columns } = Tables.dataSync;

/** What the form shows of a sync, read past the form: its own copy is as old as its last load. */
export interface SyncRow {
  readonly status: SyncStatus;
  readonly requestedOn: Date | null;
  readonly startedOn: Date | null;
  readonly completedOn: Date | null;
  readonly contactsSynced: number;
  readonly leadsSynced: number;
  readonly errors: number;
  readonly safeToSend: boolean | null;
  readonly readiness: string;
  readonly message: string;
  /** JSON; `progress.ts` reads it. */
  readonly progress: string | null;
  /** When the service said something last, by Dataverse's clock. */
  readonly heardOn: Date | null;
  /** Who got or will get no completion mail; `null` where that is nobody. */
  readonly mail: MailOutcome | null;
  readonly run: { readonly id: string; readonly name: string } | null;
  /** What the current run counted, where it has made its members readable. */
  readonly tally: RunTally | null;
  /** What its run took in another way than the lists ask. */
  readonly queries: StoredQueryNotes;
}

export const syncRowColumns = [
  columns.status.logicalName,
  columns.requestedOn.logicalName,
  columns.startedOn.logicalName,
  columns.completedOn.logicalName,
  columns.contactsSynced.logicalName,
  columns.leadsSynced.logicalName,
  columns.errors.logicalName,
  columns.safeToSend.logicalName,
  columns.readinessReasons.logicalName,
  columns.message.logicalName,
  columns.progress.logicalName,
  columns.completionMail.logicalName,
  columns.currentRunId.valueProperty,
  columns.modifiedOn.logicalName,
];

const runColumns = Tables.syncRun.columns;
/** Column of a run for each number of its tally. */
const tallyColumns = {
  contactMembers: runColumns.contactMembers.logicalName,
  leadMembers: runColumns.leadMembers.logicalName,
  contactsSynced: runColumns.contactsSynced.logicalName,
  leadsSynced: runColumns.leadsSynced.logicalName,
} as const;
const outcomeColumns = notReadyOutcomes.flatMap((outcome) => {
  const { runColumn } = factsOf(outcome);
  return runColumn === null ? [] : [[outcome, runColumns[runColumn].logicalName] as const];
});
const runProperty = columns.currentRunId.navigationProperty;

/** Reads a sync by id as it is now. */
export async function readSyncRow(id: string): Promise<SyncRow> {
  const expand = `${runProperty}($select=${[
    runColumns.status.logicalName,
    runColumns.counts.logicalName,
    ...Object.values(tallyColumns),
    ...outcomeColumns.map(([, column]) => column),
  ].join(',')})`;
  const query = `?$select=${syncRowColumns.join(',')}&$expand=${expand}`;
  return syncRowOf(await Xrm.WebApi.retrieveRecord<Row>(Tables.dataSync.logicalName, bareId(id), query));
}

/** Xrm writes ids in braces, the Web API without. */
export function bareId(id: string): string {
  return id.replace(/[{}]/g, '').toLowerCase();
}

type Row = Readonly<Record<string, unknown>>;

/** Reads a row of the Web API. What column security hides is missing there and reads as empty. */
export function syncRowOf(row: Row): SyncRow {
  const run = row[columns.currentRunId.valueProperty];
  const runName = row[`${columns.currentRunId.valueProperty}@OData.Community.Display.V1.FormattedValue`];
  const safe = row[columns.safeToSend.logicalName];
  const progress = row[columns.progress.logicalName];
  return {
    status: statusOfValue(row[columns.status.logicalName]) ?? 'draft',
    requestedOn: dateOf(row[columns.requestedOn.logicalName]),
    startedOn: dateOf(row[columns.startedOn.logicalName]),
    completedOn: dateOf(row[columns.completedOn.logicalName]),
    contactsSynced: numberOf(row[columns.contactsSynced.logicalName]),
    leadsSynced: numberOf(row[columns.leadsSynced.logicalName]),
    errors: numberOf(row[columns.errors.logicalName]),
    safeToSend: typeof safe === 'boolean' ? safe : null,
    readiness: textOf(row[columns.readinessReasons.logicalName]),
    message: textOf(row[columns.message.logicalName]),
    progress: typeof progress === 'string' ? progress : null,
    // Older services do not say when.
    heardOn: toldOn(progress) ?? dateOf(row[columns.modifiedOn.logicalName]),
    mail: parseMailOutcome(row[columns.completionMail.logicalName]),
    run: typeof run === 'string' ? { id: run, name: typeof runName === 'string' ? runName : run } : null,
    tally: tallyOf(row[runProperty]),
    queries: queryNotesOfCounts((row[runProperty] as Row | null | undefined)?.[runColumns.counts.logicalName]),
  };
}

/** A run that failed made nobody readable, and its row may lack counts. */
function tallyOf(run: unknown): RunTally | null {
  if (typeof run !== 'object' || run === null) return null;
  const row = run as Row;
  const status = statusOfValue(row[runColumns.status.logicalName]);
  if (status !== 'completed' && status !== 'completed-with-errors') return null;
  const count = (of: keyof typeof tallyColumns) => numberOf(row[tallyColumns[of]]);
  return {
    members: count('contactMembers') + count('leadMembers'),
    ready: { contact: count('contactsSynced'), lead: count('leadsSynced') },
    notReady: Object.fromEntries(
      outcomeColumns.map(([outcome, column]) => [outcome, numberOf(row[column])]),
    ) as RunTally['notReady'],
    newer: newerOfCounts(row[runColumns.counts.logicalName]),
    scope: scopeOfCounts(row[runColumns.counts.logicalName]),
  };
}

/** A start is asked for and not yet claimed: the row itself is the queue. */
export function isRequested({ requestedOn, startedOn }: Pick<SyncRow, 'requestedOn' | 'startedOn'>): boolean {
  return requestedOn !== null && (startedOn === null || requestedOn > startedOn);
}

/** The status that people see: a request is queued, whether or not the service that writes the column is there. */
export function shownStatus(row: SyncRow): SyncStatus {
  return isRequested(row) && !isActive(row.status) ? 'queued' : row.status;
}

/** A live run tells its row every ten seconds at least, also while it waits. */
const silentMs = 60_000;

/** A run should be on its way, and nothing was heard of it for a minute: nobody may be there to end it. */
export function isSilent({ status, heardOn }: Pick<SyncRow, 'status' | 'heardOn'>, now: Date | null): boolean {
  return isActive(status) && silenceMs(heardOn, now) > silentMs;
}

/** For how long nothing was heard; 0 where that is not known. */
export function silenceMs(heardOn: Date | null, now: Date | null): number {
  return heardOn === null || now === null ? 0 : now.getTime() - heardOn.getTime();
}

/** When the service wrote this progress, by Dataverse's clock. */
export function toldOn(progress: unknown): Date | null {
  const at = typeof progress === 'string' ? /"at":"([^"]+)"/.exec(progress)?.[1] : undefined;
  return at === undefined || Number.isNaN(Date.parse(at)) ? null : new Date(at);
}

/** Something is on its way, so what the form shows will change. */
export function isMoving(row: SyncRow): boolean {
  return isActive(row.status) || isRequested(row);
}

function dateOf(value: unknown): Date | null {
  return typeof value === 'string' ? new Date(value) : null;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
