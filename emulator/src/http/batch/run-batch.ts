import { malformed } from '../../model/dataverse-error.js';
import type { UserCaller } from '../../identity/user-caller.js';
import type { Organisation } from '../../organisation.js';
import { stepOptions } from '../../messages/steps/step-options.js';
import { runUnit } from '../../write/units/run-unit.js';
import { dispatch, dispatchWrite } from '../dispatch.js';
import { answerInstead, half } from '../fault-answers.js';
import { errorResponse } from '../error-response.js';
import { jsonType, withHeaders, type ApiRequest, type ApiResponse } from '../requests/message.js';
import { parsePrefer } from '../requests/prefer.js';
import { parseBatch, type BatchPart, type BatchRequest, type ChangeSet } from './parse-batch.js';
import { writeBatch, type BatchAnswer, type PartResponse } from './write-batch.js';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#batch-requests */
export const maxBatchRequests = 1000;

/**
 * Answers `$batch`: parts in order; the first failure ends it with its status, or, with `odata.continue-on-error`, every part is
 * answered and the whole is 200.
 */
export async function runBatch(
  organisation: Organisation,
  caller: UserCaller,
  request: ApiRequest,
): Promise<ApiResponse> {
  const parts = parseBatch(request.headers.get('content-type'), request.body.toString('utf8'));
  assertCount(parts);
  const { continueOnError } = parsePrefer(request.headers.get('prefer'));
  const answers: BatchAnswer[] = [];
  for (const part of parts) {
    const { answer, failed } = await runPart(organisation, caller, request, part);
    answers.push(answer);
    if (failed !== null && !continueOnError) return writeBatch(answers, failed);
  }
  return writeBatch(answers, 200);
}

function assertCount(parts: readonly BatchPart[]): void {
  const count = parts.reduce((sum, part) => sum + (part.kind === 'request' ? 1 : part.requests.length), 0);
  if (count > maxBatchRequests) {
    throw malformed(`A $batch request can hold ${maxBatchRequests} requests at most; this one has ${count}.`);
  }
}

/** `failed` is the status of the failure, or null. */
interface Done {
  readonly answer: BatchAnswer;
  readonly failed: number | null;
}

async function runPart(
  organisation: Organisation,
  caller: UserCaller,
  batch: ApiRequest,
  part: BatchPart,
): Promise<Done> {
  if (part.kind === 'changeset') return runChangeSet(organisation, caller, batch, part);
  const response = await answerAlone(organisation, caller, batch, part);
  return { answer: { contentId: null, response }, failed: response.status >= 400 ? response.status : null };
}

async function answerAlone(
  organisation: Organisation,
  caller: UserCaller,
  batch: ApiRequest,
  part: BatchRequest,
): Promise<ApiResponse> {
  const fault = organisation.faults.next(part.url, 'part');
  const instead = fault === null ? null : answerInstead(fault);
  if (instead !== null) return instead;
  try {
    const response = await dispatch(organisation, caller, toRequest(batch, part, part.url));
    if (fault?.kind === 'half') return half(response);
    if (fault?.kind === 'not-json') return answerInstead({ kind: 'page', status: 200 }) ?? response;
    return part.method === 'GET' ? streamed(response) : response;
  } catch (error) {
    return errorResponse(error, annotationsOf(part));
  }
}

/** What is read in a batch is said to be streamed, as the published answers show it. */
function streamed(response: ApiResponse): ApiResponse {
  return response.headers['Content-Type'] === jsonType
    ? withHeaders(response, { 'Content-Type': `${jsonType}; odata.streaming=true` })
    : response;
}

/** All of it in one transaction; when one request fails, its error is the only answer of the change set. */
async function runChangeSet(
  organisation: Organisation,
  caller: UserCaller,
  batch: ApiRequest,
  set: ChangeSet,
): Promise<Done> {
  let current: BatchRequest | undefined;
  const contentIds = new Map<string, string>();
  try {
    const responses = await runUnit(
      organisation,
      caller,
      batch.serviceRoot,
      (unit) =>
        set.requests.map((part): PartResponse => {
          current = part;
          if (part.method === 'GET') throw malformed('A change set cannot hold a GET request.');
          const before = unit.messages.length;
          const response = dispatchWrite(organisation, unit, toRequest(batch, part, part.url));
          const made = unit.messages.slice(before).find(({ name }) => name === 'Create' || name === 'Update');
          if (part.contentId !== null && typeof made?.id === 'string') {
            contentIds.set(part.contentId, `${unit.model.table(made.table).entitySetName}(${made.id})`);
          }
          return { contentId: part.contentId, response };
        }),
      { contentIds, steps: stepOptions(caller, { query: '', headers: set.requests[0]?.headers ?? new Map() }) },
    );
    return { answer: { changeSet: responses }, failed: null };
  } catch (error) {
    const response = errorResponse(error, current === undefined ? null : annotationsOf(current));
    return { answer: { changeSet: [{ contentId: current?.contentId ?? null, response }] }, failed: response.status };
  }
}

function annotationsOf(part: BatchRequest): string | null {
  try {
    return parsePrefer(part.headers.get('prefer')).annotations;
  } catch {
    return null;
  }
}

/** @throws DataverseError 400 for a URL of another host or a batch inside the batch. */
function toRequest(batch: ApiRequest, part: BatchRequest, url: string): ApiRequest {
  const root = new URL(batch.serviceRoot);
  let below = url;
  if (/^https?:\/\//i.test(url)) {
    const text = url.slice(url.indexOf('/', url.indexOf('//') + 2));
    if (!URL.canParse(url) || new URL(url).host !== root.host)
      throw malformed(`The URL '${url}' does not belong to this organisation.`);
    below = text;
  }
  below = below.replace(/^\/?api\/data\/v9\.\d\//i, '').replace(/^\//, '');
  const at = below.indexOf('?');
  const path = at < 0 ? below : below.slice(0, at);
  if (/^(?:\$|%24)batch\b/.test(path)) throw malformed('A $batch request cannot hold another $batch request.');
  return {
    method: part.method,
    path,
    query: at < 0 ? '' : below.slice(at + 1),
    headers: part.headers,
    body: Buffer.from(part.body),
    serviceRoot: batch.serviceRoot,
    inBatch: true,
  };
}
