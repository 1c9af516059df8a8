import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { PrefillResponse } from '@pmds/contracts/prefill';

const dist = join(import.meta.dirname, '..', '..', 'prefill', 'dist');
const scripts = /^(?:\/prefill\/[^/]+)?\/((?:prefill|fill|submit|verify)\.js)$/;

/** Web pages as a marketing site serves them, and an endpoint that answers as `/v1/prefill` does, on an origin of its own. */
export interface FormSite {
  readonly origin: string;
  readonly bridge: string;
  /** Addresses that the page's own site was asked for. */
  readonly asked: string[];
  /** Tokens that the endpoint was asked with, in order. */
  readonly tokens: string[];
  /** Puts a page at a path; `{{bridge}}`, and `{{forms}}` for the same site as another origin, are filled in. */
  page(path: string, html: string, headers?: Readonly<Record<string, string>>): void;
  /** Says whom a token stands for, and what its answer waits for. */
  person(token: string, answer: PrefillResponse, after?: Promise<void>): void;
  allowOrigin(allowed: boolean): void;
  /** What was posted to the endpoint, in order. */
  readonly posted: { readonly path: string; readonly token: string; readonly body: unknown }[];
  /** Says what a post to a path is answered, and what the answer waits for; without it the connection ends. */
  onPost(path: string, status: number, body: unknown, after?: Promise<void>): void;
  stop(): Promise<void>;
}

export async function startFormSite(): Promise<FormSite> {
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const people = new Map<string, { answer: PrefillResponse; after: Promise<void> }>();
  const asked: string[] = [];
  const tokens: string[] = [];
  const posted: { path: string; token: string; body: unknown }[] = [];
  const posts = new Map<string, { status: number; body: unknown; after: Promise<void> }>();
  let allowed = true;

  const bridge = await listening((request, response) => {
    const { origin = '*', authorization = '' } = request.headers;
    const cors: Record<string, string> = allowed
      ? { 'access-control-allow-origin': origin, 'access-control-allow-headers': 'authorization, content-type' }
      : {};
    const part = scripts.exec(request.url ?? '')?.[1];
    if (part !== undefined) return void script(part, response);
    if (request.method === 'OPTIONS') return void response.writeHead(allowed ? 204 : 403, cors).end();
    const token = authorization.replace('Bearer ', '');
    if (request.method === 'POST') return void takePost(request, response, token, cors);
    if (token !== '') tokens.push(token);
    const person = people.get(token);
    const status = !allowed ? 403 : person === undefined ? 401 : 200;
    const body = person?.answer ?? { code: allowed ? 'token-invalid' : 'origin-not-allowed' };
    const send = () =>
      response.writeHead(status, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify(body));
    void (person?.after ?? Promise.resolve()).then(send);
  });
  async function takePost(
    request: IncomingMessage,
    response: ServerResponse,
    token: string,
    headers: Record<string, string>,
  ): Promise<void> {
    const path = request.url ?? '/';
    posted.push({ path, token, body: await json(request) });
    const answer = posts.get(path);
    if (answer === undefined) return void response.destroy();
    await answer.after;
    response
      .writeHead(answer.status, { ...headers, 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  }
  const site = await listening((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    asked.push(url);
    const path = url.split('?')[0] ?? '/';
    const part = scripts.exec(path)?.[1];
    if (part !== undefined) return script(part, response);
    const built = /^\/built\/(\w+\.js)$/.exec(path)?.[1];
    if (built !== undefined) return script(`samples/${built}`, response);
    const page = pages.get(path);
    if (page === undefined) return void response.writeHead(404).end();
    // The same site by its other name is another origin.
    const html = page.html
      .replaceAll('{{bridge}}', () => originOf(bridge))
      .replaceAll('{{forms}}', () => originOf(site).replace('127.0.0.1', 'localhost'));
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(html);
  }

  return {
    origin: originOf(site),
    bridge: originOf(bridge),
    asked,
    tokens,
    page: (path, html, headers = {}) => void pages.set(path, { html, headers }),
    person: (token, answer, after = Promise.resolve()) => void people.set(token, { answer, after }),
    posted,
    onPost: (path, status, body, after = Promise.resolve()) => void posts.set(path, { status, body, after }),
    allowOrigin: (to) => (allowed = to),
    async stop() {
      for (const server of [site, bridge]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** A file of the script, as the service serves it to pages of any origin. */
async function script(file: string, response: ServerResponse): Promise<void> {
  response
    .writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' })
    .end(await readFile(join(dist, file)));
}

const originOf = (server: Server): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

function listening(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
