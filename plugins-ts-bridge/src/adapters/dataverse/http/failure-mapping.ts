import { DataverseError, type DataverseErrorCode } from './errors.js';
import type { TransportReply } from './transport.js';

/**
 * Turns an answer of 400 and above into a typed error. Retried are 429 (after `Retry-After`), 408, 500 to 504 and, once a
 * new token was asked for, 401; all else needs somebody to change something.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors
 */
export function mapFailure(reply: TransportReply, method: string, path: string): DataverseError {
  const said = errorOf(reply.body);
  const retryAfter = retryAfterMs(reply.headers['retry-after']);
  const code = codeOf(reply.status);
  const repeats = code === 'throttled' || code === 'unavailable' || code === 'unauthorized';
  return new DataverseError(
    said.message === '' ? `${method} ${path} was answered with ${reply.status}.` : said.message,
    {
      code,
      status: reply.status,
      platformCode: said.code,
      // Without Retry-After a throttled caller still has to pause: five seconds is the shortest that Dataverse asks for.
      retry: repeats ? { afterMs: retryAfter ?? (code === 'throttled' ? 5_000 : 0) } : null,
      requestId: reply.headers['req_id'] ?? reply.headers['x-ms-service-request-id'] ?? null,
    },
  );
}

function codeOf(status: number): DataverseErrorCode {
  if (status === 429) return 'throttled';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 412) return 'precondition';
  if (status === 413) return 'too-large';
  if (status === 408 || status === 500 || (status >= 502 && status <= 504)) return 'unavailable';
  return 'refused';
}

function errorOf(body: string): { readonly code: string; readonly message: string } {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = (parsed as { readonly error?: { readonly code?: unknown; readonly message?: unknown } } | null)
      ?.error;
    return {
      code: typeof error?.code === 'string' ? error.code : '',
      message: typeof error?.message === 'string' ? error.message : '',
    };
  } catch {
    return { code: '', message: '' };
  }
}

/** Seconds, or a date. */
function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
