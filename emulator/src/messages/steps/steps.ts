import type { Store } from '../../data/store.js';
import type { RowObject } from '../../data/value.js';
import type { Message } from '../../write/units/unit.js';

/** A registered, enabled step with its endpoint. */
export interface Step {
  readonly id: string;
  readonly name: string;
  readonly mode: number;
  readonly stage: number;
  readonly rank: number;
  readonly deletesItsJob: boolean;
  readonly endpoint: RowObject;
}

/** Whether any step is registered. */
export function hasSteps(store: Store): boolean {
  return (
    store.model.findTable('sdkmessageprocessingstep') !== undefined && store.rows('sdkmessageprocessingstep').size > 0
  );
}

/** Enabled steps for a message, in the order of their rank. */
export function stepsFor(store: Store, message: Message): Step[] {
  if (!hasSteps(store)) return [];
  const rows = store.rows('sdkmessageprocessingstep');
  const found: Step[] = [];
  for (const row of rows.all()) {
    const values = rows.toObject(row);
    if ((values['statecode'] ?? 0) === 0 && matches(store, values, message)) {
      const endpoint = store.get('serviceendpoint', String(values['eventhandler']));
      if (endpoint !== undefined) found.push(read(rows.id(row), values, endpoint));
    }
  }
  return found.sort((a, b) => a.rank - b.rank);
}

function matches(store: Store, values: RowObject, message: Message): boolean {
  if (store.get('sdkmessage', String(values['sdkmessageid']))?.['name'] !== message.name) return false;
  const filterId = values['sdkmessagefilterid'];
  if (typeof filterId === 'string') {
    const table = store.get('sdkmessagefilter', filterId)?.['primaryobjecttypecode'];
    if (table !== message.table && table !== 'none') return false;
  }
  const columns = values['filteringattributes'];
  if (message.changedColumns === undefined || typeof columns !== 'string' || columns === '') return true;
  const wanted = new Set(columns.split(',').map((column) => column.trim()));
  return message.changedColumns.some((column) => wanted.has(column));
}

function read(id: string, values: RowObject, endpoint: RowObject): Step {
  return {
    id,
    name: String(values['name'] ?? ''),
    mode: Number(values['mode'] ?? 0),
    stage: Number(values['stage'] ?? 40),
    rank: Number(values['rank'] ?? 1),
    deletesItsJob: values['asyncautodelete'] === true,
    endpoint,
  };
}
