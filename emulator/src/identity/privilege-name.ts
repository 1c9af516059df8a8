import type { Table } from '../model/table.js';

/** *Send Email as Another User*. https://learn.microsoft.com/power-platform/admin/miscellaneous-privileges */
export const sendAsPrivilege = 'prvSendAsUser';

/** What one may do with a table's rows. The values are those of `privilege.accessright`. */
export const accessRights = {
  Read: 1,
  Write: 2,
  Append: 4,
  AppendTo: 16,
  Create: 32,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
} as const;
export type AccessRight = keyof typeof accessRights;

/** Tables whose rows are guarded by the privileges of another one. */
const guardedBy: Readonly<Record<string, string>> = {
  listmember: 'List',
  activityparty: 'Activity',
  activitypointer: 'Activity',
  activitymimeattachment: 'Activity',
  systemuser: 'User',
  usersettings: 'UserSettings',
  asyncoperation: 'AsyncOperation',
  savedquery: 'Query',
  customapirequestparameter: 'CustomAPI',
  customapiresponseproperty: 'CustomAPI',
  customapi: 'CustomAPI',
};

/** Tables that everybody reads. https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/timezonedefinition */
const open: ReadonlySet<string> = new Set(['timezonedefinition']);

/** `prvReadContact`, `prvCreatepmds_DataSync`; null for intersect tables, which have no privileges of their own. */
export function privilegeName(right: AccessRight, table: Table): string | null {
  if (right === 'Read' && open.has(table.logicalName)) return null;
  if (table.isIntersect && table.logicalName !== 'listmember') return null;
  const guard = guardedBy[table.logicalName] ?? (table.isActivity ? 'Activity' : table.schemaName);
  return `prv${right}${guard}`;
}
