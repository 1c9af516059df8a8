import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  prefillRecipient,
  type PrefillDependencies,
  type PrefillFailure,
} from '../application/prefill/prefill-recipient.js';
import type { RequestGate } from '../application/prefill/request-gate.js';
import type { RequestEvents } from '../events.js';
import { sendRefusal } from './problem.js';

const prefillPath = '/v1/prefill';

export interface PrefillRouteDependencies extends PrefillDependencies {
  /** Pages that may ask at all. */
  readonly pageOrigins: () => Promise<ReadonlySet<string>>;
  /** Slows down what the store does not answer. */
  readonly gate: Pick<RequestGate, 'enter'>;
  /** Slows down whoever asks again and again. */
  readonly rates: Pick<RequestGate, 'enter'>;
  readonly events: RequestEvents;
  /** A form was filled in. */
  readonly filled: () => void;
}

const bearer = /^Bearer +([\w-]+(?:\.[\w-]+){2})$/i;

/** Answers a form by the link that opened it. Pages of the allowed origins alone may ask and read the answer. */
export function registerPrefillRoute(app: FastifyInstance, dependencies: PrefillRouteDependencies): void {
  const { events, filled, gate } = dependencies;
  registerPreflight(app, prefillPath, { methods: 'GET', headers: 'authorization' }, dependencies);
  app.get(prefillPath, async (request, reply) => {
    const startedAt = performance.now();
    const asked = await admitted(request, reply, dependencies);
    if (typeof asked !== 'string') return refuse(reply, asked, events);
    const answer = await prefillRecipient(
      {
        token: asked,
        origin: request.headers.origin ?? null,
        admit: (link) => gate.enter({ ...link, client: request.ip }),
      },
      dependencies,
    );
    if (!answer.ok) return refuse(reply, answer.failure, events);
    events.prefillServed(answer.value.source, (performance.now() - startedAt) / 1000);
    filled();
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.value.response));
  });
}

/** What browsers ask before they send a token: of this path and of no other. */
export function registerPreflight(
  app: FastifyInstance,
  path: string,
  { methods, headers }: { readonly methods: string; readonly headers: string },
  { pageOrigins, events }: Pick<PrefillRouteDependencies, 'pageOrigins' | 'events'>,
): void {
  void app.register(
    async (scope) => {
      await scope.register(cors, {
        origin: async (origin: string | undefined) => origin !== undefined && (await pageOrigins()).has(origin),
        methods,
        allowedHeaders: headers,
        maxAge: 600,
        strictPreflight: false,
      });
      // The allowed have been answered before.
      scope.options('', async (_request, reply) => refuse(reply, 'origin-not-allowed', events));
    },
    { prefix: path },
  );
}

/** @returns the token of a request that may go on. */
export async function admitted(
  request: FastifyRequest,
  reply: FastifyReply,
  { pageOrigins, rates }: Pick<PrefillRouteDependencies, 'pageOrigins' | 'rates'>,
): Promise<string | { readonly failure: PrefillFailure }> {
  const { origin, authorization } = request.headers;
  // What a shared cache keeps, the next person at that desk can read.
  reply.header('cache-control', 'no-store, private').header('vary', 'Origin');
  // A request without `Origin` does not come from a page of another origin; its token alone decides.
  if (origin !== undefined) {
    if (!(await pageOrigins()).has(origin)) return { failure: 'origin-not-allowed' };
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'retry-after');
  }
  if (authorization === undefined) return { failure: 'token-missing' };
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) return { failure: 'token-invalid' };
  const retryAfterSeconds = rates.enter({ person: token, form: null, client: request.ip });
  return retryAfterSeconds > 0 ? { failure: { code: 'too-many-requests', retryAfterSeconds } } : token;
}

export async function refuse(
  reply: FastifyReply,
  refused: PrefillFailure | { readonly failure: PrefillFailure },
  events: Pick<RequestEvents, 'prefillRefused'>,
): Promise<FastifyReply> {
  const failure = typeof refused === 'object' && 'failure' in refused ? refused.failure : refused;
  const code = typeof failure === 'string' ? failure : failure.code;
  if (typeof failure !== 'string') reply.header('retry-after', failure.retryAfterSeconds);
  events.prefillRefused(code);
  return sendRefusal(reply, code);
}
