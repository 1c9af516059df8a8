import { faultError, type Fault } from '../limits/faults.js';
import { errorResponse } from './error-response.js';
import { withHeaders, type ApiResponse } from './requests/message.js';

const page = '<!DOCTYPE html><html><head><title>Gateway</title></head><body>This is not Dataverse.</body></html>';

/** The answer that a fault puts in the place of the real one, which is never computed; `null` for faults that spoil it. */
export function answerInstead(fault: Fault): ApiResponse | null {
  const wait: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': fault.retryAfter };
  switch (fault.kind) {
    case 'status':
      return withHeaders(errorResponse(faultError(fault)), wait);
    case 'page':
      return {
        status: fault.status ?? 503,
        headers: { 'Content-Type': 'text/html', Server: 'gateway/1.0', ...wait },
        body: page,
      };
    case 'sign-in':
      return signInRefused(fault);
    case 'claims':
      return {
        status: fault.status ?? 401,
        headers: { 'WWW-Authenticate': `Bearer error="insufficient_claims", claims="${claims}"` },
        body: null,
      };
    case 'redirect':
      return {
        status: fault.status ?? 302,
        headers: { Location: 'https://login.microsoftonline.com/common/oauth2/authorize' },
        body: null,
      };
    case 'empty':
      return { status: fault.status ?? 200, headers: {}, body: null };
    default:
      return null;
  }
}

/** https://learn.microsoft.com/entra/identity-platform/claims-challenge */
const claims = Buffer.from('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}').toString('base64');

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application */
function signInRefused({ status = 400, code = '53003' }: Fault): ApiResponse {
  const description = `AADSTS${code}: The local Dataverse was told to refuse the sign-in. Trace ID: 0 Correlation ID: 0`;
  const body = { error: 'invalid_grant', error_description: description, error_codes: [Number(code)] };
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The first half of a body, with the headers of a whole one. */
export function half(response: ApiResponse): ApiResponse {
  const body = Buffer.from(response.body ?? '');
  return { ...response, body: body.subarray(0, Math.floor(body.length / 2)) };
}
