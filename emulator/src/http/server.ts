import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerAdmin } from '../admin/routes.js';
import { instanceDiscovery, openIdConfiguration, publishedKeys } from '../identity/entra/discovery.js';
import { signedInUser, signInCookie } from '../identity/sign-in.js';
import { answerTokenRequest } from '../identity/entra/token-endpoint.js';
import { wellKnown } from '../identity/well-known.js';
import { DataverseError, NotImplemented } from '../model/dataverse-error.js';
import type { Organisation } from '../organisation.js';
import { handleShell } from '../shell-server/handler.js';
import { errorResponse } from './error-response.js';
import { sendWithFault } from './send.js';
import type { ApiRequest, ApiResponse, Headers } from './requests/message.js';
import { readBody } from './requests/read-body.js';
import { answerWebApi } from './web-api.js';

interface ServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** A listening server. `origin` has no slash at the end. */
interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Faults that answer in the place of the Web API. */
const neverComputed: ReadonlySet<string> = new Set(['status', 'reset', 'page', 'redirect', 'empty']);

/** Longest head of a request: a URL of 32,768 characters, a token, and room. */
const maxHeaderBytes = 80 * 1024;

/** @throws Error with code EADDRINUSE when the port is taken. */
export async function startServer(organisation: Organisation, options: ServerOptions): Promise<RunningServer> {
  let origin = '';
  const listener: RequestListener = (request, response) => {
    void answer(organisation, addressedAs(origin, request), request, response);
  };
  const settings = { maxHeaderSize: maxHeaderBytes, keepAliveTimeout: 60_000 };
  const server: Server =
    options.certificate === undefined
      ? createServer(settings, listener)
      : createSecureServer({ ...settings, ...options.certificate }, listener);
  // A request that is no HTTP gets the short answer that HTTP has for it.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `${options.certificate === undefined ? 'http' : 'https'}://${options.host}:${port}`;
  return { origin, close: () => close(server) };
}

/** Links in answers begin with the address that the client used: `localhost` and `127.0.0.1` are different origins to a browser. */
function addressedAs(origin: string, request: IncomingMessage): string {
  const { host } = request.headers;
  const asked = host === undefined ? origin : `${new URL(origin).protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).origin === asked ? asked : origin;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function answer(
  organisation: Organisation,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? '/';
  // Dataverse stamps rows and answers by one clock. https://www.rfc-editor.org/rfc/rfc9110#name-date
  response.setHeader('Date', organisation.store.now().toUTCString());
  try {
    const webApi = /^\/api\/data\/v9\.[0-2](?:\/|(?=\?)|$)/i.exec(url);
    if (webApi !== null) {
      const apiRequest = await readApiRequest(
        request,
        `${origin}${webApi[0].replace(/\/?$/, '/')}`,
        url.slice(webApi[0].length),
      );
      const fault = organisation.faults.next(url);
      // An answer that is a fault is counted, too: the client did call.
      if (fault !== null && neverComputed.has(fault.kind)) organisation.calls.begin(apiRequest)(fault.status ?? 0);
      await sendWithFault(response, fault, () => answerWebApi(organisation, apiRequest));
      return;
    }
    const parsed = new URL(url, origin);
    if (parsed.pathname.startsWith('/_emulator/')) {
      await sendWithFault(response, null, () => answerAdmin(organisation, request, parsed));
      return;
    }
    const identity = await answerIdentity(organisation, origin, request, parsed);
    if (identity !== null) {
      await sendWithFault(response, organisation.faults.next(url, 'sign-in'), () => Promise.resolve(identity));
      return;
    }
    if (await answerShell(organisation, request, response)) return;
    if (/^\/api\/search\//i.test(parsed.pathname)) throw new NotImplemented('Dataverse search (/api/search)');
    if (/^\/XRMServices\//i.test(parsed.pathname)) throw new NotImplemented('the Organization Service (/XRMServices)');
    throw new DataverseError(404, '', `There is nothing at ${parsed.pathname}.`);
  } catch (error) {
    // A client that goes away while it sends is nobody's mistake, and there is nobody to answer.
    if (request.destroyed && !request.complete) return;
    if (response.headersSent) response.destroy();
    else await sendWithFault(response, null, () => Promise.resolve(errorResponse(error)));
  }
}

async function readApiRequest(request: IncomingMessage, serviceRoot: string, rest: string): Promise<ApiRequest> {
  const at = rest.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: at < 0 ? rest : rest.slice(0, at),
    query: at < 0 ? '' : rest.slice(at + 1),
    headers: headersOf(request),
    body: await readBody(request),
    serviceRoot,
    inBatch: false,
  };
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(',') : value);
  }
  return headers;
}

async function answerIdentity(
  organisation: Organisation,
  origin: string,
  request: IncomingMessage,
  url: URL,
): Promise<ApiResponse | null> {
  const token = /^\/([^/]+)\/oauth2(\/v2\.0)?\/token\/?$/.exec(url.pathname);
  if (token?.[1] !== undefined && request.method === 'POST') {
    const { tenantId, registrations, tokens, apis } = organisation;
    const body = (await readBody(request, 64 * 1024)).toString('utf8');
    return answerTokenRequest(
      { tenantId, origin, registrations, tokens, apis },
      token[1],
      token[2] === undefined ? 1 : 2,
      body,
    );
  }
  if (url.pathname === `/${organisation.tenantId}/v2.0/.well-known/openid-configuration`) {
    return openIdConfiguration(origin, organisation.tenantId);
  }
  if (url.pathname === `/${organisation.tenantId}/discovery/v2.0/keys`) return publishedKeys(organisation.apis);
  return url.pathname === '/common/discovery/instance' ? instanceDiscovery(origin, organisation.tenantId) : null;
}

/** The app shell is for browsers: who has not signed in is the administrator, and gets the cookie that says so. */
async function answerShell(
  organisation: Organisation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const signedIn = signedInUser(request.headers.cookie);
  const known = signedIn !== null && organisation.store.get('systemuser', signedIn) !== undefined;
  const userId = known ? signedIn : wellKnown.administratorId;
  if (!known) response.setHeader('Set-Cookie', signInCookie(userId));
  const { store, organizationId, organizationName, authenticator } = organisation;
  return handleShell(request, response, {
    store,
    organizationId,
    organizationName,
    caller: authenticator.callerOf(userId),
  });
}
