import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { RequestEvents } from '../events.js';
import { sendProblem } from './problem.js';

/** What a listener allows whoever connects, so that silent, slow and endless connections cannot use it up. */
export interface ListenerLimits {
  /** Connections at a time; more are closed at once. */
  readonly connections: number;
  /** From the opening of a connection, or the end of an answer's request, to the end of the next headers. */
  readonly headersMs: number;
  /** To the end of the body, headers included. */
  readonly requestMs: number;
  /** Without a request on a connection that had one. */
  readonly keepAliveMs: number;
  /** Without any byte in either direction. */
  readonly idleMs: number;
  /** On one connection; then it is closed after the answer. */
  readonly requestsPerConnection: number;
  /** How often connections are looked at for the first two. */
  readonly checkMs: number;
}

export const usualLimits: ListenerLimits = {
  connections: 2_000,
  headersMs: 10_000,
  // Below the 60 s that Dataverse waits for a webhook.
  requestMs: 30_000,
  // Above the 60 s for which proxies usually keep a connection, so that they do not send into one that is closing.
  keepAliveMs: 65_000,
  idleMs: 70_000,
  requestsPerConnection: 1_000,
  checkMs: 2_000,
};

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST'] as const;

/** A listener without routes. Errors leave as `{error:{code,message}}` without stack, path or value. */
export function createListener(
  events: Pick<RequestEvents, 'refused' | 'failed'>,
  limits: ListenerLimits,
): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 16 * 1024,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.checkMs },
    // A stop must not wait for browsers that keep their connection.
    forceCloseConnections: true,
    // An address that cannot be decoded never reaches a route.
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply, 400, 'invalid-address', 'The address is not valid.');
    },
  });
  app.server.maxConnections = limits.connections;
  // The parser that comes with the server answers in its own words; ours has to name what is wrong.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body.toString()));
    } catch {
      done(new RequestError(400, 'not-json', '(body) is not as expected; it has to be JSON.'));
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setNotFoundHandler(async (request, reply) => {
    const url = request.url.split('?', 1)[0] ?? '';
    const allowed = methods.filter((method) => app.hasRoute({ method, url })).join(', ');
    if (allowed === '') return sendError(reply, 404, 'not-found', 'There is nothing here.');
    return sendError(reply.header('allow', allowed), 405, 'method-not-allowed', `This address takes ${allowed}.`);
  });
  app.setErrorHandler(async (error, request, reply) => {
    const known = knownError(error);
    if (known !== null) {
      events.refused(request.routeOptions.url ?? 'unknown', known.status, known.code);
      return sendError(reply, known.status, known.code, known.message);
    }
    events.failed(request.routeOptions.url ?? 'unknown', error);
    // 503 invites the platform to its one repetition; the cause is in our log.
    return sendError(reply, 503, 'unavailable', 'The service cannot answer at the moment. Try again.');
  });
  return app;
}

/** A request that cannot be understood, with the status it gets. */
class RequestError extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

interface KnownError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

function knownError(error: unknown): KnownError | null {
  if (error instanceof RequestError) return { status: error.statusCode, code: error.code, message: error.message };
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { status: 413, code: 'too-large', message: 'The body is larger than this address accepts.' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { status: 415, code: 'not-json', message: 'The Content-Type has to be application/json.' };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { status: 400, code: 'invalid-length', message: 'Content-Length does not match the body.' };
    default:
      return null;
  }
}

export async function sendError(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
): Promise<FastifyReply> {
  // What pages and other services ask is answered by the standard; Dataverse reads the status alone.
  if (reply.request.url.startsWith('/v1/')) return sendProblem(reply, status, code, message);
  return reply.code(status).send({ error: { code, message } });
}
