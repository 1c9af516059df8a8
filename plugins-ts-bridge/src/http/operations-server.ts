import type { FastifyInstance } from 'fastify';
import type { Events } from '../events.js';
import { createListener, sendError, usualLimits, type ListenerLimits } from './listener.js';
import { sameKey } from './same-key.js';
import { registerStatusRoutes, type StatusDependencies } from './status-routes.js';

interface OperationsDependencies {
  readonly events: Events;
  readonly status: StatusDependencies;
  /** What operators show as `Authorization: Bearer …`; `null` where only this machine reaches the listener. */
  readonly key: string | null;
  readonly limits?: ListenerLimits;
}

/** What operators alone may reach: `/health` and `/metrics`. */
export function createOperationsServer({
  events,
  status,
  key,
  limits = usualLimits,
}: OperationsDependencies): FastifyInstance {
  const app = createListener(events.requests, limits);
  app.addHook('onRequest', async (request, reply) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (key === null || sameKey(key, given)) return;
    reply.header('www-authenticate', 'Bearer');
    await sendError(reply, 401, 'key-missing', 'Send PMDS_OPERATIONS_KEY as "Authorization: Bearer <key>".');
  });
  registerStatusRoutes(app, status);
  return app;
}
