import { randomUUID } from 'node:crypto';
import type { ApiResponse } from '../../http/requests/message.js';
import type { AppRegistrations } from './app-registrations.js';
import type { ExposedApi, ExposedApis } from './exposed-apis.js';
import type { Tokens } from './tokens.js';

interface TokenEndpoint {
  readonly tenantId: string;
  /** Origin of the organisation: `http://127.0.0.1:4610`. */
  readonly origin: string;
  readonly registrations: AppRegistrations;
  readonly tokens: Tokens;
  readonly apis: ExposedApis;
}

/** An error of the token endpoint: HTTP status, OAuth error, Microsoft's number and sentence. */
class TokenError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, sentence: string) {
    super(sentence);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

/**
 * `POST /<tenant>/oauth2/v2.0/token` (scope) and `POST /<tenant>/oauth2/token` (resource), client credentials only.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export async function answerTokenRequest(
  endpoint: TokenEndpoint,
  tenant: string,
  version: 1 | 2,
  body: string,
): Promise<ApiResponse> {
  const form = new URLSearchParams(body);
  try {
    if (tenant.toLowerCase() !== endpoint.tenantId) {
      throw new TokenError(
        400,
        'invalid_request',
        90002,
        `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
      );
    }
    const clientId = authenticate(endpoint, form);
    const api = audienceOf(endpoint, form, version);
    const seconds = endpoint.tokens.lifetimeSeconds;
    const client = clientId.toLowerCase();
    const token =
      api === null
        ? await endpoint.tokens.issue({ kind: 'application', id: client }, endpoint.origin)
        : await endpoint.apis.issue(api, client, endpoint.origin, seconds);
    return answer(200, { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token });
  } catch (error) {
    if (error instanceof TokenError) return refuse(error);
    throw error;
  }
}

function authenticate(endpoint: TokenEndpoint, form: URLSearchParams): string {
  const grant = required(form, 'grant_type');
  if (grant !== 'client_credentials') {
    throw new TokenError(
      400,
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${grant}'.`,
    );
  }
  const clientId = required(form, 'client_id');
  if (form.has('client_assertion')) {
    throw new TokenError(
      501,
      'invalid_client',
      700027,
      'The local Dataverse does not implement client_assertion; use client_secret.',
    );
  }
  const secret = form.get('client_secret');
  if (secret === null) {
    throw new TokenError(
      401,
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  const result = endpoint.registrations.check(clientId, secret);
  if (result === 'unknown-client') {
    throw new TokenError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory 'local'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    );
  }
  if (result === 'wrong-secret') {
    throw new TokenError(
      401,
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );
  }
  return clientId;
}

/** @returns `null` for the organisation itself. */
function audienceOf(endpoint: TokenEndpoint, form: URLSearchParams, version: 1 | 2): ExposedApi | null {
  const host = new URL(endpoint.origin).host;
  const asked = version === 1 ? required(form, 'resource') : required(form, 'scope');
  if (version === 2 && !asked.split(' ').some((scope) => scope.endsWith('/.default'))) {
    throw new TokenError(
      400,
      'invalid_scope',
      1002012,
      `The provided value for scope ${asked} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  const resource = asked.split(' ')[0]?.replace(/\/?\.default$/, '') ?? '';
  if (URL.canParse(resource) && new URL(resource).host === host) return null;
  const api = endpoint.apis.find(resource);
  if (api !== undefined) return api;
  throw new TokenError(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant named local.`,
  );
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') {
    throw new TokenError(
      400,
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${name}'.`,
    );
  }
  return value;
}

function refuse(error: TokenError): ApiResponse {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return answer(error.status, {
    error: error.error,
    error_description: `AADSTS${error.number}: ${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  });
}

function answer(status: number, body: object): ApiResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store, no-cache' },
    body: JSON.stringify(body),
  };
}
