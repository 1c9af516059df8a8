import { DataverseError } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import { isPrincipal } from '../odata/properties.js';
import { isObject, namedTable, textOf } from '../write/input/json-body.js';
import { resolveRow } from '../write/input/row-key.js';
import type { LookupTarget, Unit } from '../write/units/unit.js';
import { parameterError } from './operation.js';

/**
 * A row that a function or action is given: `{"@odata.type":"Microsoft.Dynamics.CRM.contact","contactid":"…"}`, or its address as
 * `{"@odata.id":"contacts(…)"}`. Users and teams may be named by `ownerid`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-actions#specify-table-type-parameter
 * @param expected table of a parameter that can be of no other
 * @throws DataverseError 400 when it names no row, 404 when the row is not there
 */
export function rowParameter(unit: Unit, name: string, value: unknown, expected: string | null = null): LookupTarget {
  if (!isObject(value)) throw parameterError(name, 'Microsoft.Dynamics.CRM.crmbaseentity', value);
  const address = textOf(value, '@odata.id');
  if (address !== '') return resolveRow(unit, address);
  const table = unit.model.findTable(namedTable(value) ?? expected ?? '');
  if (table === undefined) {
    if (Object.keys(value).some((key) => !key.startsWith('@')))
      throw new DataverseError(400, '0x80048d19', 'EdmEntityObject passed should have the key property value set.');
    throw parameterError(name, 'Microsoft.Dynamics.CRM.crmbaseentity', value);
  }
  const id =
    parseGuid(textOf(value, table.primaryId)) ?? (isPrincipal(table) ? parseGuid(textOf(value, 'ownerid')) : null);
  if (id === null) throw parameterError(table.primaryId, 'Edm.Guid', value[table.primaryId]);
  return { table: table.logicalName, id };
}
