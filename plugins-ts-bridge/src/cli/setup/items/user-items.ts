import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { counted } from '@pmds/contracts/wording';
import { quoted, rowsOf, textOf } from '../../../adapters/dataverse/reporting/json.js';
import type { DataverseClient } from '../../../adapters/dataverse/http/client.js';
import type { BridgeUser, Finding, SetupItem } from './item.js';
import { SetupRecord, type Grant } from '../setup-record.js';

const { roles, columnSecurityProfiles } = SolutionPackage;

type RoleHolder = Pick<BridgeUser, 'userId' | 'businessUnitId'>;

/** Each user of the service has the role that was made for it. */
export const roleItem: SetupItem = {
  name: 'role',
  inspect: async ({ client, users }) =>
    Promise.all(
      users.map(async (user): Promise<Finding> => {
        const { name } = roles.profileSyncApplication;
        const { userId, clientId } = user;
        if (await hasServiceRole(client, user)) return { state: 'right', detail: `${clientId} has "${name}"` };
        const role = await serviceRoleId(client, user);
        if (role === null) return { state: 'wrong', detail: `The role "${name}" is missing. Import the solution.` };
        const apply = async () => {
          await (await SetupRecord.read(client)).remember('role', userId);
          await associate(client, `systemusers(${userId})/systemuserroles_association`, `roles(${role})`);
        };
        return { state: 'different', detail: `${clientId} gets "${name}"`, apply };
      }),
    ),
};

export async function hasServiceRole(client: DataverseClient, { userId }: RoleHolder): Promise<boolean> {
  return (await namesOf(client, userId, 'systemuserroles_association')).has(roles.profileSyncApplication.name);
}

/** Every business unit has its own copy of a role; a user takes the one of his unit. @returns `null` where it is missing. */
export function serviceRoleId(client: DataverseClient, { businessUnitId }: RoleHolder): Promise<string | null> {
  const named = `name eq ${quoted(roles.profileSyncApplication.name)} and _businessunitid_value eq ${businessUnitId}`;
  return first(client, `roles?$select=roleid&$filter=${encodeURIComponent(named)}`, 'roleid');
}

/** Result columns are protected: the service may write them, people with one of the roles may read them. */
export const columnSecurityItem: SetupItem = {
  name: 'column security',
  async inspect({ client, users }) {
    const writers = await Promise.all(
      users.map(({ userId, clientId }) =>
        membership(client, userId, clientId, columnSecurityProfiles.profileSyncApplication.name, 'writers'),
      ),
    );
    const people = await readers(client);
    const readable = columnSecurityProfiles.profileSyncReaders.name;
    const found = await Promise.all(people.map(({ id, name }) => membership(client, id, name, readable, 'readers')));
    const missing = found.filter(({ state }) => state !== 'right');
    const detail = `in "${readable}": ${counted(people.length, 'person', 'people')} with a role of the product`;
    return [...writers, ...(missing.length === 0 ? [{ state: 'right', detail } as const] : missing)];
  },
};

async function readers(client: DataverseClient): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const any = [roles.profileSyncReader, roles.profileSyncService]
    .map(({ name }) => `role/name eq ${quoted(name)}`)
    .join(' or ');
  const filter = encodeURIComponent(`isdisabled eq false and systemuserroles_association/any(role:${any})`);
  const answer = await client.get(`systemusers?$select=systemuserid,fullname&$filter=${filter}`, { purpose: 'setup' });
  return rowsOf(answer).flatMap((row) => {
    const id = textOf(row['systemuserid']);
    return id === null ? [] : [{ id, name: textOf(row['fullname']) ?? id }];
  });
}

async function membership(
  client: DataverseClient,
  userId: string,
  who: string,
  profile: string,
  grant: Grant,
): Promise<Finding> {
  if ((await namesOf(client, userId, 'systemuserprofiles_association')).has(profile)) {
    return { state: 'right', detail: `${who} is in "${profile}"` };
  }
  const filter = encodeURIComponent(`name eq ${quoted(profile)}`);
  const path = `fieldsecurityprofiles?$select=fieldsecurityprofileid&$filter=${filter}`;
  const id = await first(client, path, 'fieldsecurityprofileid');
  if (id === null) {
    return { state: 'wrong', detail: `The column security profile "${profile}" is missing. Import the solution.` };
  }
  const apply = async () => {
    await (await SetupRecord.read(client)).remember(grant, userId);
    await associate(client, `systemusers(${userId})/systemuserprofiles_association`, `fieldsecurityprofiles(${id})`);
  };
  return { state: 'different', detail: `${who} joins "${profile}"`, apply };
}

async function namesOf(client: DataverseClient, userId: string, relation: string): Promise<ReadonlySet<string>> {
  const answer = await client.get(`systemusers(${userId})/${relation}?$select=name`, { purpose: 'setup' });
  return new Set(rowsOf(answer).flatMap((row) => textOf(row['name']) ?? []));
}

async function first(client: DataverseClient, path: string, column: string): Promise<string | null> {
  return textOf(rowsOf(await client.get(path, { purpose: 'setup' }))[0]?.[column]);
}

async function associate(client: DataverseClient, relation: string, row: string): Promise<void> {
  await client.request({
    method: 'POST',
    path: `${relation}/$ref`,
    purpose: 'setup',
    body: { '@odata.id': `${client.serviceRoot}${row}` },
  });
}
