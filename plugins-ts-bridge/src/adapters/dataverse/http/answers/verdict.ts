import { hasOwnHeader, odataErrorOf, type ODataError, type Reply } from './odata-error.js';
import { retryAfterMs } from './retry-after.js';
import { strangerOf, unknownStatus } from './stranger.js';

/**
 * What a right answer to a request looks like: `json` an object of the Web API, `multipart` the answer to a `$batch`,
 * `write` either nothing (204) or an object.
 */
export type Expected = 'json' | 'multipart' | 'write';

/** Whose answer a reply is, and what it means. Only `answer` is success. */
export type Verdict =
  | { readonly kind: 'answer' }
  /** Dataverse says no, and will say so again. */
  | { readonly kind: 'refused'; readonly said: ODataError }
  /** Too many requests. `afterMs` is `null` where no time was named that can be read. */
  | { readonly kind: 'throttled'; readonly afterMs: number | null; readonly said: string }
  /** The token is not accepted. `challenged`: a policy asks for more than it proves, which a new one may. */
  | { readonly kind: 'unauthorized'; readonly said: string; readonly challenged: boolean }
  /** Dataverse cannot answer now. */
  | { readonly kind: 'unavailable'; readonly afterMs: number | null; readonly said: ODataError }
  /** A proxy, gateway, firewall or sign-in page answered in Dataverse's place; `said` names what it is. */
  | { readonly kind: 'foreign'; readonly afterMs: number | null; readonly said: string }
  /** Begins like an answer of Dataverse and is not whole. */
  | { readonly kind: 'broken'; readonly said: string };

/** Statuses with which Dataverse or a gateway says that it cannot answer now. */
const passing = new Set([408, 500, 502, 503, 504]);

/**
 * Tells answers of the Web API from what somebody between answered in its place. Pure; reads of a success only the first
 * bytes, since a page has megabytes.
 * @param at Who was asked, for the sentence: an origin.
 */
export function verdictOn(reply: Reply, expected: Expected, at: string, nowMs: number): Verdict {
  const { status, headers } = reply;
  const afterMs = retryAfterMs(headers['retry-after'], nowMs);
  if (status >= 200 && status < 300) return verdictOnSuccess(reply, expected, at);
  const said = status >= 400 ? odataErrorOf(reply) : null;
  if (status === 429) return { kind: 'throttled', afterMs, said: asksToWait(said) ?? strangerOf(reply, at) };
  if ((status === 401 || status === 403) && claimsAsked(reply)) {
    return { kind: 'unauthorized', said: moreClaims(at, status), challenged: true };
  }
  if (status === 401) {
    return { kind: 'unauthorized', said: said?.message ?? notAccepted(reply, at), challenged: false };
  }
  if (said === null) return { kind: 'foreign', afterMs, said: strangerOf(reply, at) };
  if (passing.has(status)) return { kind: 'unavailable', afterMs, said };
  // Dataverse documents no other status from 500 on: whoever sends one, the request is not at fault.
  if (status >= 500) {
    return {
      kind: 'unavailable',
      afterMs,
      said: { ...said, message: `${unknownStatus(at, status)} It said: ${said.message}` },
    };
  }
  return { kind: 'refused', said };
}

function verdictOnSuccess(reply: Reply, expected: Expected, at: string): Verdict {
  const { status, headers } = reply;
  const start = startOf(reply).trimStart();
  const foreign = (): Verdict => ({ kind: 'foreign', afterMs: null, said: strangerOf(reply, at) });
  if (status === 204) return expected === 'write' && hasOwnHeader(reply) ? { kind: 'answer' } : foreign();
  if (status !== 200 && status !== 201) return foreign();
  const type = headers['content-type'] ?? '';
  if (/\bhtml\b/i.test(type) || start.startsWith('<')) return foreign();
  const own = hasOwnHeader(reply) || start.includes('"@odata.');
  if (!own) return foreign();
  if (start === '') return { kind: 'broken', said: `The answer of ${at} is empty where it should have content.` };
  if (expected === 'multipart') {
    if (/^multipart\/mixed\b/i.test(type) && start.startsWith('--')) return { kind: 'answer' };
  } else if (start.startsWith('{')) return { kind: 'answer' };
  return { kind: 'broken', said: `The answer of ${at} does not begin like one of the Web API.` };
}

function startOf({ bytes, body }: Reply): string {
  return bytes === undefined ? body.slice(0, 256) : bytes.toString('latin1', 0, 256).replace(/^\u00ef\u00bb\u00bf/, '');
}

/**
 * Continuous access evaluation and Conditional Access refuse a token and say which claims they want.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function claimsAsked({ headers }: Reply): boolean {
  const header = headers['www-authenticate'] ?? '';
  return /^Bearer\b/i.test(header) && /\binsufficient_claims\b|\bclaims\s*=/i.test(header);
}

function moreClaims(at: string, status: number): string {
  return `${at} asks for more than the token proves (${status}, a claims challenge): a Conditional Access policy or continuous access evaluation does not accept the application, or not from this address.`;
}

/** Dataverse says with which sign-in it can be asked, though often nothing else. */
function notAccepted(reply: Reply, at: string): string {
  const own = hasOwnHeader(reply) || /^Bearer\b/i.test(reply.headers['www-authenticate'] ?? '');
  return own ? `${at} does not accept the token.` : strangerOf(reply, at);
}

/** People read this on the row of a run that waits. */
function asksToWait(said: ODataError | null): string | null {
  return said === null ? null : `Dataverse asks to wait: ${said.message === '' ? 'too many requests.' : said.message}`;
}
