import type { PrefillRefusal, PrefillResponse } from '@pmds/contracts/prefill';

export type Answer =
  | { readonly kind: 'profile'; readonly response: PrefillResponse }
  /** `unreachable`: no answer, or none of ours; the form is filled in by hand. */
  | { readonly kind: 'refused'; readonly code: PrefillRefusal | 'unreachable' };

const timeoutMs = 15_000;
const refusals = /^(token-missing|token-invalid|token-expired|origin-not-allowed|not-found)$/;

/** Asks for the values behind a token. Sends no cookie and no address of the page, keeps nothing. Never rejects. */
export async function askBridge(bridge: string, token: string): Promise<Answer> {
  const address = `${bridge}/v1/prefill`;
  try {
    const response = await ask(address, { headers: { authorization: `Bearer ${token}` } });
    const body: unknown = await response.json();
    return response.ok ? profileOf(body) : { kind: 'refused', code: codeOf(body) };
  } catch {
    return { kind: 'refused', code: await whyNot(address) };
  }
}

function ask(address: string, more: RequestInit): Promise<Response> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  const request = fetch(address, {
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal: giveUp.signal,
    ...more,
  });
  return request.finally(() => clearTimeout(timer));
}

/** A browser does not say why it kept an answer back. What answers without the token, but to other pages, is told apart. */
async function whyNot(address: string): Promise<'origin-not-allowed' | 'unreachable'> {
  try {
    await ask(address, { mode: 'no-cors' });
    return 'origin-not-allowed';
  } catch {
    return 'unreachable';
  }
}

function profileOf(body: unknown): Answer {
  const { values, labels } = (body ?? {}) as Partial<PrefillResponse>;
  const usable = isRecord(values) && isRecord(labels);
  return usable ? { kind: 'profile', response: body as PrefillResponse } : { kind: 'refused', code: 'unreachable' };
}

const isRecord = (part: unknown): boolean => typeof part === 'object' && part !== null;

function codeOf(body: unknown): PrefillRefusal | 'unreachable' {
  const code = String((body as { readonly error?: { readonly code?: unknown } } | null)?.error?.code);
  return refusals.test(code) ? (code as PrefillRefusal) : 'unreachable';
}
