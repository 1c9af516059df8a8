import { accessMask, accessNames, maskOf, sharedMask, sharesOf, writeShare } from '../../identity/shares.js';
import { cascadeShare } from '../../write/units/cascade-ownership.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import { isObject, textOf, type JsonObject } from '../../write/input/json-body.js';
import type { LookupTarget } from '../../write/units/unit.js';
import { parameterError, type Operation, type OperationCall } from '../operation.js';
import { rowParameter } from '../row-parameter.js';

/**
 * Sharing of single rows with users and teams.
 * https://learn.microsoft.com/power-apps/developer/data-platform/security-sharing-assigning
 */
const sharing = (name: string, summary: string, change: (before: number, given: number) => number): Operation => ({
  name,
  kind: 'action',
  binding: null,
  parameters: ['Target', 'PrincipalAccess'],
  summary,
  run(call) {
    const { PrincipalAccess: access } = call.parameters;
    if (!isObject(access)) throw parameterError('PrincipalAccess', 'Microsoft.Dynamics.CRM.PrincipalAccess', access);
    const principal = rowParameter(call.unit, 'Principal', access['Principal']);
    const target = shareable(call, call.parameters['Target']);
    const given = maskOf(textOf(access, 'AccessMask'));
    if (given === null) throw parameterError('AccessMask', 'Microsoft.Dynamics.CRM.AccessRights', access['AccessMask']);
    writeShare(call.unit, target, principal, change(sharedMask(call.store, target.id, [principal.id]), given));
    cascadeShare(call.unit, target, principal, 'share', (before) => change(before, given));
    return null;
  },
});

const revokeAccess: Operation = {
  name: 'RevokeAccess',
  kind: 'action',
  binding: null,
  parameters: ['Target', 'Revokee'],
  summary: 'Takes every share of a row from a user or team.',
  run(call) {
    const target = shareable(call, call.parameters['Target']);
    const revokee = rowParameter(call.unit, 'Revokee', call.parameters['Revokee']);
    writeShare(call.unit, target, revokee, 0);
    cascadeShare(call.unit, target, revokee, 'unshare', () => 0);
    return null;
  },
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalaccess */
const retrievePrincipalAccess: Operation = {
  name: 'RetrievePrincipalAccess',
  kind: 'function',
  binding: 'row',
  tables: ['systemuser', 'team'],
  parameters: ['Target'],
  summary: 'What a user or team may do with a row, by roles, ownership and shares.',
  run(call) {
    const target = rowParameter(call.unit, 'Target', call.parameters['Target']);
    const principal = call.target ?? { table: 'systemuser', id: '' };
    const table = call.store.model.table(target.table);
    if (call.store.rows(target.table).find(target.id) === undefined) throw noSuchRow(target.table, target.id);
    const shared = sharedMask(call.store, target.id, [principal.id]);
    const own = principal.table === 'systemuser' ? accessMask(call.callerOf(principal.id), table, target.id) : 0;
    return { AccessRights: accessNames(shared | own) };
  },
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrievesharedprincipalsandaccess */
const retrieveSharedPrincipalsAndAccess: Operation = {
  name: 'RetrieveSharedPrincipalsAndAccess',
  kind: 'function',
  binding: null,
  parameters: ['Target'],
  summary: 'Whom a row is shared with, and for what.',
  run(call) {
    const target = rowParameter(call.unit, 'Target', call.parameters['Target']);
    return { PrincipalAccesses: sharesOf(call.store, target.id).map((share) => describe(share)) };
  },
};

function describe({ principal, mask }: { readonly principal: LookupTarget; readonly mask: number }): JsonObject {
  const type = `#Microsoft.Dynamics.CRM.${principal.table}`;
  return { AccessMask: accessNames(mask), Principal: { '@odata.type': type, ownerid: principal.id } };
}

/** Only rows with an owner can be shared, by whoever has share access to them. */
function shareable(call: OperationCall, value: unknown): LookupTarget {
  const target = rowParameter(call.unit, 'Target', value);
  const table = call.store.model.table(target.table);
  if (call.store.rows(target.table).find(target.id) === undefined) throw noSuchRow(target.table, target.id);
  if (table.ownership !== 'UserOwned') {
    throw new DataverseError(400, '0x80040203', `Rows of ${target.table} have no owner and cannot be shared.`);
  }
  call.caller.assertRow('Share', table, target.id);
  return target;
}

export const sharingOperations: readonly Operation[] = [
  sharing('GrantAccess', 'Shares a row with a user or team, on top of what is shared already.', (a, b) => a | b),
  sharing('ModifyAccess', 'Replaces what is shared of a row with a user or team.', (_before, given) => given),
  revokeAccess,
  retrievePrincipalAccess,
  retrieveSharedPrincipalsAndAccess,
];
