import { asObject, rowsOf, textOf } from '../../adapters/reporting/json.js';
import type { BridgeUser } from './item.js';

/**
 * Privileges that a user has by roles and teams: lower-case name, and how far it reaches (`Basic`, `Local`, `Deep`, `Global`).
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivileges
 */
export async function grantedPrivileges({ client, userId }: BridgeUser): Promise<ReadonlyMap<string, string>> {
  const path = `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`;
  const answer = asObject(await client.get(path, { purpose: 'setup' }));
  const granted = new Map<string, string>();
  for (const row of rowsOf({ value: answer['RolePrivileges'] })) {
    const name = textOf(row['PrivilegeName'])?.toLowerCase() ?? '';
    // One that comes from several roles reaches as far as the farthest.
    if (granted.get(name) !== 'Global') granted.set(name, textOf(row['Depth']) ?? '');
  }
  return granted;
}
