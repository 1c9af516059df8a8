import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocalDataverse, type LocalDataverse } from '@pmds/emulator/compose';
import { defaultOptions, type LocalDataverseOptions } from '@pmds/emulator/options';
import { namedTenant, record, type Tenant } from './tenant-world';

/** The members that answers have; a test names those it expects. */
export interface Body {
  readonly error?: { readonly code: string; readonly message: string };
  readonly value?: readonly Record<string, unknown>[];
  readonly [member: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly body: Body;
}

export interface World extends LocalDataverse {
  /** A request to the Web API as the administrator, unless the headers say otherwise. `body` is sent as JSON unless it is text. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Makes a row and returns its id. */
  create(set: string, body: object): Promise<string>;
  /** A request to the admin path. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
}

/**
 * A local Dataverse of its own on a free port, without rows and without our solution. With `DATAVERSE_TEST_URL` set it is that tenant
 * instead, which has no admin path: run only the files that docs/local-dataverse.md names.
 */
export async function aWorld(options: Partial<LocalDataverseOptions> = {}): Promise<World> {
  const tenant = namedTenant(process.env);
  if (tenant !== null) return aTenant(tenant);
  const running = await startLocalDataverse({
    ...defaultOptions,
    port: 0,
    empty: true,
    clientSecret: 'a secret for tests',
    ...options,
  });
  const { url, token, adminUrl } = running.connection;
  const call = caller(url, token);
  return {
    ...running,
    call,
    create: creator(call),
    admin: (method, path, body) => send(method, `${adminUrl}/${path}`, body, {}),
  };
}

function aTenant(tenant: Tenant): World {
  const none = (): never => {
    throw new Error('A live organisation has no admin path and cannot be looked into.');
  };
  const plain = caller(tenant.url, tenant.token);
  const call: World['call'] = async (method, path, body, headers) => {
    const answer = await plain(method, path, body, headers);
    const { status, text } = answer;
    record(process.env, tenant, { method, url: path, body, status, headers: Object.fromEntries(answer.headers), text });
    return answer;
  };
  return {
    connection: {
      ...tenant,
      authority: '',
      clientId: '',
      clientSecret: '',
      scope: '',
      adminUrl: '',
      appUrl: '',
    },
    get organisation() {
      return none();
    },
    call,
    create: creator(call),
    admin: none,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function caller(url: string, token: string): World['call'] {
  return (method, path, body, headers = {}) =>
    send(method, path.startsWith('http') ? path : `${url}${path}`, body, {
      Authorization: `Bearer ${token}`,
      ...headers,
    });
}

function creator(call: World['call']): World['create'] {
  return async (set, body) => {
    const answer = await call('POST', set, body);
    const id = /\(([^)]+)\)$/.exec(answer.headers.get('odata-entityid') ?? '')?.[1];
    if (id === undefined) throw new Error(`POST ${set} answered ${answer.status}: ${answer.text}`);
    return id;
  };
}

export async function send(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const hasBody = body !== undefined;
  const response = await fetch(url, {
    method,
    headers: { ...(hasBody ? { 'Content-Type': 'application/json' } : {}), ...headers },
    ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly url: string;
  readonly text: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Statuses of the next answers, in order; 200 when none is left. */
  readonly statuses: number[];
  /** From now on answers wait until {@link release}. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

/** An endpoint that keeps what is posted to it. */
export async function aReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const statuses: number[] = [];
  let gate = Promise.resolve();
  let release = (): void => undefined;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, url: request.url ?? '', text });
      void gate.then(() => response.writeHead(statuses.shift() ?? 200).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    statuses,
    hold() {
      gate = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
