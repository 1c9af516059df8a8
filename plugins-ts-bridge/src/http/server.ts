import type { FastifyInstance } from 'fastify';
import type { RequestEvents } from '../events.js';
import { createListener, usualLimits, type ListenerLimits } from './listener.js';
import { registerPrefillRoute, type PrefillRouteDependencies } from './prefill-route.js';
import { registerWebhookRoute, type WebhookDependencies } from './webhook-route.js';

export interface ServerDependencies {
  readonly events: Pick<RequestEvents, 'refused' | 'failed'>;
  readonly prefill: PrefillRouteDependencies;
  /** `null` where no webhook key is configured: then the path does not exist. */
  readonly webhook: WebhookDependencies | null;
  readonly limits?: ListenerLimits;
}

/** What everybody may reach: webhook, prefill, and whether somebody answers at all. */
export function createServer({ events, prefill, webhook, limits = usualLimits }: ServerDependencies): FastifyInstance {
  const app = createListener(events, limits);
  // For a load balancer. How the service is stays with its operators.
  app.get('/health', async (_request, reply) => reply.send({ status: 'ok' }));
  registerPrefillRoute(app, prefill);
  if (webhook !== null) registerWebhookRoute(app, webhook);
  return app;
}
