import type { PrefillResponse } from '@pmds/contracts/prefill';

/** What a part needs of the link that opened the page. It is handed to parts alone: nothing of it stands in the page. */
export interface OpenLink {
  readonly bridge: string;
  readonly token: string;
  /** Milliseconds since the page was opened by it. */
  readonly elapsedMs: () => number;
  /** Fills in what came after a code was typed. */
  readonly fillIn: (response: PrefillResponse) => void;
}

interface Answered {
  /** 0: no answer, or none of ours. */
  readonly status: number;
  readonly body: unknown;
}

/** Posts JSON to the service with the token of the link. Never rejects. */
export async function post({ bridge, token }: OpenLink, path: string, body: object): Promise<Answered> {
  try {
    const answer = await fetch(`${bridge}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  } catch {
    return { status: 0, body: null };
  }
}

/** The code of a refusal; `unreachable` where it is none of ours. */
export const codeOf = ({ body }: Answered): string =>
  ((body || {}) as { readonly code?: string }).code || 'unreachable';
