import { privilegesOfUser } from '../../adapters/dataverse/source/access/user-rights.js';
import type { AccessLevel } from '../../domain/access/read-limit.js';
import type { BridgeUser } from './items/item.js';

/** Privileges that a user has by roles and teams: lower-case name, and how far it reaches. */
export function grantedPrivileges({ client, userId }: BridgeUser): Promise<ReadonlyMap<string, AccessLevel>> {
  return privilegesOfUser(client, userId, { purpose: 'setup' });
}
