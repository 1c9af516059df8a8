import type { Store } from '../data/store.js';
import { guidOfName } from '../model/guid.js';
import { bypassPrivileges } from '../messages/steps/step-options.js';
import { accessRights, privilegeName, sendAsPrivilege, type AccessRight } from './privilege-name.js';
import { depths } from './rights.js';
import { wellKnown } from './well-known.js';

/** Privileges that belong to no table. */
const general = [
  'prvActOnBehalfOfAnotherUser',
  'prvImportCustomization',
  'prvPublishCustomization',
  'prvWebMailMerge',
  sendAsPrivilege,
  ...Object.values(bypassPrivileges),
];

/** What the platform's role *Basic User* lets everybody read so that an app opens, and what everybody may do with their own rows. */
const basicUser = {
  reads: [
    'savedquery',
    'systemform',
    'appmodule',
    'webresource',
    'customcontrol',
    'sitemap',
    'organization',
    'businessunit',
    'systemuser',
    'team',
    'transactioncurrency',
  ],
  own: ['account', 'contact', 'email', 'annotation', 'userquery', 'usersettings'],
} as const;

export const basicUserRole = 'Basic User';

/** Makes the privileges of every table, and the role that people usually have besides those of an app. */
export function seedPrivileges(store: Store): void {
  for (const name of general) seedPrivilege(store, name, 0);
  for (const table of store.model.tables) {
    for (const [right, value] of Object.entries(accessRights)) {
      const name = privilegeName(right as AccessRight, table);
      if (name !== null) seedPrivilege(store, name, value);
    }
  }
  const roleid = guidOfName(`role:${basicUserRole}`);
  if (store.rows('role').find(roleid) !== undefined) return;
  store.insert('role', { roleid, name: basicUserRole, businessunitid: wellKnown.rootBusinessUnitId });
  for (const table of basicUser.reads) grant(store, roleid, 'Read', table, depths.organization);
  for (const table of basicUser.own) {
    for (const right of Object.keys(accessRights)) grant(store, roleid, right as AccessRight, table, depths.user);
  }
}

function seedPrivilege(store: Store, name: string, accessright: number): void {
  const privilegeid = guidOfName(`privilege:${name}`);
  if (store.rows('privilege').find(privilegeid) !== undefined) return;
  const reaches = { canbebasic: true, canbelocal: true, canbedeep: true, canbeglobal: true };
  store.insert('privilege', { privilegeid, name, accessright, ...reaches });
}

function grant(store: Store, roleid: string, right: AccessRight, tableName: string, privilegedepthmask: number): void {
  const name = privilegeName(right, store.model.table(tableName));
  if (name === null) return;
  const roleprivilegeid = guidOfName(`roleprivileges:${roleid}:${name}`);
  // Two tables may be guarded by the same privilege.
  if (store.rows('roleprivileges').find(roleprivilegeid) !== undefined) return;
  const privilegeid = guidOfName(`privilege:${name}`);
  store.insert('roleprivileges', { roleprivilegeid, roleid, privilegeid, privilegedepthmask });
}
