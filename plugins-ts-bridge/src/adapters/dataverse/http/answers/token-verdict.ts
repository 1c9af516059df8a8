import { DataverseError } from '../errors.js';
import type { Reply } from './odata-error.js';
import { retryAfterMs } from './retry-after.js';
import { signInCauseOf } from './sign-in-causes.js';
import { strangerOf } from './stranger.js';

/** A token, and how long it may be used. */
interface IssuedToken {
  readonly token: string;
  /** Milliseconds from the request on. */
  readonly lifeMs: number;
}

/**
 * What the token endpoint's reply means: a token, or an error. Only JSON of OAuth 2 counts as its own words.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function tokenVerdict(reply: Reply, at: string, nowMs: number): IssuedToken | DataverseError {
  const { status, headers } = reply;
  const answer = objectIn(reply.body);
  const afterMs = retryAfterMs(headers['retry-after'], nowMs);
  const retry = { afterMs: afterMs ?? 0 };
  if (status === 200) {
    const token = answer?.['access_token'];
    if (typeof token === 'string' && token !== '') return { token, lifeMs: lifeOf(answer?.['expires_in']) };
  }
  const error = typeof answer?.['error'] === 'string' ? answer['error'] : null;
  const said = typeof answer?.['error_description'] === 'string' ? answer['error_description'] : '';
  // The first sentence names the AADSTS code and the reason; what follows are trace ids.
  const reason = said.split(/\r?\n| Trace ID:/)[0] ?? '';
  if (status === 429 || (status === 503 && afterMs !== null)) {
    const who = error === null ? strangerOf(reply, at) : `The sign-in service ${at} asked to wait (${status}).`;
    return new DataverseError(who, { code: 'throttled', status, retry });
  }
  if (error === null || status < 400) {
    if (status === 200 && answer !== null) {
      const text = 'The token endpoint answered without an access token.';
      return new DataverseError(text, { code: 'sign-in', status, retry });
    }
    return new DataverseError(strangerOf(reply, at), { code: 'foreign', status, retry });
  }
  if (status >= 500 || error === 'temporarily_unavailable' || error === 'server_error') {
    const text = `The sign-in service ${at} cannot answer now: ${reason === '' ? `status ${status}` : reason}`;
    return new DataverseError(text, { code: 'unavailable', status, platformCode: error, retry });
  }
  const { number, known } = signInCauseOf(error, said);
  const which = number === '' ? error : `AADSTS${number}`;
  const text =
    known === null
      ? `Sign-in was refused: ${reason === '' ? `${error}, status ${status}` : reason}`
      : `Sign-in was refused (${which}): ${known.cause}. ${known.remedy}`;
  return new DataverseError(text, { code: known?.code ?? 'sign-in', status, platformCode: error });
}

function lifeOf(expiresIn: unknown): number {
  const seconds = Number(expiresIn);
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : 300) * 1000;
}

function objectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
