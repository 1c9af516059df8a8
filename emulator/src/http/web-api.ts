import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DataverseError } from '../model/dataverse-error.js';
import { Unauthorized } from '../identity/authenticate.js';
import { signedInUser } from '../identity/sign-in.js';
import type { UserCaller } from '../identity/user-caller.js';
import type { Organisation } from '../organisation.js';
import { runBatch } from './batch/run-batch.js';
import { dispatch } from './dispatch.js';
import { errorResponse } from './error-response.js';
import { withHeaders, type ApiRequest, type ApiResponse } from './requests/message.js';
import { parsePrefer } from './requests/prefer.js';

/** Tables smaller than this answer at once, whatever the simulated page time. */
const smallTableRows = 1000;

/** Sending it back ties a client to one server; clients that want all of them do not. https://learn.microsoft.com/power-apps/developer/data-platform/send-parallel-requests */
const affinityCookie = 'ARRAffinity=local-server-1; Path=/api/; HttpOnly';

/** Answers one request to the Web API: who asks, whether they may, what they get, and the headers around it. */
export async function answerWebApi(organisation: Organisation, request: ApiRequest): Promise<ApiResponse> {
  const ended = organisation.calls.begin(request);
  const response = await answer(organisation, request);
  ended(response.status);
  const id = randomUUID();
  return withHeaders(response, { REQ_ID: id, 'x-ms-service-request-id': id });
}

async function answer(organisation: Organisation, request: ApiRequest): Promise<ApiResponse> {
  try {
    const caller = await organisation.authenticator.caller(
      request.headers,
      signedInUser(request.headers.get('cookie')),
    );
    organisation.throttle.check();
    return await answerCaller(organisation, caller, request);
  } catch (error) {
    if (error instanceof Unauthorized) return challenge(organisation, request);
    return errorResponse(error, annotationsOf(request));
  }
}

async function answerCaller(organisation: Organisation, caller: UserCaller, request: ApiRequest): Promise<ApiResponse> {
  const { protection } = organisation;
  const chargedTo = caller.onBehalfBy ?? caller.userId;
  const end = protection.begin(chargedTo, performance.now());
  try {
    const response = await withPageTime(organisation, request, () => answerSafely(organisation, caller, request));
    const left = protection.remaining(chargedTo, performance.now());
    return withHeaders(response, {
      'Set-Cookie': affinityCookie,
      'x-ms-dop-hint': String(organisation.behaviour.dopHint),
      'x-ms-ratelimit-burst-remaining-xrm-requests': String(left.requests),
      'x-ms-ratelimit-time-remaining-xrm-requests': left.seconds.toFixed(2),
    });
  } finally {
    end(performance.now());
  }
}

async function answerSafely(organisation: Organisation, caller: UserCaller, request: ApiRequest): Promise<ApiResponse> {
  try {
    assertPlain(request);
    if (!/^(?:\$|%24)batch\/?$/.test(request.path)) return await dispatch(organisation, caller, request);
    if (request.method !== 'POST')
      throw new DataverseError(
        405,
        '0x80060888',
        `The requested resource does not support http method '${request.method}'. ($batch)`,
      );
    return await runBatch(organisation, caller, request);
  } catch (error) {
    return errorResponse(error, annotationsOf(request));
  }
}

/**
 * Answers may be compressed, requests are not: no page says that the platform takes them.
 * https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding
 */
function assertPlain({ headers }: ApiRequest): void {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity' || coding === '') return;
  throw new DataverseError(
    415,
    '0x80060888',
    `The body of the request has the Content-Encoding '${coding}', which is not supported. Send it uncompressed.`,
  );
}

/** How often a page that is held looks whether the simulated time was changed meanwhile. */
const lookMs = 100;

/**
 * A page takes the server the simulated time altogether, its own work included; others are answered meanwhile. A shorter time lets those
 * go that are held: what has to stand still is given a long one, and none when it may go on.
 */
async function withPageTime(
  { behaviour, pageTurns, store }: Organisation,
  request: ApiRequest,
  answered: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  if (behaviour.pageMs <= 0 || request.method !== 'GET') return answered();
  const table = store.model.findTableOfSet(request.path);
  if (table === undefined || store.rows(table.logicalName).size <= smallTableRows) return answered();
  const began = performance.now();
  await pageTurns.next();
  const response = await answered();
  const leftMs = () => began + behaviour.pageMs - performance.now();
  for (let left = leftMs(); left > 0; left = leftMs()) await wait(Math.min(left, lookMs));
  return response;
}

function annotationsOf(request: ApiRequest): string | null {
  try {
    return parsePrefer(request.headers.get('prefer')).annotations;
  } catch {
    return null;
  }
}

/** The challenge that tells a client where tokens come from. */
function challenge(organisation: Organisation, request: ApiRequest): ApiResponse {
  const { origin } = new URL(request.serviceRoot);
  return {
    status: 401,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'WWW-Authenticate': `Bearer authorization_uri=${origin}/${organisation.tenantId}/oauth2/authorize, resource_id=${origin}/`,
    },
    body: 'HTTP Error 401 - Unauthorized: Access is denied',
  };
}
