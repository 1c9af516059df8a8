import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { registerPrefillRoute, type PrefillRouteDependencies } from './prefill-route.js';
import { registerStatusRoutes, type StatusDependencies } from './status-routes.js';
import { registerWebhookRoute, type WebhookDependencies } from './webhook-route.js';
import type { Events } from '../events.js';

export interface ServerDependencies {
  readonly events: Events;
  readonly prefill: PrefillRouteDependencies;
  readonly status: StatusDependencies;
  /** `null` where no webhook key is configured: then the path does not exist. */
  readonly webhook: WebhookDependencies | null;
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST'] as const;

/** The HTTP side of the service. Errors leave as `{error:{code,message}}` without stack, path or value. */
export function createServer(dependencies: ServerDependencies): FastifyInstance {
  const { events } = dependencies;
  const app = fastify({
    logger: false,
    bodyLimit: 16 * 1024,
    // Below the 60 s that Dataverse waits for a webhook.
    requestTimeout: 30_000,
    // A stop must not wait for browsers that keep their connection.
    forceCloseConnections: true,
    // An address that cannot be decoded never reaches a route.
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply, 400, 'invalid-address', 'The address is not valid.');
    },
  });
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
      events.requestRefused(request.routeOptions.url ?? 'unknown', known.status, known.code);
      return sendError(reply, known.status, known.code, known.message);
    }
    events.requestFailed(request.routeOptions.url ?? 'unknown', error);
    // 503 invites the platform to its one repetition; the cause is in our log.
    return sendError(reply, 503, 'unavailable', 'The service cannot answer at the moment. Try again.');
  });
  registerStatusRoutes(app, dependencies.status);
  registerPrefillRoute(app, dependencies.prefill);
  if (dependencies.webhook !== null) registerWebhookRoute(app, dependencies.webhook);
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

async function sendError(reply: FastifyReply, status: number, code: string, message: string): Promise<FastifyReply> {
  return reply.code(status).send({ error: { code, message } });
}
