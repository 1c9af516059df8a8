import type { PrefillRefusal, PrefillResponse } from '@pmds/contracts/prefill';

export type Answer =
  | { readonly kind: 'profile'; readonly response: PrefillResponse }
  /** `unreachable`: no answer, or none of ours; the form is filled in by hand. */
  | { readonly kind: 'refused'; readonly code: PrefillRefusal | 'unreachable' };

const timeoutMs = 15_000;

/** Asks for the values behind a token. Sends no cookie and no address of the page, keeps nothing. */
export async function askBridge(bridge: string, token: string): Promise<Answer> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  try {
    const response = await fetch(`${bridge.replace(/\/+$/, '')}/v1/prefill`, {
      headers: { authorization: `Bearer ${token}` },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: giveUp.signal,
    });
    const body: unknown = await response.json();
    return response.ok ? profileOf(body) : { kind: 'refused', code: codeOf(body) };
  } catch {
    return { kind: 'refused', code: 'unreachable' };
  } finally {
    clearTimeout(timer);
  }
}

function profileOf(body: unknown): Answer {
  const { values, labels } = (body ?? {}) as Partial<PrefillResponse>;
  const usable = typeof values === 'object' && typeof labels === 'object';
  return usable ? { kind: 'profile', response: body as PrefillResponse } : { kind: 'refused', code: 'unreachable' };
}

function codeOf(body: unknown): PrefillRefusal | 'unreachable' {
  const code = (body as { readonly error?: { readonly code?: PrefillRefusal } } | null)?.error?.code;
  return code ?? 'unreachable';
}
