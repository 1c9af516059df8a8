import cors from '@fastify/cors';
import type { PrefillRefusal, PrefillRefused } from '@pmds/contracts/prefill';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  prefillRecipient,
  type PrefillDependencies,
  type PrefillFailure,
} from '../application/prefill/prefill-recipient.js';
import type { RequestGate } from '../application/prefill/request-gate.js';
import type { RequestEvents } from '../events.js';

const prefillPath = '/v1/prefill';

export interface PrefillRouteDependencies extends PrefillDependencies {
  readonly origins: readonly string[];
  readonly gate: Pick<RequestGate, 'enter'>;
  readonly events: RequestEvents;
  /** A form was filled in. */
  readonly filled: () => void;
}

const refusals: Readonly<Record<PrefillRefusal, { readonly status: number; readonly message: string }>> = {
  'token-missing': { status: 401, message: 'Send the token of the link as "Authorization: Bearer <token>".' },
  'token-invalid': { status: 401, message: 'The link is not valid. Use the link from the e-mail as it is.' },
  'token-expired': { status: 401, message: 'The link has expired. Fill in the form by hand or ask for a new link.' },
  'origin-not-allowed': { status: 403, message: 'This web page may not ask. Add its origin to PMDS_PREFILL_ORIGINS.' },
  // One text for "no such person" and "not stored": it must not tell whether somebody exists.
  'too-many-requests': {
    status: 429,
    message: 'This was asked for too often. Try again after the time in Retry-After.',
  },
  'not-found': { status: 404, message: 'There is nothing to fill in for this link.' },
};

const bearer = /^Bearer +([\w-]+(?:\.[\w-]+){2})$/i;

/** Answers a form by the link that opened it. Pages of the allowed origins alone may ask and read the answer. */
export function registerPrefillRoute(app: FastifyInstance, dependencies: PrefillRouteDependencies): void {
  // In a scope of its own: what browsers may ask from elsewhere is this path and no other.
  void app.register(async (scope) => prefillScope(scope, dependencies), { prefix: prefillPath });
}

async function prefillScope(app: FastifyInstance, dependencies: PrefillRouteDependencies): Promise<void> {
  const { events, filled, gate } = dependencies;
  const allowed = new Set(dependencies.origins);
  // A request without `Origin` does not come from a page of another origin; its token alone decides.
  const mayAsk = (origin: string | undefined): boolean => origin === undefined || allowed.has(origin);
  await app.register(cors, {
    origin: (origin, answer) => answer(null, mayAsk(origin)),
    methods: 'GET',
    allowedHeaders: 'authorization',
    maxAge: 600,
    strictPreflight: false,
  });

  // The allowed have been answered before.
  app.options('', async (_request, reply) => refuse(reply, 'origin-not-allowed'));
  app.get('', async (request, reply) => {
    const startedAt = performance.now();
    // What a shared cache keeps, the next person at that desk can read.
    reply.header('cache-control', 'no-store, private').header('pragma', 'no-cache');
    if (!mayAsk(request.headers.origin)) return refuse(reply, 'origin-not-allowed');
    const { authorization } = request.headers;
    if (authorization === undefined) return refuse(reply, 'token-missing');
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) return refuse(reply, 'token-invalid');
    const answer = await prefillRecipient(token, dependencies, (link) => gate.enter({ ...link, client: request.ip }));
    if (!answer.ok) return refuse(reply, answer.failure);
    events.prefillServed(answer.value.source, (performance.now() - startedAt) / 1000);
    filled();
    return reply.send(answer.value.response);
  });

  async function refuse(reply: FastifyReply, failure: PrefillFailure): Promise<FastifyReply> {
    const code = typeof failure === 'string' ? failure : failure.code;
    if (typeof failure !== 'string') reply.header('retry-after', failure.retryAfterSeconds);
    events.prefillRefused(code);
    const { status, message } = refusals[code];
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).send({ error: { code, message } } satisfies PrefillRefused);
  }
}
