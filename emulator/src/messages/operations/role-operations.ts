import { depths } from '../../identity/rights.js';
import { DataverseError } from '../../model/dataverse-error.js';
import { parseGuid } from '../../model/guid.js';
import { isObject, textOf, type JsonObject } from '../../write/input/json-body.js';
import { guidParameter, parameterError, type Operation, type OperationCall } from '../operation.js';
import { rowParameter } from '../row-parameter.js';

const depthOf: Readonly<Record<string, number>> = {
  Basic: depths.user,
  Local: depths.businessUnit,
  Deep: depths.deep,
  Global: depths.organization,
};
const nameOf = new Map(Object.entries(depthOf).map(([name, depth]) => [depth, name]));

/** Privileges of a role. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/addprivilegesrole */
const addPrivilegesRole: Operation = {
  name: 'AddPrivilegesRole',
  kind: 'action',
  binding: 'row',
  tables: ['role'],
  parameters: ['Privileges'],
  summary: 'Adds privileges to a role, or changes their depth.',
  run(call) {
    for (const privilege of privileges(call)) setPrivilege(call, privilege);
    return null;
  },
};

const replacePrivilegesRole: Operation = {
  name: 'ReplacePrivilegesRole',
  kind: 'action',
  binding: 'row',
  tables: ['role'],
  parameters: ['Privileges'],
  summary: 'Gives a role these privileges and no others.',
  run(call) {
    const given = privileges(call);
    for (const { pairId } of pairsOf(call)) call.unit.transaction.delete('roleprivileges', pairId);
    for (const privilege of given) setPrivilege(call, privilege);
    return null;
  },
};

const removePrivilegeRole: Operation = {
  name: 'RemovePrivilegeRole',
  kind: 'action',
  binding: 'row',
  tables: ['role'],
  parameters: ['PrivilegeId'],
  summary: 'Takes a privilege from a role.',
  run(call) {
    const id = guidParameter(call.parameters, 'PrivilegeId');
    assertMayChange(call);
    for (const pair of pairsOf(call).filter(({ privilegeId }) => privilegeId === id))
      call.unit.transaction.delete('roleprivileges', pair.pairId);
    return null;
  },
};

const retrieveRolePrivilegesRole: Operation = {
  name: 'RetrieveRolePrivilegesRole',
  kind: 'function',
  binding: 'row',
  tables: ['role'],
  parameters: [],
  summary: 'The privileges of a role, with their depth.',
  run: (call) => ({
    RolePrivileges: pairsOf(call).map(({ privilegeId, depth }) => ({
      Depth: nameOf.get(depth) ?? 'Global',
      PrivilegeId: privilegeId,
      BusinessUnitId: call.store.get('role', call.target?.id ?? '')?.['businessunitid'] ?? null,
      PrivilegeName: call.store.get('privilege', privilegeId)?.['name'] ?? null,
    })),
  }),
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/addmembersteam */
const membership = (name: string, adds: boolean): Operation => ({
  name,
  kind: 'action',
  binding: 'row',
  tables: ['team'],
  parameters: ['Members'],
  summary: adds ? 'Adds users to a team.' : 'Takes users out of a team.',
  run(call) {
    const { Members: members } = call.parameters;
    if (!Array.isArray(members))
      throw parameterError('Members', 'Collection(Microsoft.Dynamics.CRM.systemuser)', members);
    call.caller.assertRow('Write', call.store.model.table('team'), call.target?.id ?? '');
    const teamid = call.target?.id ?? '';
    const rows = call.store.rows('teammembership');
    for (const member of members) {
      const { id } = rowParameter(call.unit, 'Members', member);
      const pair = [...rows.byValue('teamid').rows(teamid)].find((row) => rows.value(row, 'systemuserid') === id);
      if (adds && pair === undefined) call.unit.transaction.insert('teammembership', { teamid, systemuserid: id });
      if (!adds && pair !== undefined) call.unit.transaction.delete('teammembership', rows.id(pair));
    }
    return null;
  },
});

interface Pair {
  readonly pairId: string;
  readonly privilegeId: string;
  readonly depth: number;
}

function pairsOf(call: OperationCall): Pair[] {
  const rows = call.store.rows('roleprivileges');
  return [...rows.byValue('roleid').rows(call.target?.id ?? '')].map((row) => ({
    pairId: rows.id(row),
    privilegeId: String(rows.value(row, 'privilegeid')),
    depth: Number(rows.value(row, 'privilegedepthmask') ?? 0),
  }));
}

function assertMayChange(call: OperationCall): void {
  call.caller.assertRow('Write', call.store.model.table('role'), call.target?.id ?? '');
}

function privileges(call: OperationCall): JsonObject[] {
  const { Privileges: value } = call.parameters;
  if (!Array.isArray(value) || !value.every(isObject))
    throw parameterError('Privileges', 'Collection(Microsoft.Dynamics.CRM.RolePrivilege)', value);
  assertMayChange(call);
  return value;
}

function setPrivilege(call: OperationCall, given: JsonObject): void {
  const privilegeid = parseGuid(textOf(given, 'PrivilegeId'));
  const depth = depthOf[textOf(given, 'Depth')];
  if (depth === undefined) throw parameterError('Depth', 'Microsoft.Dynamics.CRM.PrivilegeDepth', given['Depth']);
  if (privilegeid === null || call.store.get('privilege', privilegeid) === undefined) {
    throw new DataverseError(404, '0x80040217', `Privilege With Id = ${textOf(given, 'PrivilegeId')} Does Not Exist`);
  }
  const known = pairsOf(call).find((pair) => pair.privilegeId === privilegeid);
  const values = { roleid: call.target?.id ?? '', privilegeid, privilegedepthmask: depth };
  if (known === undefined) call.unit.transaction.insert('roleprivileges', values);
  else call.unit.transaction.update('roleprivileges', known.pairId, values);
}

export const roleOperations: readonly Operation[] = [
  addPrivilegesRole,
  replacePrivilegesRole,
  removePrivilegeRole,
  retrieveRolePrivilegesRole,
  membership('AddMembersTeam', true),
  membership('RemoveMembersTeam', false),
];
