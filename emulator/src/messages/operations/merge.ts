import { targetKey } from '../../data/value.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import { isObject, type JsonObject } from '../../write/input/json-body.js';
import { readRowInput } from '../../write/input/row-input.js';
import type { Message, LookupTarget } from '../../write/units/unit.js';
import { updateRow } from '../../write/units/update-row.js';
import { parameterError, type Operation, type OperationCall } from '../operation.js';
import { rowParameter } from '../row-parameter.js';

/** Tables whose rows can be merged, with the state and status reason of the row that gives way. */
const mergeable: Readonly<Record<string, { readonly statecode: number; readonly statuscode: number }>> = {
  account: { statecode: 1, statuscode: 2 },
  contact: { statecode: 1, statuscode: 2 },
  lead: { statecode: 2, statuscode: 4 },
  incident: { statecode: 2, statuscode: 2000 },
};

/**
 * Merges two rows: the subordinate is deactivated, points to its master, and what points to it points to the master from then on.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/merge-entity-using-web-api
 */
export const merge: Operation = {
  name: 'Merge',
  kind: 'action',
  binding: null,
  parameters: ['Target', 'Subordinate', 'UpdateContent', 'PerformParentingChecks'],
  summary: 'Merges two accounts, contacts, leads or cases; the subordinate is deactivated.',
  run(call) {
    const target = rowParameter(call.unit, 'Target', call.parameters['Target']);
    const subordinate = rowParameter(call.unit, 'Subordinate', call.parameters['Subordinate']);
    const { UpdateContent: content, PerformParentingChecks: checks } = call.parameters;
    if (!isObject(content)) throw parameterError('UpdateContent', 'Microsoft.Dynamics.CRM.crmbaseentity', content);
    if (typeof checks !== 'boolean') throw parameterError('PerformParentingChecks', 'Edm.Boolean', checks);
    const table = call.store.model.table(target.table);
    const state = mergeable[target.table];
    if (state === undefined || subordinate.table !== target.table || subordinate.id === target.id)
      throw new DataverseError(400, '0x80040203', 'Two different accounts, contacts, leads or cases can be merged.');
    for (const { id } of [target, subordinate])
      if (call.store.rows(target.table).find(id) === undefined) throw noSuchRow(target.table, id);
    if (checks) assertSameParent(call, table, target.id, subordinate.id);
    updateRow(call.unit, table, target.id, withoutKey(content, table));
    repoint(call, table, subordinate.id, target.id);
    updateRow(call.unit, table, subordinate.id, state);
    call.unit.transaction.update(table.logicalName, subordinate.id, { masterid: target.id, merged: true });
    call.unit.messages.push(mergeMessage(call, table, { target, subordinate: subordinate.id, content, checks }));
    return null;
  },
};

/**
 * What steps on Merge are given: the row that stays, the id of the one that gives way, and what was taken over from it.
 * https://learn.microsoft.com/dotnet/api/microsoft.crm.sdk.messages.mergerequest
 */
function mergeMessage(
  { unit }: OperationCall,
  table: Table,
  merged: {
    readonly target: LookupTarget;
    readonly subordinate: string;
    readonly content: JsonObject;
    readonly checks: boolean;
  },
): Message {
  const { target, subordinate, content, checks } = merged;
  const { values } = readRowInput(unit, table, withoutKey(content, table), 'update');
  return {
    name: 'Merge',
    table: table.logicalName,
    id: target.id,
    input: {
      Target: { kind: 'reference', reference: target },
      SubordinateId: { kind: 'guid', id: subordinate },
      UpdateContent: { kind: 'row', table: table.logicalName, id: target.id, values },
      PerformParentingChecks: checks,
    },
  };
}

function withoutKey(content: JsonObject, table: Table): JsonObject {
  return Object.fromEntries(Object.entries(content).filter(([name]) => name !== table.primaryId));
}

function assertSameParent(call: OperationCall, table: Table, target: string, subordinate: string): void {
  const parents = ['parentaccountid', 'parentcustomerid', 'customerid'].filter((column) => table.columns.has(column));
  const [a, b] = [target, subordinate].map((id) => call.store.get(table.logicalName, id) ?? {});
  if (parents.every((column) => (a?.[column] ?? null) === (b?.[column] ?? null))) return;
  throw new DataverseError(400, '0x80040203', 'The rows cannot be merged: their parents are different.');
}

/** Rows of other tables that belonged to the subordinate; pairs that the master has already are dropped. */
function repoint(call: OperationCall, table: Table, from: string, to: string): void {
  for (const relationship of call.store.model.relationships) {
    if (relationship.kind !== 'one-to-many' || relationship.referencedTable !== table.logicalName) continue;
    const { referencingTable, referencingColumn } = relationship;
    const rows = call.store.rows(referencingTable);
    if (referencingColumn === 'masterid' || rows.slot(referencingColumn) < 0) continue;
    for (const row of [...rows.byValue(referencingColumn).rows(from)]) {
      const points = rows.value(row, targetKey(referencingColumn)) ?? table.logicalName;
      if (points !== table.logicalName || rows.id(row) === to) continue;
      const list = referencingTable === 'listmember' ? rows.value(row, 'listid') : null;
      const isTwin = (other: typeof row): boolean => rows.value(other, 'listid') === list;
      if (list !== null && [...rows.byValue(referencingColumn).rows(to)].some(isTwin))
        call.unit.transaction.delete(referencingTable, rows.id(row));
      else call.unit.transaction.update(referencingTable, rows.id(row), { [referencingColumn]: to });
    }
  }
}
