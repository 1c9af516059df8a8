import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { PlannedList } from '../../../domain/run.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { changedAccountsQuery } from './account-query.js';

/** Accounts that are looked at after a change; more than these count as unknown. */
const mostAccounts = 4_999;

/**
 * Primary contacts of the accounts on a list that were changed since a moment: whoever is one now and was none when the
 * list was synced is not ready. One call.
 * @returns `null` where more accounts changed than are looked at.
 */
export async function changedPrimaryContacts(
  client: DataverseClient,
  list: PlannedList,
  since: Date,
  call: Pick<DataverseRequest, 'flow' | 'signal'>,
): Promise<readonly RowId[] | null> {
  const fetchXml = changedAccountsQuery(list, since, mostAccounts + 1);
  const path = `accounts?fetchXml=${encodeURIComponent(fetchXml)}`;
  const answer = (await client.get(path, { purpose: 'claim', ...call })) as { readonly value?: unknown } | null;
  const rows = (Array.isArray(answer?.value) ? answer.value : []) as readonly Readonly<Record<string, unknown>>[];
  if (rows.length > mostAccounts) return null;
  const contacts = rows.map((row) => parseRowId(row['_primarycontactid_value'] ?? row['primarycontactid']));
  return [...new Set(contacts.flatMap((id) => (id.ok ? [id.value] : [])))];
}
