import type { PrefillProblem, PrefillRefusal, PrefillResponse } from '@pmds/contracts/prefill';
import { isExpired } from './expiry.js';

export type Answer =
  | { readonly kind: 'profile'; readonly response: PrefillResponse }
  /** `unreachable`: no answer, or none of ours; the form is filled in by hand. */
  | { readonly kind: 'refused'; readonly code: PrefillRefusal | 'unreachable' };

const timeoutMs = 15_000;
const dayMs = 86_400_000;
const expired = 'token-expired';
const refusals = /^(token-missing|token-invalid|token-expired|origin-not-allowed|not-found)$/;

/** Asks for the values behind a token. Sends no cookie and no address of the page, keeps nothing. Never rejects. */
export async function askBridge(bridge: string, token: string): Promise<Answer> {
  const refused = (code: string): Answer => ({
    kind: 'refused',
    code: refusals.test(code) ? (code as PrefillRefusal) : 'unreachable',
  });
  // A clock may be wrong by hours; beyond a day nobody has to be asked.
  if (isExpired(token, dayMs)) return refused(expired);
  const address = `${bridge}/v1/prefill`;
  let answer: Response;
  let body: (Partial<PrefillResponse> & Partial<Pick<PrefillProblem, 'code'>>) | null;
  try {
    answer = await ask(address, { headers: { authorization: `Bearer ${token}` } });
    body = (await answer.json()) as typeof body;
  } catch {
    // A browser does not say why it kept an answer back. What answers without the token, but to other pages, is told apart.
    return ask(address, { mode: 'no-cors' }).then(
      () => refused('origin-not-allowed'),
      () => refused(''),
    );
  }
  const { values, labels, columns, code = '' } = body || {};
  // All refusals are alike: what the link says of itself is the only way to know that it is over.
  if (!answer.ok) return refused(code === 'token-invalid' && isExpired(token) ? expired : code);
  return values && labels && columns ? { kind: 'profile', response: body as PrefillResponse } : refused('');
}

async function ask(address: string, more: RequestInit): Promise<Response> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  try {
    const { signal } = giveUp;
    return await fetch(address, {
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
      ...more,
    });
  } finally {
    clearTimeout(timer);
  }
}
