import { DataverseClient } from '@pmds/bridge/adapters/dataverse/http/client';
import { Governor } from '@pmds/bridge/adapters/dataverse/http/governor';
import type { TokenProvider } from '@pmds/bridge/adapters/dataverse/http/token';
import type { Transport, TransportReply, TransportRequest } from '@pmds/bridge/adapters/dataverse/http/transport';
import type { Clock } from '@pmds/bridge/ports/clock';
import { noon } from './builders.js';

export interface Call {
  readonly method: string;
  /** Below the service root, decoded. */
  readonly path: string;
  readonly headers: TransportRequest['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answer = { readonly status: number; readonly body?: unknown } | undefined;

export const clock: Clock = { now: () => noon, steadyMs: () => 0, sleep: async () => undefined };

/** A client over a transport that a test scripts; remembers every call. `undefined` from the script is 204. */
export function scriptedDataverse(script: (call: Call) => Answer) {
  const calls: Call[] = [];
  const root = 'https://contoso.example/api/data/v9.2/';
  const transport: Transport = {
    async send(request): Promise<TransportReply> {
      const body = JSON.parse(request.body ?? '{}') as Call['body'];
      const path = decodeURIComponent(request.url.replace(root, ''));
      const call = { method: request.method, path, headers: request.headers, body };
      calls.push(call);
      const answer = script(call) ?? { status: 204 };
      return {
        status: answer.status,
        headers: { 'odata-version': '4.0', date: noon.toUTCString() },
        body: answer.body === undefined ? '' : JSON.stringify(answer.body),
      };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const tokens = { token: async () => 'token', reject: () => undefined } as unknown as TokenProvider;
  const client = new DataverseClient({
    organizationUrl: 'https://contoso.example',
    transport,
    lanes: [{ tokens, governor: new Governor({ clock }) }],
    clock,
    random: () => 0,
  });
  return { client, calls, of: (method: string) => calls.filter((call) => call.method === method) };
}

export const rows = (...value: readonly object[]): Answer => ({ status: 200, body: { value } });
export const refusal = (status: number, message: string, code = ''): Answer => ({
  status,
  body: { error: { code, message } },
});
