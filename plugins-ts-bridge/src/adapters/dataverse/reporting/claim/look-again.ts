import { parseFieldSelection } from '@pmds/contracts/fields/field-selection';
import { memberTableOfListCode } from '@pmds/contracts/fields/member-table';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import {
  gainedSince,
  membershipQuestions,
  type CurrentList,
  type SyncNow,
} from '../../../../domain/run/list-changes.js';
import type { ClaimedRun } from '../../../../domain/run/run.js';
import type { DataverseClient } from '../../http/client.js';
import { readDataSyncRow } from './data-sync-row.js';
import { memberCountOf, textOf, type Json } from '../json.js';
import { newestMemberships } from './newest-memberships.js';

/** The sync and its lists as they are now; `null` when its row was deleted. Three calls at the most. */
export async function readSyncNow(
  client: DataverseClient,
  run: ClaimedRun,
  signal: AbortSignal,
): Promise<SyncNow | null> {
  const call = { flow: run.runId, signal };
  const [row, ...newest] = await Promise.all([
    readDataSyncRow(client, run.dataSyncId, call),
    ...membershipQuestions([run.order]).map(({ lists, since }) =>
      newestMemberships(client, lists, since, { purpose: 'claim', ...call }),
    ),
  ]);
  if (row === null) return null;
  const lists = row.lists.flatMap(({ row: list }) => currentList(list));
  return {
    fields: fieldsOf(row.candidate.fields),
    lists: gainedSince(run.order, lists, new Map(newest.flatMap((some) => [...some]))),
  };
}

/** Columns of a list that tell whether it is what was synced. */
export const listColumns = 'listid,listname,type,createdfromcode,statecode,query,membercount';

export function currentList(row: Json): readonly CurrentList[] {
  const id = parseRowId(row['listid']);
  if (!id.ok) return [];
  // `list.type`: false = static, true = dynamic.
  const dynamic = row['type'] === true;
  return [
    {
      id: id.value,
      name: textOf(row['listname']) ?? '',
      query: dynamic ? (textOf(row['query']) ?? '') : null,
      memberCount: dynamic ? null : memberCountOf(row),
      active: row['statecode'] === 0,
      holds: memberTableOfListCode(row['createdfromcode']),
    },
  ];
}

export function fieldsOf(text: unknown): SyncNow['fields'] {
  const fields = parseFieldSelection(typeof text === 'string' ? text : null);
  return fields.ok ? fields.value : null;
}

export function staticLists(lists: readonly { readonly id: RowId; readonly kind: string }[]): readonly RowId[] {
  return lists.flatMap(({ id, kind }) => (kind === 'static' ? [id] : []));
}
