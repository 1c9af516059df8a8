import { DataverseError } from '../../model/dataverse-error.js';
import { labelText as textOfLabel } from '../../model/label.js';
import type { Table } from '../../model/table.js';
import { createRow } from '../../write/units/create-row.js';
import { isObject, namedTable, textOf, type JsonObject } from '../../write/input/json-body.js';
import { keyOfTarget } from '../../write/input/target-key.js';
import { updateRow } from '../../write/units/update-row.js';
import { bulkMessage } from '../bulk-messages.js';
import { parameterError, type Operation, type OperationCall } from '../operation.js';

/**
 * CreateMultiple, UpdateMultiple and UpsertMultiple: all targets or none.
 * https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations
 */
const createMultiple: Operation = {
  name: 'CreateMultiple',
  kind: 'action',
  binding: 'collection',
  parameters: ['Targets'],
  summary: 'Makes many rows in one transaction and returns their ids.',
  run(call) {
    const table = tableOf(call);
    return raising(call, table, 'CreateMultiple', () => ({
      Ids: targets(call, table).map((target) => createRow(call.unit, table, target)),
    }));
  },
};

const updateMultiple: Operation = {
  name: 'UpdateMultiple',
  kind: 'action',
  binding: 'collection',
  parameters: ['Targets'],
  summary: 'Changes many rows in one transaction.',
  run(call) {
    const table = tableOf(call);
    return raising(call, table, 'UpdateMultiple', () => updateAll(call, table));
  },
};

function updateAll(call: OperationCall, table: Table): null {
  for (const target of targets(call, table)) {
    const { id, body } = keyOfTarget(call.unit, table, target);
    if (id === null)
      throw new DataverseError(
        404,
        '0x80060891',
        'A record with the specified key values does not exist in the entity.',
      );
    if (call.store.rows(table.logicalName).find(id) === undefined)
      throw new DataverseError(404, '0x80040217', `${textOfLabel(table.displayName)} With Ids = ${id} Do Not Exist`);
    updateRow(call.unit, table, id, body);
  }
  return null;
}

/** Raises the bulk message behind those of the single rows, which steps may be registered on, too. */
function raising<T>(call: OperationCall, table: Table, name: string, work: () => T): T {
  const { messages } = call.unit;
  const before = messages.length;
  const answer = work();
  const single = name.replace('Multiple', '');
  const own = messages.slice(before).filter((one) => one.name === single && one.table === table.logicalName);
  for (let at = before; at < messages.length; at++) {
    const message = messages[at];
    if (message !== undefined && own.includes(message)) messages[at] = { ...message, inBulk: true };
  }
  messages.push(bulkMessage(name, table.logicalName, own));
  return answer;
}

const upsertMultiple: Operation = {
  name: 'UpsertMultiple',
  kind: 'action',
  binding: 'collection',
  parameters: ['Targets'],
  summary: 'Changes or makes many rows in one transaction, by id or alternate key.',
  run(call) {
    const table = tableOf(call);
    for (const target of targets(call, table)) {
      const { id, body, given } = keyOfTarget(call.unit, table, target);
      if (id !== null && call.store.rows(table.logicalName).find(id) !== undefined)
        updateRow(call.unit, table, id, body);
      else createRow(call.unit, table, body, given);
    }
    return null;
  },
};

/** Elastic tables only have it; the documentation names the sentence. */
const deleteMultiple: Operation = {
  name: 'DeleteMultiple',
  kind: 'action',
  binding: 'collection',
  parameters: ['Targets'],
  summary: 'Refused in the documented words: only elastic tables have it.',
  run() {
    throw new DataverseError(501, '0x80040800', 'DeleteMultiple has not yet been implemented.');
  },
};

function tableOf(call: OperationCall): Table {
  return call.store.model.table(call.collection ?? '');
}

function targets(call: OperationCall, table: Table): readonly JsonObject[] {
  const value = call.parameters['Targets'];
  if (!Array.isArray(value))
    throw parameterError('Targets', `Collection(Microsoft.Dynamics.CRM.${table.logicalName})`, value);
  return value.map((target: unknown) => {
    const expected = `Microsoft.Dynamics.CRM.${table.logicalName}`;
    if (!isObject(target)) throw parameterError('Targets', `Collection(${expected})`, target);
    const type = namedTable(target);
    if (type !== table.logicalName) {
      throw new DataverseError(
        400,
        '0x80048d19',
        `Each of the Targets needs "@odata.type": "${expected}"; one has '${textOf(target, '@odata.type')}'.`,
      );
    }
    return target;
  });
}

export const bulkOperations: readonly Operation[] = [createMultiple, updateMultiple, upsertMultiple, deleteMultiple];
