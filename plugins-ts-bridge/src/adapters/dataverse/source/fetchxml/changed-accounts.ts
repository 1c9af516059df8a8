import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { PlannedList } from '../../../../domain/run/run.js';
import { batchRead, longestUrl } from '../../http/batch.js';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
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
  const answer = (await ask(client, path, { purpose: 'claim', ...call })) as { readonly value?: unknown } | null;
  const found = (Array.isArray(answer?.value) ? answer.value : []) as readonly Readonly<Record<string, unknown>>[];
  // Where the query could not ask for it, each account says itself when it was changed.
  const rows = found.filter(({ modifiedon }) => typeof modifiedon !== 'string' || new Date(modifiedon) >= since);
  if (rows.length > mostAccounts) return null;
  const contacts = rows.map((row) => parseRowId(row['_primarycontactid_value'] ?? row['primarycontactid']));
  return [...new Set(contacts.flatMap((id) => (id.ok ? [id.value] : [])))];
}

/** A list's own query may be longer than proxies on the way let an address be. */
function ask(
  client: DataverseClient,
  path: string,
  terms: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>,
): Promise<unknown> {
  if (path.length <= longestUrl) return client.get(path, terms);
  return batchRead(client, [path], terms, ([answer]): unknown => {
    if (answer?.refusal !== null) throw answer?.refusal ?? new SyntaxError('A $batch was answered without parts.');
    return JSON.parse(answer.body);
  });
}
