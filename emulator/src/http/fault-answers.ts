import { faultError, type Fault } from '../limits/faults.js';
import { errorResponse } from './error-response.js';
import { withHeaders, type ApiResponse } from './message.js';

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

/** The first half of a body, with the headers of a whole one. */
export function half(response: ApiResponse): ApiResponse {
  const body = Buffer.from(response.body ?? '');
  return { ...response, body: body.subarray(0, Math.floor(body.length / 2)) };
}
