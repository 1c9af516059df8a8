import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { textOf } from '../../write/input/json-body.js';
import { parameterError, type Operation, type OperationCall } from '../operation.js';
import { rowParameter } from '../row-parameter.js';

/** Which lookup ties the new row to its origin, where a table has several to it. */
const preferred = [
  'parentaccountid',
  'parentcustomerid',
  'parentcontactid',
  'customerid',
  'regardingobjectid',
  'objectid',
];

/**
 * The beginning of a new row in the context of an existing one. No columns are mapped here, so that it holds what the documentation
 * shows for that case: the lookup to the origin.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-functions-actions-sample#section-3-unbound-function-initializefrom
 */
export const initializeFrom: Operation = {
  name: 'InitializeFrom',
  kind: 'function',
  binding: null,
  parameters: ['EntityMoniker', 'TargetEntityName', 'TargetFieldType'],
  summary: 'The lookup with which a new row would point to an existing one; there are no column mappings.',
  run(call) {
    const origin = rowParameter(call.unit, 'EntityMoniker', call.parameters['EntityMoniker']);
    const table = call.store.model.findTable(textOf(call.parameters, 'TargetEntityName'));
    if (table === undefined)
      throw parameterError('TargetEntityName', 'Edm.String', call.parameters['TargetEntityName']);
    const from = call.store.model.table(origin.table);
    if (call.store.rows(origin.table).find(origin.id) === undefined) throw noSuchRow(origin.table, origin.id);
    call.caller.assertRow('Read', from, origin.id);
    const lookup = lookupTo(call, table, origin.table);
    return {
      '@odata.context': `${call.unit.serviceRoot}$metadata#${table.entitySetName}/$entity`,
      '@odata.type': `#Microsoft.Dynamics.CRM.${table.logicalName}`,
      [`${lookup}@odata.bind`]: `${from.entitySetName}(${origin.id})`,
    };
  },
};

function lookupTo(call: OperationCall, table: Table, origin: string): string {
  const found = [...call.store.model.navigations(table).values()].filter(
    (navigation): navigation is Extract<Navigation, { kind: 'single' }> =>
      navigation.kind === 'single' &&
      navigation.targets.includes(origin) &&
      table.columns.get(navigation.column)?.isValidForCreate === true,
  );
  const best = preferred.map((column) => found.find((navigation) => navigation.column === column)).find((one) => one);
  const lookup = best ?? found[0];
  if (lookup === undefined) {
    throw new DataverseError(400, '0x80040203', `A row of ${table.logicalName} cannot be made from one of ${origin}.`);
  }
  return lookup.name;
}
