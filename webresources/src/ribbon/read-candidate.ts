import { brakeOfCounts, type StoppedByBrake } from '@pmds/contracts/start/brake';
import { Tables } from '@pmds/contracts/generated/tables';
import { memberTableOfListCode } from '@pmds/contracts/fields/member-table';
import type { StartCandidate, StartList } from '@pmds/contracts/start/start-rules';
import { bareId, type SyncRow, syncRowColumns, syncRowOf } from '../sync-row.js';

const { columns, manyToMany } = Tables.dataSync;

/** What a start is decided by, as Dataverse holds it: another user may have changed or started the sync meanwhile. */
export interface Candidate {
  readonly id: string;
  readonly start: StartCandidate;
  readonly row: SyncRow;
  /** Version of the row, for `If-Match`. */
  readonly etag: string;
  /** The last run, where its numbers stopped it. */
  readonly stopped: StoppedRun | null;
}

export interface StoppedRun {
  readonly runId: string;
  readonly brake: StoppedByBrake;
}

type Row = Readonly<Record<string, unknown>>;

export async function readCandidate(formId: string): Promise<Candidate> {
  const id = bareId(formId);
  const own = [
    columns.name.logicalName,
    columns.notificationEmails.logicalName,
    columns.fields.logicalName,
    columns.statecode.logicalName,
  ];
  const lists = `${manyToMany.list.navigationProperty}($select=listname,createdfromcode,statecode)`;
  const query = `?$select=${[...own, ...syncRowColumns].join(',')}&$expand=${lists}`;
  const row = await Xrm.WebApi.retrieveRecord<Row>(Tables.dataSync.logicalName, id, query);
  const found = row[manyToMany.list.navigationProperty];
  const syncRow = syncRowOf(row);
  return {
    id,
    start: {
      name: textOf(row[columns.name.logicalName]),
      notificationEmails: textOf(row[columns.notificationEmails.logicalName]),
      fields: textOf(row[columns.fields.logicalName]),
      inactive: row[columns.statecode.logicalName] === 1,
      lists: Array.isArray(found) ? (found as readonly Row[]).map(listOf) : [],
    },
    row: syncRow,
    etag: textOf(row['@odata.etag']) ?? '*',
    stopped: await readStopped(syncRow),
  };
}

/** Asked for by itself: Dataverse expands no other relationship beside one of several to several. */
async function readStopped({ status, run }: SyncRow): Promise<StoppedRun | null> {
  if (status !== 'failed' || run === null) return null;
  const counts = Tables.syncRun.columns.counts.logicalName;
  const row = await Xrm.WebApi.retrieveRecord<Row>(Tables.syncRun.logicalName, run.id, `?$select=${counts}`);
  const brake = brakeOfCounts(row[counts]);
  return brake === null ? null : { runId: run.id, brake };
}

function listOf(row: Row): StartList {
  return {
    name: textOf(row['listname']) ?? '',
    table: memberTableOfListCode(row['createdfromcode']),
    active: row['statecode'] === 0,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
