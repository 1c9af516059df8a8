import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId, parseSyncRunId, type RowId, type SyncRunId } from '@pmds/contracts/ids';
import { memberTableOfListCode } from '@pmds/contracts/fields/member-table';
import type { StartCandidate } from '@pmds/contracts/start/start-rules';
import { statusOfValue, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { parseFieldSelection } from '@pmds/contracts/fields/field-selection';
import { parseNotificationEmails } from '@pmds/contracts/start/notification-emails';
import type { PlannedList, SyncOrder } from '../../../../domain/run/run.js';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import { asObject, dateOf, memberCountOf, textOf, type Json } from '../json.js';
import { ownerColumns, ownerOf } from '../rows/sync-owners.js';
import { owningUser } from './time-zone.js';

const table = Tables.dataSync;
const { columns } = table;
const lists = table.manyToMany.list.navigationProperty;

/** A Profile Management Data Sync as it is saved, with its marketing lists. */
export interface DataSyncRow {
  readonly etag: string;
  readonly status: SyncStatus;
  readonly currentRunId: SyncRunId | null;
  readonly requestedOn: Date | null;
  readonly modifiedOn: Date | null;
  /** What decides in which zone moments are shown. */
  readonly timeZone: { readonly setting: string | null; readonly owner: RowId | null };
  /** User or team, as a reference of the Web API. */
  readonly owner: string | null;
  readonly candidate: StartCandidate;
  readonly lists: readonly ListRow[];
  readonly exportsCsv: boolean;
  readonly plannedSendEnd: Date | null;
}

interface ListRow {
  readonly id: RowId;
  readonly row: Json;
}

/** @returns `null` when the row was deleted. */
export async function readDataSyncRow(
  client: DataverseClient,
  id: RowId,
  call: Pick<DataverseRequest, 'flow' | 'signal'>,
): Promise<DataSyncRow | null> {
  const select = [
    columns.name.logicalName,
    columns.notificationEmails.logicalName,
    columns.fields.logicalName,
    columns.status.logicalName,
    columns.requestedOn.logicalName,
    columns.modifiedOn.logicalName,
    columns.timeZone.logicalName,
    columns.exportCsv.logicalName,
    columns.plannedSendEnd.logicalName,
    ...ownerColumns,
    columns.statecode.logicalName,
    columns.currentRunId.valueProperty,
  ].join(',');
  const expand = `${lists}($select=listid,listname,type,createdfromcode,statecode,query,membercount,_owninguser_value)`;
  try {
    const answer = await client.get(`${table.entitySetName}(${id})?$select=${select}&$expand=${expand}`, {
      purpose: 'claim',
      ...call,
    });
    return parseRow(asObject(answer));
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return null;
    throw error;
  }
}

function parseRow(row: Json): DataSyncRow {
  const expanded = row[lists];
  const listRows = (Array.isArray(expanded) ? expanded : []).map(asObject).flatMap((list) => {
    const id = parseRowId(list['listid']);
    return id.ok ? [{ id: id.value, row: list }] : [];
  });
  const runId = parseSyncRunId(row[columns.currentRunId.valueProperty]);
  return {
    etag: textOf(row['@odata.etag']) ?? '',
    status: statusOfValue(row[columns.status.logicalName]) ?? 'draft',
    currentRunId: runId.ok ? runId.value : null,
    requestedOn: dateOf(row[columns.requestedOn.logicalName]),
    modifiedOn: dateOf(row[columns.modifiedOn.logicalName]),
    timeZone: { setting: textOf(row[columns.timeZone.logicalName]), owner: owningUser(row) },
    owner: ownerOf(row),
    candidate: {
      name: textOf(row[columns.name.logicalName]),
      notificationEmails: textOf(row[columns.notificationEmails.logicalName]),
      fields: textOf(row[columns.fields.logicalName]),
      inactive: row[columns.statecode.logicalName] === 1,
      lists: listRows.map(({ row: list }) => ({
        name: textOf(list['listname']) ?? '',
        table: memberTableOfListCode(list['createdfromcode']),
        active: list['statecode'] === 0,
      })),
    },
    lists: listRows,
    exportsCsv: row[columns.exportCsv.logicalName] === true,
    plannedSendEnd: dateOf(row[columns.plannedSendEnd.logicalName]),
  };
}

/** What the run will do. Asked only for rows on which no start rule fails, so nothing here can be missing. */
export function orderOf({ candidate, lists: rows, exportsCsv, plannedSendEnd }: DataSyncRow): SyncOrder {
  const emails = parseNotificationEmails(candidate.notificationEmails);
  const fields = parseFieldSelection(candidate.fields);
  if (!emails.ok || !fields.ok) throw new Error('An order was asked for a row that the start rules refuse.');
  return {
    name: candidate.name ?? '',
    notificationEmails: emails.value,
    fields: fields.value,
    lists: rows.flatMap(plannedList).sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...(exportsCsv ? { destinations: [{ kind: 'csv' }] } : {}),
    ...(plannedSendEnd === null ? {} : { plannedSendEnd: plannedSendEnd.toISOString() }),
  };
}

function plannedList({ id, row }: ListRow): readonly PlannedList[] {
  const member = memberTableOfListCode(row['createdfromcode']);
  if (member === null) return [];
  const name = textOf(row['listname']) ?? '';
  // `list.type`: false = static, true = dynamic.
  const dynamic = row['type'] === true;
  const owner = owningUser(row);
  const list = dynamic
    ? ({ id, name, kind: 'dynamic', query: textOf(row['query']), ...(owner === null ? {} : { owner }) } as const)
    : ({ id, name, kind: 'static', query: null, memberCount: memberCountOf(row) } as const);
  return [member === 'account' ? { ...list, table: 'contact', holds: 'account' } : { ...list, table: member }];
}
