import type { AddressInfo } from 'node:net';
import type { PrefillProblem, PrefillResponse } from '@pmds/contracts/prefill';
import { createHmacTokens } from '@pmds/bridge/adapters/tokens/hmac-tokens';
import type { PrefillClaims } from '@pmds/bridge/application/prefill/prefill-token';
import { pageOrigins } from '@pmds/bridge/application/web-forms/page-origins';
import { createEvents } from '@pmds/bridge/events';
import { createServer, type ServerDependencies } from '@pmds/bridge/http/server';
import { pino } from 'pino';
import type { Backend } from './world';

export const key = { kid: 'k1', secret: new TextEncoder().encode('s'.repeat(32)) };
export const tokens = createHmacTokens([key]);
export const linkOf = (claims: PrefillClaims, seconds = 600, now = new Date()): string =>
  tokens.sign(claims, now, seconds);

export interface ServedPrefill extends AsyncDisposable {
  readonly url: string;
  readonly log: readonly string[];
  /** What was answered, with all that was sent over the wire. */
  ask(token: string, headers?: Readonly<Record<string, string>>): Promise<PrefillAnswer>;
}

export interface PrefillAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Headers and body, as text. */
  readonly all: string;
  readonly response: PrefillResponse;
  readonly problem: PrefillProblem;
}

/** Answers forms over the store of a test, as the service does; nobody is read on demand unless the test says how. */
export async function servePrefill(
  backend: Backend,
  more: Partial<ServerDependencies['prefill']> = {},
): Promise<ServedPrefill> {
  const reader = await backend.openReader();
  const links = await backend.openLinks();
  const log: string[] = [];
  const events = createEvents('trace', pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }));
  const nobody = { fetch: async () => ({ kind: 'nothing' }) as const };
  const app = createServer({
    events: events.requests,
    prefill: {
      tokens,
      openings: reader.openings,
      profiles: reader.profiles,
      uses: links.uses,
      codes: links.codes,
      sendCode: () => Promise.reject(new Error('No mail was expected.')),
      newCode: () => '123456',
      sealCode: (name, code) => `sealed ${name} ${code}`,
      codeRates: { enter: () => 0 },
      intake: { addProfile: async () => undefined, addClosed: async () => undefined, findProfile: async () => null },
      members: nobody,
      preferenceMembers: nobody,
      origins: ['https://undescribed.example.org'],
      pageOrigins: pageOrigins(['https://undescribed.example.org'], reader.webForms, () => performance.now()),
      gate: { enter: () => 0 },
      rates: { enter: () => 0 },
      publicColumns: null,
      maxAgeMs: 900_000,
      defaultColumns: [],
      now: () => new Date(),
      fetchTimeoutMs: 1000,
      wakeWorker: () => undefined,
      events: events.requests,
      filled: () => undefined,
      ...more,
    },
    scripts: { current: null, find: () => undefined },
    webhook: null,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;
  return {
    url,
    log,
    async ask(token, headers = {}) {
      const answer = await fetch(`${url}/v1/prefill`, { headers: { authorization: `Bearer ${token}`, ...headers } });
      return answered(answer);
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await links[Symbol.asyncDispose]();
      await reader[Symbol.asyncDispose]();
    },
  };
}

export async function answered(answer: Response): Promise<PrefillAnswer> {
  const text = await answer.text();
  const body = JSON.parse(text) as unknown;
  return {
    status: answer.status,
    headers: answer.headers,
    all: `${JSON.stringify([...answer.headers])}\n${text}`,
    response: body as PrefillResponse,
    problem: body as PrefillProblem,
  };
}
