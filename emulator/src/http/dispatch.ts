import { DataverseError, malformed, noSuchSegment } from '../model/dataverse-error.js';
import { readFile, writeFile } from '../files/file-requests.js';
import type { UserCaller } from '../identity/user-caller.js';
import type { Organisation } from '../organisation.js';
import { stepOptions } from '../messages/steps/step-options.js';
import { withContentId } from '../write/input/row-key.js';
import { runUnit } from '../write/units/run-unit.js';
import type { Unit } from '../write/units/unit.js';
import type { ApiRequest, ApiResponse } from './requests/message.js';
import { answerRead } from './requests/read-request.js';
import { findCalledOperation, runOperation } from './requests/operation-request.js';
import { parseSegments } from './requests/segments.js';
import { writeRequest } from './requests/write-request.js';

/** Longest URL on the wire, and of a GET inside a batch. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/overview */
const maxUrl = { wire: 32_768, batch: 65_536 } as const;

/** Answers one request outside of a change set, in a transaction of its own when it writes. */
export async function dispatch(
  organisation: Organisation,
  caller: UserCaller,
  request: ApiRequest,
): Promise<ApiResponse> {
  assertLength(request);
  assertVersion(request);
  if (request.method !== 'GET') {
    const steps = stepOptions(caller, request);
    return runUnit(organisation, caller, request.serviceRoot, (unit) => dispatchWrite(organisation, unit, request), {
      steps,
    });
  }
  const operation = findCalledOperation(organisation, request);
  if (operation === null) {
    return readFile(organisation.store, caller, request) ?? answerRead(organisation, caller, request);
  }
  if (operation.kind !== 'function') throw noResource(request);
  return runUnit(organisation, caller, request.serviceRoot, (unit) =>
    runOperation(organisation, unit, request, operation),
  );
}

/** Answers a request that writes, inside a unit that somebody else ends: one request's own, or a change set's. */
export function dispatchWrite(organisation: Organisation, unit: Unit, raw: ApiRequest): ApiResponse {
  const request = { ...raw, path: withContentId(unit.contentIds, raw.path) };
  const operation = findCalledOperation(organisation, request);
  if (operation !== null) {
    if (request.method !== 'POST' || operation.kind !== 'action') throw noResource(request);
    return runOperation(organisation, unit, request, operation);
  }
  return writeFile(unit, request) ?? writeRequest(organisation, unit, request, parseSegments(request.path));
}

/**
 * A function called as an action, or the other way round.
 * https://learn.microsoft.com/troubleshoot/power-platform/dataverse/dataverse-web-api-and-sdk/web-api-client-errors
 */
function noResource({ serviceRoot, path }: ApiRequest): DataverseError {
  return new DataverseError(
    404,
    '',
    `No HTTP resource was found that matches the request URI '${serviceRoot}${path}'.`,
  );
}

function assertLength(request: ApiRequest): void {
  const length = request.serviceRoot.length + request.path.length + request.query.length + 1;
  if (length > (request.inBatch ? maxUrl.batch : maxUrl.wire)) {
    throw new DataverseError(414, '', 'The request URL is too long.');
  }
  if (request.path === '' && request.method !== 'GET') throw noSuchSegment('');
}

/** The platform speaks OData 4.0 only. */
function assertVersion(request: ApiRequest): void {
  const version = request.headers.get('odata-version');
  if (version !== undefined && version.trim() !== '4.0') {
    throw malformed(`The OData-Version header value '${version}' is not supported. The supported version is 4.0.`);
  }
}
