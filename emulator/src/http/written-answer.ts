import type { Table } from '../model/table.js';
import type { UserCaller } from '../identity/user-caller.js';
import { readRow } from '../odata/read.js';
import type { Organisation } from '../organisation.js';
import type { Unit } from '../write/units/unit.js';
import { jsonText, noContent, type ApiRequest, type ApiResponse } from './requests/message.js';
import { parsePrefer } from './requests/prefer.js';
import { annotationsApplied, queryContext } from './requests/read-request.js';

/**
 * 204 with the new row's URL, or 201 with the row when the caller asked for it. In a batch the URL also stands under `Location`.
 * @param url the row's address as the answer shall name it; by its id when left out
 */
export function createdAnswer(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  table: Table,
  id: string,
  url = addressOf(request, table, id),
): ApiResponse {
  const representation = represent(organisation, unit.caller, request, table, id, 201);
  if (representation !== null) return representation;
  return noContent(named(request, url));
}

/** 204 with the row's URL, or 200 with the row, of which nothing is expanded. */
export function updatedAnswer(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  table: Table,
  id: string,
  url = addressOf(request, table, id),
): ApiResponse {
  const unexpanded = { ...request, query: withoutExpand(request.query) };
  return represent(organisation, unit.caller, unexpanded, table, id, 200) ?? noContent(named(request, url));
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api: created and updated alike. */
function named({ inBatch }: ApiRequest, url: string): Record<string, string> {
  return { ...(inBatch ? { Location: url } : {}), 'OData-EntityId': url };
}

function addressOf(request: ApiRequest, table: Table, id: string): string {
  return `${request.serviceRoot}${table.entitySetName}(${id})`;
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/update-delete-entities-using-web-api#update-with-data-returned */
function withoutExpand(query: string): string {
  return query
    .split('&')
    .filter((option) => !/^(\$|%24)expand=/i.test(option))
    .join('&');
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
    'Preference-Applied': ['return=representation', ...annotationsApplied(prefer)].join(','),
  });
}
