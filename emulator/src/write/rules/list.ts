import { targetKey, type RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { TableRule } from '../table-rules.js';
import type { LookupTarget, Unit } from '../units/unit.js';

/** `createdfromcode`: what kind of rows a marketing list holds; fixed when the list is made. */
const memberTables: Readonly<Record<number, string>> = { 1: 'account', 2: 'contact', 4: 'lead' };

export const list: TableRule = {
  beforeCreate(_unit, values) {
    values['type'] ??= false;
    assertFits(values);
    values['lockstatus'] ??= false;
    values['donotsendonoptout'] ??= true;
    values['ignoreinactivelistmembers'] ??= true;
    const code = Number(values['createdfromcode']);
    if (memberTables[code] === undefined) {
      throw new DataverseError(
        400,
        '0x8004431a',
        `A validation error occurred. The value ${String(values['createdfromcode'] ?? '')} of 'createdfromcode' on record of type 'list' is outside the valid range. Accepted Values: 1,2,4`,
      );
    }
    values['membertype'] = code;
    // A dynamic list has no count until somebody evaluates it.
    if (values['type'] === false) values['membercount'] = 0;
  },
  beforeUpdate(_unit, _id, changes, before) {
    // What a list holds is fixed when it is made; the platform leaves such changes out without a word.
    for (const column of ['createdfromcode', 'type', 'membertype'] as const) Reflect.deleteProperty(changes, column);
    assertFits({ ...changes, type: before['type'] ?? false });
  },
};

/**
 * A static list has no query, and a dynamic one cannot be locked.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
function assertFits(values: RowObject): void {
  if (values['type'] !== true && typeof values['query'] === 'string' && values['query'] !== '') {
    throw new DataverseError(400, '0x8004F702', 'Query cannot be specified for a static list.');
  }
  if (values['type'] === true && values['lockstatus'] === true) {
    throw new DataverseError(400, '0x8004F703', 'Lock Status cannot be specified for a dynamic list.');
  }
}

/**
 * Rows of `listmember` can be made and removed, never changed.
 * https://learn.microsoft.com/dynamics365/developer/reference/entities/listmember
 */
export const listMember: TableRule = {
  beforeCreate(unit, values) {
    const listRow = staticList(unit, String(values['listid'] ?? ''));
    Object.assign(values, memberColumns(unit, memberTables[Number(listRow['createdfromcode'])] ?? 'contact'));
    count(unit, listRow, 1);
  },
  beforeUpdate() {
    throw new DataverseError(405, '0x80060888', "The 'Update' method does not support entities of type 'listmember'.");
  },
  beforeDelete(unit, id) {
    const listId = unit.store.get('listmember', id)?.['listid'];
    const listRow = typeof listId === 'string' ? unit.store.get('list', listId) : undefined;
    if (listRow !== undefined) count(unit, listRow, -1);
  },
};

/** Adds a member; one that is on the list already stays on it once. */
export function addMember(unit: Unit, listId: string, member: LookupTarget | string): string {
  const row = staticList(unit, listId);
  assertUnlocked(row);
  unit.caller.assertRow('Write', unit.model.table('list'), listId);
  const table = memberTables[Number(row['createdfromcode'])] ?? 'contact';
  const id = typeof member === 'string' ? member : member.id;
  const wrongTable = typeof member !== 'string' && member.table !== table;
  if (wrongTable || unit.store.rows(table).find(id) === undefined) {
    throw new DataverseError(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);
  }
  const known = findMember(unit, listId, id);
  if (known !== undefined) return known;
  const made = unit.transaction.insert('listmember', {
    listid: listId,
    entityid: id,
    ...memberColumns(unit, table),
  });
  count(unit, row, 1);
  return made;
}

/** @throws DataverseError 404 when the row is no member of the list. */
export function removeMember(unit: Unit, listId: string, memberId: string): void {
  const row = staticList(unit, listId);
  assertUnlocked(row);
  unit.caller.assertRow('Write', unit.model.table('list'), listId);
  const known = findMember(unit, listId, memberId);
  if (known === undefined) {
    throw new DataverseError(404, '0x80040217', `Entity 'listmember' With Ids = ${listId}, ${memberId} Does Not Exist`);
  }
  unit.transaction.delete('listmember', known);
  count(unit, row, -1);
}

/** @throws DataverseError 404 for an unknown list, 400 for a dynamic one, whose members are those of its query. */
function staticList(unit: Unit, listId: string): RowObject {
  const row = unit.store.get('list', listId);
  if (row === undefined)
    throw new DataverseError(404, '0x80040217', `Entity 'list' With Id = ${listId} Does Not Exist`);
  if (row['type'] === true) {
    throw new DataverseError(400, '0x8004F701', 'Cannot add or remove members of a dynamic list.');
  }
  return row;
}

function assertUnlocked(row: RowObject): void {
  if (row['lockstatus'] !== true) return;
  throw new DataverseError(400, '0x80044256', 'The list is locked: members can be neither added nor removed.');
}

/** What a member row says about the kind of its member, in the form its columns have. */
function memberColumns(unit: Unit, table: string): RowObject {
  const { columns } = unit.model.table('listmember');
  const type = columns.get('entitytype')?.type;
  const made: RowObject = {};
  if (type !== undefined)
    made['entitytype'] = type === 'entityname' || type === 'string' ? table : unit.model.table(table).objectTypeCode;
  if ((columns.get('entityid')?.targets?.length ?? 0) > 1) made[targetKey('entityid')] = table;
  return made;
}

function findMember(unit: Unit, listId: string, memberId: string): string | undefined {
  const rows = unit.store.rows('listmember');
  for (const row of rows.byValue('entityid').rows(memberId)) {
    if (rows.value(row, 'listid') === listId) return rows.id(row);
  }
  return undefined;
}

function count(unit: Unit, row: RowObject, difference: number): void {
  const membercount = Math.max(0, Number(row['membercount'] ?? 0) + difference);
  row['membercount'] = membercount;
  unit.transaction.update('list', String(row['listid']), { membercount });
}
