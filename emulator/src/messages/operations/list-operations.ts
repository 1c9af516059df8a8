import { DataverseError } from '../../model/dataverse-error.js';
import { createRow } from '../../write/units/create-row.js';
import { addMember, removeMember } from '../../write/rules/list.js';
import type { Message, LookupTarget } from '../../write/units/unit.js';
import { idsOfDynamicList } from './dynamic-list.js';
import { rowParameter } from '../row-parameter.js';
import { guidParameter, parameterError, type Operation, type OperationCall } from '../operation.js';

/** The list an operation is bound to. */
function targetId(call: OperationCall): string {
  return call.target?.id ?? '';
}

/** https://learn.microsoft.com/dynamics365/developer/reference/entities/list (Messages) */
const addMemberList: Operation = {
  name: 'AddMemberList',
  kind: 'action',
  binding: 'row',
  tables: ['list'],
  parameters: ['EntityId'],
  summary: 'Adds one member to a static list.',
  run(call) {
    const entityId = guidParameter(call.parameters, 'EntityId');
    const Id = addMember(call.unit, targetId(call), entityId);
    raise(call, 'AddMember', targetId(call), { EntityId: { kind: 'guid', id: entityId } });
    return { Id };
  },
};

const removeMemberList: Operation = {
  name: 'RemoveMemberList',
  kind: 'action',
  binding: 'row',
  tables: ['list'],
  parameters: ['EntityId'],
  summary: 'Removes one member from a static list.',
  run(call) {
    const entityId = guidParameter(call.parameters, 'EntityId');
    removeMember(call.unit, targetId(call), entityId);
    raise(call, 'RemoveMember', targetId(call), { EntityId: { kind: 'guid', id: entityId } });
    return null;
  },
};

const addListMembersList: Operation = {
  name: 'AddListMembersList',
  kind: 'action',
  binding: null,
  parameters: ['List', 'Members'],
  summary: 'Adds many members to a static list at once.',
  run(call) {
    const list = rowParameter(call.unit, 'List', call.parameters['List'], 'list');
    const added = members(call);
    for (const member of added) addMember(call.unit, list.id, member);
    raise(call, 'AddListMembers', list.id, { MemberIds: { kind: 'texts', texts: added.map(({ id }) => id) } });
    return null;
  },
};

const removeListMembersList: Operation = {
  name: 'RemoveListMembersList',
  kind: 'action',
  binding: null,
  parameters: ['List', 'Members'],
  summary: 'Removes many members from a static list at once.',
  run(call) {
    const list = rowParameter(call.unit, 'List', call.parameters['List'], 'list');
    for (const member of members(call)) removeMember(call.unit, list.id, member.id);
    return null;
  },
};

const copyMembersList: Operation = {
  name: 'CopyMembersList',
  kind: 'action',
  binding: 'row',
  tables: ['list'],
  parameters: ['TargetListId'],
  summary: 'Copies the members of one static list into another.',
  run(call) {
    const target = guidParameter(call.parameters, 'TargetListId');
    const rows = call.store.rows('listmember');
    const ids = [...rows.byValue('listid').rows(targetId(call))].map((row) => String(rows.value(row, 'entityid')));
    for (const id of ids) addMember(call.unit, target, id);
    return null;
  },
};

/** The copy is locked. https://learn.microsoft.com/dynamics365/developer/reference/entities/list */
const copyDynamicListToStatic: Operation = {
  name: 'CopyDynamicListToStatic',
  kind: 'action',
  binding: 'row',
  tables: ['list'],
  parameters: [],
  summary: 'Makes a locked static list of the rows a dynamic list has now.',
  run(call) {
    const source = call.store.get('list', targetId(call));
    if (source?.['type'] !== true) throw new DataverseError(400, '0x80040203', 'The list is not a dynamic list.');
    const { listname, createdfromcode, purpose, description } = source;
    const body = { listname, createdfromcode, purpose, description, type: false };
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const copyId = createRow(call.unit, call.store.model.table('list'), given);
    for (const id of idsOfDynamicList(call.unit, source)) addMember(call.unit, copyId, id);
    call.unit.transaction.update('list', copyId, { lockstatus: true });
    return { StaticListId: copyId };
  },
};

/** The message of the operation, named as steps are registered on it. */
function raise(call: OperationCall, name: string, listId: string, input: Message['input']): void {
  const ListId = { kind: 'guid', id: listId } as const;
  call.unit.messages.push({ name, table: 'list', id: listId, input: { ListId, ...input } });
}

function members(call: OperationCall): LookupTarget[] {
  const value = call.parameters['Members'];
  if (!Array.isArray(value)) throw parameterError('Members', 'Collection(Microsoft.Dynamics.CRM.crmbaseentity)', value);
  return value.map((member: unknown) => rowParameter(call.unit, 'Members', member));
}

export const listOperations: readonly Operation[] = [
  addMemberList,
  removeMemberList,
  addListMembersList,
  removeListMembersList,
  copyMembersList,
  copyDynamicListToStatic,
];
