import type { RequestTarget, ServiceRequest } from '../../../domain/requests/request.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject, rowsOf, textOf } from '../reporting/json.js';

/**
 * Whether a user or team may read a row, by roles, ownership and shares. The service asks for it and does not act in the owner's
 * name: that would need a privilege by which it could do anything as anybody.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalaccess
 */
export async function mayReadRow(
  client: DataverseClient,
  owner: ServiceRequest['owner'],
  { table, id }: RequestTarget,
  call: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>,
): Promise<'yes' | 'no' | 'missing'> {
  const set = await entitySetOf(client, table, call);
  if (set === null) return 'missing';
  const principal = owner.isUser ? `systemusers(${owner.id})` : `teams(${owner.id})`;
  const target = encodeURIComponent(`{'@odata.id':'${set}(${id})'}`);
  const path = `${principal}/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t=${target}`;
  try {
    const rights = textOf(asObject(await client.get(path, call))['AccessRights']) ?? '';
    return rights.split(',').some((right) => right.trim() === 'ReadAccess') ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return 'missing';
    throw error;
  }
}

async function entitySetOf(
  client: DataverseClient,
  table: string,
  call: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>,
): Promise<string | null> {
  const filter = encodeURIComponent(`LogicalName eq '${table.replaceAll("'", "''")}'`);
  const path = `EntityDefinitions?$select=EntitySetName&$filter=${filter}`;
  return textOf(rowsOf(await client.get(path, call))[0]?.['EntitySetName']);
}
