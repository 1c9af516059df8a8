import type { Table } from '../model/table.js';
import type { UserCaller } from '../identity/user-caller.js';
import { readRow } from '../odata/read.js';
import type { Organisation } from '../organisation.js';
import type { Unit } from '../write/unit.js';
import { jsonText, noContent, type ApiRequest, type ApiResponse } from './message.js';
import { parsePrefer } from './prefer.js';
import { queryContext } from './read-request.js';

/** 204 with the new row's URL, or 201 with the row when the caller asked for it. In a batch the URL also stands under `Location`. */
export function createdAnswer(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  table: Table,
  id: string,
): ApiResponse {
  const url = `${request.serviceRoot}${table.entitySetName}(${id})`;
  const representation = represent(organisation, unit.caller, request, table, id, 201);
  if (representation !== null) return representation;
  return noContent({ ...(request.inBatch ? { Location: url } : {}), 'OData-EntityId': url });
}

/** 204 with the row's URL, or 200 with the row. */
export function updatedAnswer(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  table: Table,
  id: string,
): ApiResponse {
  const url = `${request.serviceRoot}${table.entitySetName}(${id})`;
  return represent(organisation, unit.caller, request, table, id, 200) ?? noContent({ 'OData-EntityId': url });
}

function represent(
  organisation: Organisation,
  caller: UserCaller,
  request: ApiRequest,
  table: Table,
  id: string,
  status: number,
): ApiResponse | null {
  const prefer = parsePrefer(request.headers.get('prefer'));
  if (!prefer.returnRepresentation) return null;
  const context = queryContext(organisation, caller, request.serviceRoot, prefer);
  const answer = readRow(context, table, id, request.query);
  return jsonText(answer.body, status, {
    ...(answer.etag === undefined ? {} : { ETag: answer.etag }),
    'Preference-Applied': 'return=representation',
  });
}
