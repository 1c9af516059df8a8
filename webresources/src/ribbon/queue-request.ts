import { Tables } from '@pmds/contracts/generated/tables';

/**
 * Asks for a run by the row itself (`pmds_requestedon`), which the service polls: for the time when no call reaches it.
 * @param etag Version that was checked against the rules; `Xrm.WebApi.updateRecord` cannot send one, hence `fetch`.
 * @returns `false` when the row has changed since and nothing was written.
 * @throws {Error} with the platform's message for any other refusal.
 */
export async function queueRequest(id: string, etag: string, now: Date): Promise<boolean> {
  const { entitySetName, columns } = Tables.dataSync;
  const clientUrl = Xrm.Utility.getGlobalContext().getClientUrl();
  const response = await fetch(`${clientUrl}/api/data/v9.2/${entitySetName}(${id})`, {
    method: 'PATCH',
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json; charset=utf-8',
      'If-Match': etag,
      'OData-MaxVersion': '4.0',
      'OData-Version': '4.0',
    },
    body: JSON.stringify({ [columns.requestedOn.logicalName]: now.toISOString() }),
  });
  if (response.status === 412) return false;
  if (!response.ok) throw new Error(messageOf(await response.text()) ?? `HTTP ${String(response.status)}`);
  return true;
}

/**
 * The service takes up rows whose request is newer than their last start. A browser clock that is behind would queue in vain, so
 * the request is at least a second newer.
 */
export function requestTime(startedOn: Date | null, now: Date): Date {
  return startedOn === null ? now : new Date(Math.max(now.getTime(), startedOn.getTime() + 1_000));
}

function messageOf(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly message?: unknown } };
    return typeof error?.message === 'string' ? error.message : null;
  } catch {
    return null;
  }
}
