import { depths } from '../../identity/rights.js';
import type { UserCaller } from '../../identity/user-caller.js';
import type { Row, TableRows } from '../../data/table-rows.js';
import { textOf } from '../../write/input/json-body.js';
import type { Operation, OperationCall } from '../operation.js';

const depthNames: Readonly<Record<number, string>> = { 1: 'Basic', 2: 'Local', 4: 'Deep', 8: 'Global' };

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivileges */
const retrieveUserPrivileges: Operation = {
  name: 'RetrieveUserPrivileges',
  kind: 'function',
  binding: 'row',
  tables: ['systemuser'],
  parameters: [],
  summary: 'Privileges of a user by roles and teams, with their depth.',
  run: (call) => ({ RolePrivileges: privilegesOf(call, () => true) }),
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivilegebyprivilegename */
const retrieveUserPrivilegeByPrivilegeName: Operation = {
  name: 'RetrieveUserPrivilegeByPrivilegeName',
  kind: 'function',
  binding: 'row',
  tables: ['systemuser'],
  parameters: ['PrivilegeName'],
  summary: 'One privilege of a user, with its depth.',
  run(call) {
    const name = textOf(call.parameters, 'PrivilegeName').toLowerCase();
    return { RolePrivileges: privilegesOf(call, (privilege) => privilege.toLowerCase() === name) };
  },
};

function privilegesOf(call: OperationCall, wanted: (name: string) => boolean): object[] {
  const user = call.callerOf(call.target?.id ?? '');
  const rows = call.store.rows('privilege');
  const found: object[] = [];
  for (const row of rows.all()) {
    const name = String(rows.value(row, 'name') ?? '');
    const depth = user.depthOf(name);
    if (depth > depths.none && wanted(name)) found.push(describe(rows, row, name, depth, user));
  }
  return found;
}

function describe(rows: TableRows, row: Row, name: string, depth: number, caller: UserCaller): object {
  return {
    Depth: depthNames[depth] ?? 'Global',
    PrivilegeId: rows.id(row),
    BusinessUnitId: caller.businessUnitId,
    PrivilegeName: name,
    RecordFilterId: '00000000-0000-0000-0000-000000000000',
    RecordFilterUniqueName: '',
  };
}

/** What a permission that is given allows; the other value is 0. */
const allowed = 4;

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalattributeprivileges */
const retrievePrincipalAttributePrivileges: Operation = {
  name: 'RetrievePrincipalAttributePrivileges',
  kind: 'function',
  binding: 'row',
  tables: ['systemuser'],
  parameters: [],
  summary: 'Secured columns that a user may read, create or update by column security profiles, also those of teams.',
  run(call) {
    const user = call.callerOf(call.target?.id ?? '');
    const found: object[] = [];
    for (const table of call.store.model.tables) {
      for (const column of table.columns.values()) {
        if (!column.isSecured) continue;
        const permission = (right: 'canread' | 'cancreate' | 'canupdate'): number =>
          user.mayColumn(table, column, right) ? allowed : 0;
        const [CanRead, CanCreate, CanUpdate] = [
          permission('canread'),
          permission('cancreate'),
          permission('canupdate'),
        ];
        if (CanRead + CanCreate + CanUpdate > 0) {
          found.push({ AttributeId: column.metadataId, CanRead, CanCreate, CanUpdate });
        }
      }
    }
    return { AttributePrivileges: found };
  },
};

export const privilegeOperations: readonly Operation[] = [
  retrieveUserPrivileges,
  retrieveUserPrivilegeByPrivilegeName,
  retrievePrincipalAttributePrivileges,
];
