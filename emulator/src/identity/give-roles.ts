import type { Store } from '../data/store.js';
import { DataverseError } from '../model/dataverse-error.js';
import { guidOfName } from '../model/guid.js';

/** Gives a user roles by name; those that the user already has stay. @throws DataverseError 404 for a role that does not exist. */
export function giveRoles(store: Store, userId: string, names: readonly string[]): void {
  for (const name of names) {
    const roleId = findRole(store, name);
    if (roleId === null) throw new DataverseError(404, '', `There is no role "${name}".`);
    const held = store.rows('systemuserroles');
    const has = [...held.byValue('systemuserid').rows(userId)].some((row) => held.value(row, 'roleid') === roleId);
    if (!has) {
      const systemuserroleid = guidOfName(`systemuserroles:${userId}:${roleId}`);
      store.insert('systemuserroles', { systemuserroleid, systemuserid: userId, roleid: roleId });
    }
  }
}

/** Gives a user membership of a column security profile. */
export function giveProfile(store: Store, userId: string, name: string): void {
  const profiles = store.rows('fieldsecurityprofile');
  for (const row of profiles.byValue('name').rows(name)) {
    const fieldsecurityprofileid = profiles.id(row);
    const systemuserprofileid = guidOfName(`systemuserprofiles:${userId}:${fieldsecurityprofileid}`);
    if (store.rows('systemuserprofiles').find(systemuserprofileid) === undefined) {
      store.insert('systemuserprofiles', { systemuserprofileid, systemuserid: userId, fieldsecurityprofileid });
    }
    return;
  }
}

export function findRole(store: Store, name: string): string | null {
  const rows = store.rows('role');
  for (const row of rows.byValue('name').rows(name)) return rows.id(row);
  return null;
}
