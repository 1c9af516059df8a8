import { claimsChallenge, DataverseError, type DataverseErrorCode } from '../errors.js';
import type { ODataError, Reply } from './odata-error.js';
import type { Verdict } from './verdict.js';

/** The IP firewall of an environment. https://learn.microsoft.com/power-platform/admin/ip-firewall */
const ipFirewall = '0x80095ffe';

/** The row, the row of a key, the table; Dataverse often names no code. Any other code with a 404 is another trouble. */
const notThere = new Set(['', '0x80040217', '0x80060891', '0x8006088a']);

/** The error for a verdict that is no success. @param asked What was asked for, for refusals without a sentence. */
export function dataverseErrorOf(
  verdict: Exclude<Verdict, { kind: 'answer' }>,
  reply: Reply,
  asked: string,
): DataverseError {
  const { status, headers } = reply;
  const requestId = headers['req_id'] ?? headers['x-ms-service-request-id'] ?? null;
  const common = { status, requestId } as const;
  switch (verdict.kind) {
    case 'throttled':
      return new DataverseError(verdict.said, {
        ...common,
        code: 'throttled',
        retry: { afterMs: verdict.afterMs ?? 0 },
      });
    case 'unauthorized':
      return new DataverseError(verdict.said, {
        ...common,
        code: 'unauthorized',
        ...(verdict.challenged ? { platformCode: claimsChallenge } : {}),
      });
    case 'unavailable': {
      const { code: platformCode, message } = said(verdict.said, status, asked);
      const retry = { afterMs: verdict.afterMs ?? 0 };
      return new DataverseError(message, { ...common, code: 'unavailable', platformCode, retry });
    }
    case 'foreign':
      return new DataverseError(verdict.said, { ...common, code: 'foreign', retry: { afterMs: verdict.afterMs ?? 0 } });
    case 'broken':
      return new DataverseError(verdict.said, { ...common, code: 'not-json', retry: { afterMs: 0 } });
    case 'refused': {
      const { code: platformCode, message } = said(verdict.said, status, asked);
      return new DataverseError(message, { ...common, code: codeOf(status, verdict.said), platformCode });
    }
  }
}

function said({ code, message }: ODataError, status: number, asked: string): ODataError {
  return { code, message: message === '' ? `${asked} was answered with ${status}.` : message };
}

function codeOf(status: number, { code, message }: ODataError): DataverseErrorCode {
  if (status === 403) {
    return code.toLowerCase() === ipFirewall || /\bIP (address )?is blocked\b/i.test(message)
      ? 'ip-blocked'
      : 'forbidden';
  }
  if (status === 404 && notThere.has(code.toLowerCase())) return 'not-found';
  if (status === 412) return 'precondition';
  if (status === 413) return 'too-large';
  return 'refused';
}
