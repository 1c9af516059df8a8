export interface Call {
  readonly method: string;
  /** Path and query below `/api/data/v9.2/`. */
  readonly path: string;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface FakeWebApi {
  readonly calls: readonly Call[];
  readonly restore: () => void;
}

/** Stands in for `fetch`: every request goes to `answer`; what it throws is a network that is down. */
export function fakeWebApi(answer: (call: Call) => Answer | Promise<Answer>): FakeWebApi {
  const calls: Call[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input as string);
    const path = decodeURIComponent((url.pathname + url.search).replace('/api/data/v9.2/', ''));
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    const call = { method: init?.method ?? 'GET', path, body };
    calls.push(call);
    const { status, body: answered } = await answer(call);
    const text = answered === undefined ? '' : typeof answered === 'string' ? answered : JSON.stringify(answered);
    return { ok: status < 400, status, text: async () => text } as Response;
  };
  return { calls, restore: () => (globalThis.fetch = original) };
}
