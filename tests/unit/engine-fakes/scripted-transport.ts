import type { Transport, TransportReply, TransportRequest } from '@pmds/bridge/adapters/dataverse/http/transport';
import { DataverseClient, type DataverseClientOptions } from '@pmds/bridge/adapters/dataverse/http/client';
import { Governor } from '@pmds/bridge/adapters/dataverse/http/governor';
import { TokenProvider } from '@pmds/bridge/adapters/dataverse/http/token';
import type { Clock } from '@pmds/bridge/ports/clock';
import { HastyClock } from './manual-clock';

export type Answer = Partial<TransportReply> | Error;

export const json = (value: unknown, more: Partial<TransportReply> = {}): Answer => ({
  body: JSON.stringify(value),
  ...more,
});

export const refusal = (status: number, code: string, message: string, headers = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify({ error: { code, message } }),
});

/** Answers requests one after the other; the last answer repeats. */
export class ScriptedTransport implements Transport {
  readonly requests: TransportRequest[] = [];
  readonly #answers: Answer[];

  constructor(...answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  send(request: TransportRequest): Promise<TransportReply> {
    this.requests.push(request);
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    if (answer instanceof Error) return Promise.reject(answer);
    // Dataverse says of every answer that it is one of OData; who is not Dataverse is scripted with `stranger`.
    const headers = { 'odata-version': '4.0', ...answer?.headers };
    return Promise.resolve({ status: 200, body: '', ...answer, headers });
  }

  /** The FetchXML of the n-th request. */
  fetchXml(request: number): string {
    return new URL(this.requests[request]?.url ?? '').searchParams.get('fetchXml') ?? '';
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** The token endpoint beside Dataverse: what is not for it goes on to `dataverse`. */
export function withSignIn(dataverse: Transport, endpoint: (request: TransportRequest) => Answer): Transport {
  return {
    send(request) {
      if (!request.url.startsWith('https://login.')) return dataverse.send(request);
      const answer = endpoint(request);
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: 200, headers: {}, body: '', ...answer });
    },
    [Symbol.asyncDispose]: () => dataverse[Symbol.asyncDispose](),
  };
}

export interface ScriptedClient {
  readonly client: DataverseClient;
  readonly clock: HastyClock;
  /** Tokens that the endpoint gave out. */
  readonly tokens: () => number;
}

export function aClient(
  transport: Transport,
  more: Partial<Pick<DataverseClientOptions, 'patience' | 'longestPauseMs'>> = {},
): ScriptedClient {
  const clock = new HastyClock();
  let given = 0;
  const endpoint = (): Answer => json({ access_token: `token ${(given += 1)}`, expires_in: 3599 });
  return { client: clientOn(transport, clock, endpoint, more), clock, tokens: () => given };
}

export function clientOn(
  transport: Transport,
  clock: Clock,
  endpoint: (request: TransportRequest) => Answer,
  more: Partial<Pick<DataverseClientOptions, 'patience' | 'longestPauseMs'>> = {},
): DataverseClient {
  const user = { clientId: 'client', clientSecret: 'secret' };
  const options = { authority: 'https://login.example/tenant', scope: 'https://org.example/.default', user, clock };
  const tokens = new TokenProvider({ ...options, transport: withSignIn(transport, endpoint) });
  return new DataverseClient({
    organizationUrl: 'https://org.example',
    transport,
    lanes: [{ tokens, governor: new Governor({ clock, random: () => 0 }) }],
    clock,
    random: () => 1,
    ...more,
  });
}
