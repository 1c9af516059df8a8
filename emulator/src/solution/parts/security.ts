import type { Element } from '@xmldom/xmldom';
import type { Store } from '../../data/store.js';
import { guidOfName } from '../../model/guid.js';
import type { Table } from '../../model/table.js';
import type { ComponentLog } from '../component-log.js';
import { importCodes, importError } from '../import-error.js';
import { componentTypes } from '../manifest.js';
import { attribute, child, children, numberAt, textAt } from '../xml.js';
import { guidAttribute } from '../xml-guid.js';

/** Values of `privilege.accessright`. */
const rights: Readonly<Record<string, number>> = {
  AppendTo: 16,
  Append: 4,
  Read: 1,
  Write: 2,
  Create: 32,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
};

/** Values of `roleprivileges.privilegedepthmask`. */
const depths: Readonly<Record<string, number>> = { Basic: 1, Local: 2, Deep: 4, Global: 8 };

export interface ImportedRole {
  readonly id: string;
  readonly name: string;
  readonly privileges: readonly { readonly name: string; readonly depth: number }[];
}

/** @throws DataverseError for a level that no role has. */
export function readRoles(customizations: Element): ImportedRole[] {
  return children(child(customizations, 'Roles'), 'Role').map((element) => ({
    id: guidAttribute(element, 'id'),
    name: attribute(element, 'name'),
    privileges: children(child(element, 'RolePrivileges'), 'RolePrivilege').map((privilege) => {
      const level = attribute(privilege, 'level');
      const depth = depths[level];
      if (depth === undefined) {
        throw importError(
          `The import file is invalid. Role ${attribute(element, 'name')} has ${attribute(privilege, 'name')} at the level '${level}'.`,
          importCodes.wrongXml,
        );
      }
      return { name: attribute(privilege, 'name'), depth };
    }),
  }));
}

/** The eight privileges of a user-owned table; an organization-owned one has no Assign and no Share. */
export function applyPrivileges(log: ComponentLog, table: Pick<Table, 'schemaName' | 'ownership'>): void {
  for (const right of Object.keys(rights)) {
    const ownersOnly = right === 'Assign' || right === 'Share';
    if (!ownersOnly || table.ownership === 'UserOwned') putPrivilege(log, `prv${right}${table.schemaName}`);
  }
}

/** Names of all privileges a package may use: those of its own tables and those the organisation has. */
export function privilegeRight(name: string): number | null {
  const right = Object.keys(rights).find((candidate) => name.startsWith(`prv${candidate}`));
  return right === undefined ? null : (rights[right] ?? null);
}

function putPrivilege(log: ComponentLog, name: string): string {
  const rows = log.store.rows('privilege');
  for (const row of rows.byValue('name').rows(name)) return rows.id(row);
  const id = guidOfName(`privilege:${name}`);
  log.put('privilege', id, { name, accessright: privilegeRight(name) ?? 0 });
  return id;
}

export function applyRole(log: ComponentLog, role: ImportedRole, isManaged: boolean): void {
  log.put('role', role.id, { name: role.name, businessunitid: rootBusinessUnit(log.store), ismanaged: isManaged });
  const wanted = new Set<string>();
  for (const { name, depth } of role.privileges) {
    const privilegeid = putPrivilege(log, name);
    const id = guidOfName(`roleprivileges:${role.id}:${privilegeid}`);
    wanted.add(id);
    log.put('roleprivileges', id, { roleid: role.id, privilegeid, privilegedepthmask: depth });
  }
  const rows = log.store.rows('roleprivileges');
  for (const row of [...rows.byValue('roleid').rows(role.id)]) {
    if (!wanted.has(rows.id(row))) log.delete('roleprivileges', rows.id(row));
  }
  log.own(componentTypes.role, role.id);
}

/** Column security profiles with their permissions; who is in a profile does not travel in a solution. */
export function applyColumnSecurity(log: ComponentLog, customizations: Element): void {
  for (const profile of children(child(customizations, 'FieldSecurityProfiles'), 'FieldSecurityProfile')) {
    const id = guidAttribute(profile, 'fieldsecurityprofileid');
    log.put('fieldsecurityprofile', id, {
      name: attribute(profile, 'name'),
      description: attribute(profile, 'description'),
    });
    for (const permission of children(child(profile, 'FieldPermissions'), 'FieldPermission')) {
      const entityname = textAt(permission, 'EntityName').toLowerCase();
      const attributelogicalname = textAt(permission, 'AttributeName').toLowerCase();
      log.put('fieldpermission', guidOfName(`fieldpermission:${id}:${entityname}.${attributelogicalname}`), {
        fieldsecurityprofileid: id,
        entityname,
        attributelogicalname,
        canread: numberAt(permission, 'CanRead') ?? 0,
        cancreate: numberAt(permission, 'CanCreate') ?? 0,
        canupdate: numberAt(permission, 'CanUpdate') ?? 0,
      });
    }
    log.own(componentTypes.columnSecurityProfile, id);
  }
}

function rootBusinessUnit(store: Store): string | null {
  const rows = store.rows('businessunit');
  for (const row of rows.all()) if (rows.value(row, 'parentbusinessunitid') === null) return rows.id(row);
  return null;
}
