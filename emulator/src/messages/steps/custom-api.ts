import type { Store } from '../../data/store.js';
import type { RowObject } from '../../data/value.js';
import { parseDateText } from '../../data/value.js';
import { DataverseError, noSuchRow } from '../../model/dataverse-error.js';
import { parseGuid } from '../../model/guid.js';
import { isObject, namedTable } from '../../write/input/json-body.js';
import type { ParameterValue } from '../../write/units/unit.js';
import { parameterError, type OperationCall } from '../operation.js';

/** A Custom API as its rows define it. */
interface CustomApi {
  readonly row: RowObject;
  readonly parameters: readonly RowObject[];
  readonly responses: readonly RowObject[];
}

/** `customapi.bindingtype`. */
export const bindingTypes = { global: 0, row: 1, collection: 2 } as const;

/** Finds a Custom API by its unique name, as imported or made through the Web API. */
export function findCustomApi(store: Store, uniqueName: string): CustomApi | null {
  const rows = store.rows('customapi');
  for (const row of rows.byValue('uniquename').rows(uniqueName)) {
    const id = rows.id(row);
    return {
      row: rows.toObject(row),
      parameters: childrenOf(store, 'customapirequestparameter', id),
      responses: childrenOf(store, 'customapiresponseproperty', id),
    };
  }
  return null;
}

function childrenOf(store: Store, table: string, id: string): RowObject[] {
  const rows = store.rows(table);
  return [...rows.byValue('customapiid').rows(id)].map((row) => rows.toObject(row));
}

/**
 * Calls a Custom API without plug-in: its parameters are checked, the message goes to the registered steps, and the response
 * properties have the defaults of their types.
 * https://learn.microsoft.com/power-apps/developer/data-platform/custom-api
 */
export function callCustomApi(api: CustomApi, call: OperationCall): Readonly<Record<string, unknown>> | null {
  const name = String(api.row['uniquename']);
  const privilege = api.row['executeprivilegename'];
  if (typeof privilege === 'string' && privilege !== '') call.caller.assertNamedPrivilege(privilege);
  const input: Record<string, ParameterValue> = {};
  if (call.target !== null) {
    if (call.store.get(call.target.table, call.target.id) === undefined)
      throw noSuchRow(call.target.table, call.target.id);
    call.caller.assertRow('Read', call.store.model.table(call.target.table), call.target.id);
    input['Target'] = { kind: 'reference', reference: call.target };
  }
  Object.assign(input, readParameters(api, name, call));
  const output = Object.fromEntries(
    api.responses.map((response) => [String(response['uniquename']), typeDefault(Number(response['type']))]),
  );
  call.unit.messages.push({
    name,
    table: call.target?.table ?? call.collection ?? 'none',
    id: call.target?.id ?? null,
    input,
    output: {},
    writesNothing: true,
  });
  return api.responses.length === 0 ? null : output;
}

function readParameters(api: CustomApi, operation: string, call: OperationCall): Record<string, ParameterValue> {
  const known = new Set(api.parameters.map((parameter) => String(parameter['uniquename'])));
  for (const name of Object.keys(call.parameters)) {
    if (!known.has(name) && !name.includes('@')) {
      throw new DataverseError(
        400,
        '0x80048d19',
        `The parameter '${name}' in the request payload is not a valid parameter for the operation '${operation}'.`,
      );
    }
  }
  const values: Record<string, ParameterValue> = {};
  for (const parameter of api.parameters) {
    const name = String(parameter['uniquename']);
    const value = call.parameters[name];
    if (value !== undefined && value !== null) values[name] = convert(call, parameter, name, value);
    else if (parameter['isoptional'] !== true) {
      throw new DataverseError(400, '0x80040203', `The required parameter '${name}' of '${operation}' is missing.`);
    }
  }
  return values;
}

function convert(call: OperationCall, parameter: RowObject, name: string, value: unknown): ParameterValue {
  const type = Number(parameter['type']);
  const expected = edmTypes[type] ?? 'Edm.String';
  const fail = (): never => {
    throw parameterError(name, expected, value);
  };
  switch (type) {
    case 0:
      return typeof value === 'boolean' ? value : fail();
    case 1: {
      const at = typeof value === 'string' ? parseDateText(value, false) : null;
      return at === null ? fail() : { kind: 'date', at };
    }
    case 2:
    case 6:
    case 8:
      return typeof value === 'number' ? value : fail();
    case 3:
    case 5:
      return rowOf(call, value, type) ?? fail();
    case 4: {
      if (!Array.isArray(value)) return fail();
      const rows = value.map((one: unknown) => rowOf(call, one, 3));
      return { kind: 'rows', rows: rows.map((row) => (row?.kind === 'row' ? row : fail())) };
    }
    case 7:
      return typeof value === 'number' && Number.isInteger(value) ? value : fail();
    case 9:
      return typeof value === 'number' && Number.isInteger(value) ? { kind: 'choice', value } : fail();
    case 10:
      return typeof value === 'string' ? value : fail();
    case 11:
      return Array.isArray(value) && value.every((text) => typeof text === 'string')
        ? { kind: 'texts', texts: value }
        : fail();
    case 12: {
      const id = typeof value === 'string' ? parseGuid(value) : null;
      return id === null ? fail() : { kind: 'guid', id };
    }
    default:
      return fail();
  }
}

function rowOf(
  call: OperationCall,
  value: unknown,
  type: number,
): Extract<ParameterValue, { kind: 'row' | 'reference' }> | null {
  if (!isObject(value)) return null;
  const name = namedTable(value);
  const table = name === null ? undefined : call.store.model.findTable(name);
  if (table === undefined) return null;
  const key = value[table.primaryId];
  const id = (typeof key === 'string' ? parseGuid(key) : null) ?? '00000000-0000-0000-0000-000000000000';
  if (type === 5) return { kind: 'reference', reference: { table: table.logicalName, id } };
  const values: RowObject = {};
  for (const [property, one] of Object.entries(value)) {
    const plain = typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' || one === null;
    if (plain && table.columns.has(property)) values[property] = one;
  }
  return { kind: 'row', table: table.logicalName, id, values };
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/customapi-table-columns: parameter types by number. */
const edmTypes: Readonly<Record<number, string>> = {
  0: 'Edm.Boolean',
  1: 'Edm.DateTimeOffset',
  2: 'Edm.Decimal',
  3: 'Microsoft.Dynamics.CRM.crmbaseentity',
  4: 'Collection(Microsoft.Dynamics.CRM.crmbaseentity)',
  5: 'Microsoft.Dynamics.CRM.crmbaseentity',
  6: 'Edm.Double',
  7: 'Edm.Int32',
  8: 'Edm.Decimal',
  9: 'Edm.Int32',
  10: 'Edm.String',
  11: 'Collection(Edm.String)',
  12: 'Edm.Guid',
};

function typeDefault(type: number): unknown {
  if (type === 0) return false;
  if (type === 1) return '0001-01-01T00:00:00Z';
  if (type === 2 || type === 6 || type === 7 || type === 8 || type === 9) return 0;
  if (type === 12) return '00000000-0000-0000-0000-000000000000';
  return null;
}
