import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { record } from './recorder';

export interface RequestOptions {
  /** Sent as JSON unless it is text, which is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM file of a certificate to trust. */
  readonly ca?: string | null;
}

/** The members that answers have; a test names those it expects. */
export interface Json {
  readonly value?: readonly Readonly<Record<string, unknown>>[];
  readonly error?: { readonly code: string; readonly message: string; readonly [annotation: string]: unknown };
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly [member: string]: unknown;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly json: Json;
}

/** What the documentation says every request should carry. */
export const documentedHeaders: Readonly<Record<string, string>> = {
  Accept: 'application/json',
  'OData-MaxVersion': '4.0',
  'OData-Version': '4.0',
};

/** One request, sent exactly as written: `fetch` would normalise the URL and add headers of its own. */
export function request(
  method: string,
  url: string,
  { body, headers = {}, ca = null }: RequestOptions,
): Promise<Answer> {
  const { protocol, hostname, port } = new URL(url);
  const path = url.slice(url.indexOf('/', protocol.length + 2));
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const content: Record<string, string> =
    text === undefined
      ? {}
      : { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(Buffer.byteLength(text)) };
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      {
        ...(ca === null ? {} : { ca: readFileSync(ca) }),
        method,
        hostname,
        port,
        path,
        headers: { ...documentedHeaders, ...content, ...headers },
      },
      (incoming) => {
        let answer = '';
        incoming.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
        incoming.on('error', reject).on('end', () => {
          const received = {
            status: incoming.statusCode ?? 0,
            headers: singleHeaders(incoming.headers),
            text: answer,
            json: parsed(answer),
          };
          record({ method, url, headers: { ...documentedHeaders, ...headers }, body: text ?? null }, received);
          resolve(received);
        });
      },
    );
    outgoing.on('error', reject).end(text);
  });
}

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
