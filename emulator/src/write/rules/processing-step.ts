import type { RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { TableRule } from '../table-rules.js';
import type { Unit } from '../units/unit.js';

/** `customapi.allowedcustomprocessingsteptype`. */
const stepTypes = { none: 0, asyncOnly: 1 } as const;

/**
 * Steps registered on a message. A step points to a service endpoint, since the local Dataverse runs no .NET plug-ins.
 * https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
 */
export const processingStep: TableRule = {
  beforeCreate(unit, values) {
    values['statecode'] ??= 0;
    values['rank'] ??= 1;
    check(unit, values);
  },
  beforeUpdate(unit, _id, changes, before) {
    check(unit, { ...before, ...changes });
  },
};

function check(unit: Unit, values: RowObject): void {
  const message = unit.store.get('sdkmessage', String(values['sdkmessageid'] ?? ''));
  if (message === undefined) throw refused('A step needs an existing message (sdkmessageid).');
  const endpoint = unit.store.get('serviceendpoint', String(values['eventhandler'] ?? ''));
  if (endpoint === undefined)
    throw refused('A step needs an event handler: bind eventhandler_serviceendpoint to a service endpoint.');
  const { stage, mode } = values;
  if (stage !== 10 && stage !== 20 && stage !== 40) {
    throw refused(`Invalid plug-in registration stage. Stage ${String(stage)} is not one of 10, 20 and 40.`);
  }
  if (mode !== 0 && mode !== 1)
    throw refused(`A step needs mode 0 (synchronous) or 1 (asynchronous), not ${String(mode)}.`);
  if (mode === 1 && stage !== 40)
    throw refused('Asynchronous steps can be registered in the post-operation stage (40) only.');
  checkFilter(unit, values, String(message['name']));
  checkCustomApi(unit, String(message['name']), mode);
}

function checkFilter(unit: Unit, values: RowObject, messageName: string): void {
  const filterId = values['sdkmessagefilterid'];
  if (typeof filterId !== 'string') return;
  const filter = unit.store.get('sdkmessagefilter', filterId);
  if (filter?.['sdkmessageid'] !== values['sdkmessageid']) {
    throw refused(`The message filter ${filterId} does not belong to the message ${messageName}.`);
  }
}

function checkCustomApi(unit: Unit, messageName: string, mode: number): void {
  const rows = unit.store.rows('customapi');
  for (const row of rows.byValue('uniquename').rows(messageName)) {
    const allowed = rows.value(row, 'allowedcustomprocessingsteptype');
    if (allowed === stepTypes.none || (allowed === stepTypes.asyncOnly && mode === 0)) {
      throw refused(`Custom processing step of this mode is not allowed on message ${messageName}.`);
    }
  }
}

function refused(reason: string): DataverseError {
  return new DataverseError(400, '0x8004419a', reason);
}
