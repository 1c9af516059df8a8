import type { Table } from '../../model/table.js';
import { createRow } from '../../write/units/create-row.js';
import { isObject } from '../../write/input/json-body.js';
import { updateRow } from '../../write/units/update-row.js';
import { parameterError, type Operation, type OperationCall } from '../operation.js';
import { rowParameter } from '../row-parameter.js';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-actions#unbound-actions */
const closing = (name: string, statecode: number, summary: string): Operation => ({
  name,
  kind: 'action',
  binding: null,
  parameters: ['OpportunityClose', 'Status'],
  summary,
  run(call) {
    const { OpportunityClose: activity, Status: status } = call.parameters;
    if (!isObject(activity))
      throw parameterError('OpportunityClose', 'Microsoft.Dynamics.CRM.opportunityclose', activity);
    if (typeof status !== 'number') throw parameterError('Status', 'Edm.Int32', status);
    const activities = call.store.model.table('opportunityclose');
    const made = createRow(call.unit, activities, activity);
    updateRow(call.unit, activities, made, { statecode: 1, statuscode: 2 });
    const { opportunityid, actualrevenue } = call.store.get('opportunityclose', made) ?? {};
    if (typeof opportunityid !== 'string') throw parameterError('opportunityid', 'Edm.Guid', undefined);
    updateRow(call.unit, call.store.model.table('opportunity'), opportunityid, {
      statecode,
      // -1 asks for the state's own default.
      ...(status === -1 ? {} : { statuscode: status }),
      actualclosedate: new Date(call.store.now()).toISOString().slice(0, 10),
      ...(typeof actualrevenue === 'number' ? { actualvalue: actualrevenue } : {}),
    });
    return null;
  },
});

/** Minutes of the completed activities of a case. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-functions#bound-functions */
const calculateTotalTimeIncident: Operation = {
  name: 'CalculateTotalTimeIncident',
  kind: 'function',
  binding: 'row',
  tables: ['incident'],
  parameters: [],
  summary: 'Minutes spent on the completed activities of a case.',
  run: (call) => ({ TotalTime: activityTables(call).reduce((sum, table) => sum + minutesOf(call, table), 0) }),
};

function activityTables(call: OperationCall): Table[] {
  return [...call.store.model.tables].filter(
    ({ isActivity, columns }) => isActivity && columns.has('regardingobjectid') && columns.has('actualdurationminutes'),
  );
}

function minutesOf(call: OperationCall, table: Table): number {
  const rows = call.store.rows(table.logicalName);
  return [...rows.byValue('regardingobjectid').rows(call.target?.id ?? '')]
    .filter((row) => rows.value(row, 'statecode') === 1)
    .reduce((sum, row) => sum + Number(rows.value(row, 'actualdurationminutes') ?? 0), 0);
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-actions#actions-bound-to-a-table */
const addToQueue: Operation = {
  name: 'AddToQueue',
  kind: 'action',
  binding: 'row',
  tables: ['queue'],
  parameters: ['Target', 'SourceQueue', 'QueueItemProperties'],
  summary: 'Puts an activity or a case into a queue.',
  run(call) {
    const target = rowParameter(call.unit, 'Target', call.parameters['Target']);
    const items = call.store.rows('queueitem');
    // A row is in one queue at a time.
    const known = [...items.byValue('objectid').rows(target.id)][0];
    const table = call.store.model.table('queueitem');
    const queue = `/queues(${call.target?.id ?? ''})`;
    if (known !== undefined) {
      updateRow(call.unit, table, items.id(known), { 'queueid@odata.bind': queue });
      return { QueueItemId: items.id(known) };
    }
    const set = call.store.model.table(target.table).entitySetName;
    const title = call.store.get(target.table, target.id)?.[call.store.model.table(target.table).primaryName ?? ''];
    const id = createRow(
      call.unit,
      table,
      { 'queueid@odata.bind': queue, [`objectid_${target.table}@odata.bind`]: `/${set}(${target.id})` },
      { title: title ?? null, enteredon: call.store.now().toISOString() },
    );
    return { QueueItemId: id };
  },
};

export const salesOperations: readonly Operation[] = [
  closing('WinOpportunity', 1, 'Closes an opportunity as won, with the activity that says so.'),
  closing('LoseOpportunity', 2, 'Closes an opportunity as lost, with the activity that says so.'),
  calculateTotalTimeIncident,
  addToQueue,
];
