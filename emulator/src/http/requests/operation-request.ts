import { DataverseError, noSuchRow, noSuchSegment, NotImplemented } from '../../model/dataverse-error.js';
import { bindingTypes, callCustomApi, findCustomApi } from '../../messages/steps/custom-api.js';
import { knownElsewhere } from '../../messages/known-operations.js';
import type { Operation, OperationCall } from '../../messages/operation.js';
import { functionParameters } from '../../messages/parameters.js';
import { findOperation } from '../../messages/registry.js';
import type { Organisation } from '../../organisation.js';
import { parseJsonBody } from '../../write/input/json-body.js';
import { readRowKey } from '../../write/input/row-key.js';
import type { Unit } from '../../write/units/unit.js';
import { json, noContent, type ApiRequest, type ApiResponse } from './message.js';
import { operationOf, parseSegments, type Segment } from './segments.js';

/** A function, action or Custom API that a URL calls, with what it is called on. */
interface CalledOperation {
  readonly name: string;
  readonly kind: 'function' | 'action';
  readonly on: { readonly table: string; readonly keyText: string | null } | null;
  /** Text between the parentheses after the name. */
  readonly inside: string | null;
  readonly run: (call: OperationCall) => Readonly<Record<string, unknown>> | null;
}

/**
 * What operation the request calls, or null when it is about rows.
 * @throws DataverseError 404 `0x8006088a` for a qualified name that nobody defines, 400 for a bound operation without its namespace.
 */
export function findCalledOperation(organisation: Organisation, request: ApiRequest): CalledOperation | null {
  if (/^EntityDefinitions|^GlobalOptionSetDefinitions|^RelationshipDefinitions/.test(request.path)) return null;
  const segments = parseSegments(request.path);
  const last = segments.at(-1);
  if (last === undefined || last.name === '' || segments.length > 2) return null;
  const [first] = segments;
  const qualified = operationOf(last);
  if (segments.length === 1) {
    if (organisation.store.model.findTableOfSet(last.name) !== undefined) return null;
    return described(organisation, qualified ?? last.name, last, null, qualified !== null);
  }
  const table = first === undefined ? undefined : organisation.store.model.findTableOfSet(first.name);
  if (table === undefined || first === undefined) return null;
  if (qualified === null) {
    refuseUnqualified(organisation, last.name, table.logicalName);
    return null;
  }
  return described(organisation, qualified, last, { table: table.logicalName, keyText: first.key }, true);
}

function described(
  organisation: Organisation,
  name: string,
  segment: Segment,
  on: CalledOperation['on'],
  mustExist: boolean,
): CalledOperation | null {
  const operation = findOperation(name);
  const called = { name, on, inside: segment.key };
  if (operation !== undefined && fits(operation, on))
    return { ...called, kind: operation.kind, run: (call) => operation.run(call) };
  const api = operation === undefined ? findCustomApi(organisation.store, name) : null;
  if (api !== null && apiFits(api.row['bindingtype'], api.row['boundentitylogicalname'], on)) {
    return {
      ...called,
      kind: api.row['isfunction'] === true ? 'function' : 'action',
      run: (call) => callCustomApi(api, call),
    };
  }
  if (knownElsewhere.has(name)) throw new NotImplemented(`the operation ${name}`);
  if (mustExist) throw noSuchSegment(segment.name);
  return null;
}

function fits(operation: Operation, on: CalledOperation['on']): boolean {
  if (on === null) return operation.binding === null;
  const binding = on.keyText === null ? 'collection' : 'row';
  return operation.binding === binding && (operation.tables ?? [on.table]).includes(on.table);
}

function apiFits(binding: unknown, table: unknown, on: CalledOperation['on']): boolean {
  if (on === null) return binding === bindingTypes.global;
  return table === on.table && binding === (on.keyText === null ? bindingTypes.collection : bindingTypes.row);
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-actions#bound-actions */
function refuseUnqualified(organisation: Organisation, name: string, table: string): void {
  const bound = findOperation(name)?.binding ?? null;
  if (knownElsewhere.has(name)) throw new NotImplemented(`the operation ${name}`);
  const api = findCustomApi(organisation.store, name);
  if (bound === null && api?.row['boundentitylogicalname'] !== table) return;
  throw new DataverseError(400, '0x80060888', 'Request message has unresolved parameters.');
}

export function runOperation(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  called: CalledOperation,
): ApiResponse {
  const { on } = called;
  const keyText = on?.keyText ?? null;
  const target = on === null || keyText === null ? null : { table: on.table, id: targetId(unit, on.table, keyText) };
  const parameters =
    called.kind === 'function' ? functionParameters(called.inside, request.query) : parseJsonBody(request.body);
  const answer = called.run({
    store: unit.store,
    caller: unit.caller,
    unit,
    target,
    collection: on !== null && target === null ? on.table : null,
    parameters,
    organizationId: organisation.organizationId,
    callerOf: (userId) => organisation.authenticator.callerOf(userId),
  });
  if (answer === null) return noContent();
  const context = `${request.serviceRoot}$metadata#Microsoft.Dynamics.CRM.${called.name}Response`;
  return json({ '@odata.context': context, ...answer });
}

function targetId(unit: Unit, tableName: string, keyText: string): string {
  const table = unit.model.table(tableName);
  const { id } = readRowKey(unit, table, keyText);
  if (id === null || unit.store.rows(tableName).find(id) === undefined) throw noSuchRow(tableName, keyText);
  return id;
}
