import { DataverseError } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import type { UserCaller } from '../../identity/user-caller.js';
import { FetchAnswer } from '../../fetchxml/fetch-answer.js';
import {
  answerDelta,
  assertTrackable,
  countDelta,
  deltaLink,
  readDeltaToken,
  withDeltaLink,
} from '../../messages/change-tracking.js';
import { read } from '../../odata/read.js';
import { annotationFilter, type QueryContext } from '../../query/caller.js';
import type { Organisation } from '../../organisation.js';
import { jsonText, jsonType, type ApiRequest, type ApiResponse } from './message.js';
import { parsePrefer, type Preferences } from './prefer.js';
import { parseSegments } from './segments.js';

/** Answers a GET of rows or definitions. */
export function answerRead(organisation: Organisation, caller: UserCaller, request: ApiRequest): ApiResponse {
  const prefer = parsePrefer(request.headers.get('prefer'));
  const context = queryContext(organisation, caller, request.serviceRoot, prefer);
  const tracked = trackedTable(organisation, request, prefer);
  if (tracked !== null) return answerTracked(organisation, context, tracked, request, prefer);
  const answer = read(context, request.path, request.query);
  const unchanged = request.headers.get('if-none-match');
  if (
    answer.etag !== undefined &&
    unchanged === answer.etag &&
    prefer.annotations === null &&
    !/expand/i.test(request.query)
  ) {
    // With the content type, as the page about conditional operations shows it.
    const headers = { 'Content-Type': jsonType, 'OData-Version': '4.0', ETag: answer.etag };
    return { status: 304, headers, body: null };
  }
  return {
    status: answer.status,
    headers: {
      ...(answer.status === 204 ? {} : { 'Content-Type': answer.contentType }),
      'OData-Version': '4.0',
      ...(answer.etag === undefined ? {} : { ETag: answer.etag }),
      ...preferenceApplied(answer.preferenceApplied, prefer),
    },
    body: answer.status === 204 ? null : answer instanceof FetchAnswer ? answer.bytes : answer.body,
  };
}

/** The preferences that the query honoured, then the annotations that were asked for. */
function preferenceApplied(honoured: readonly string[], prefer: Preferences): Record<string, string> {
  const applied = [...honoured, ...annotationsApplied(prefer)];
  return applied.length === 0 ? {} : { 'Preference-Applied': applied.join(',') };
}

/** The annotations that a request asks for, as its answer repeats them. */
export function annotationsApplied({ annotations }: Preferences): string[] {
  return annotations === null ? [] : [`odata.include-annotations="${annotations}"`];
}

export function queryContext(
  organisation: Organisation,
  caller: UserCaller,
  serviceRoot: string,
  prefer: Preferences,
): QueryContext {
  return {
    store: organisation.store,
    caller,
    serviceRoot,
    annotations: annotationFilter(prefer.annotations ?? undefined),
    ...(prefer.maxPageSize === null ? {} : { maxPageSize: prefer.maxPageSize }),
    onPage: (event) => {
      organisation.calls.page(event);
      organisation.triggers.page(event);
    },
  };
}

/** The table of a request that takes part in change tracking, else null. */
function trackedTable(organisation: Organisation, request: ApiRequest, prefer: Preferences): Table | null {
  const hasToken = /(?:^|&)(?:\$|%24)deltatoken=/i.test(request.query);
  if (!prefer.trackChanges && !hasToken && organisation.deltaTokens.startOf(urlOf(request)) === undefined) return null;
  const [first, second, ...more] = parseSegments(request.path);
  if (first?.key !== null || more.length > 0 || (second !== undefined && second.name !== '$count')) {
    throw new DataverseError(400, '0x80060888', 'Change tracking is supported on entity sets only.');
  }
  return organisation.store.model.tableOfSet(first.name);
}

function answerTracked(
  organisation: Organisation,
  context: QueryContext,
  table: Table,
  request: ApiRequest,
  prefer: Preferences,
): ApiResponse {
  const { store } = organisation;
  assertTrackable(table, request.query);
  assertSeesAll(context, table);
  const days = Number(store.get('organization', organisation.organizationId)?.['expirechangetrackingindays'] ?? 7);
  const token = readDeltaToken(store, request.query, days);
  const applied = prefer.applied === null ? {} : { 'Preference-Applied': prefer.applied };
  if (token !== null && request.path.endsWith('$count')) {
    const body = String(countDelta(context, table, token.version));
    return { status: 200, headers: { 'Content-Type': 'text/plain', 'OData-Version': '4.0' }, body };
  }
  if (token !== null) return answerDelta(context, table, request.query, token.version);
  const start = organisation.deltaTokens.startOf(urlOf(request)) ?? store.versionNumber;
  const { body } = read(context, request.path, request.query);
  const { '@odata.nextLink': next } = JSON.parse(body) as { readonly '@odata.nextLink'?: string };
  if (next !== undefined) {
    organisation.deltaTokens.remember(next, start);
    return jsonText(body, 200, applied);
  }
  const link = deltaLink(request.serviceRoot, table, request.query, start, store.now());
  return jsonText(withDeltaLink(body, link), 200, applied);
}

/** Change tracking needs organisation-level read: what is hidden could not be told from what is deleted. */
function assertSeesAll(context: QueryContext, table: Table): void {
  if (context.caller.readFilter(table) === null) return;
  throw new DataverseError(
    403,
    '0x80040220',
    `Change tracking needs organization-level read access to ${table.logicalName}.`,
  );
}

function urlOf(request: ApiRequest): string {
  return `${request.serviceRoot}${request.path}${request.query === '' ? '' : `?${request.query}`}`;
}
