import { prefillApi } from '@pmds/contracts/prefill-openapi';
import type { FastifyInstance } from 'fastify';
import type { RequestEvents } from '../events.js';
import { createListener, usualLimits, type ListenerLimits } from './listener.js';
import type { PageScripts } from '../ports/pages/page-scripts.js';
import { registerLinksRoute, type LinksRouteDependencies } from './links-route.js';
import { registerPageScriptRoute } from './page-script-route.js';
import { registerPrefillRoute } from './prefill-route.js';
import { registerVerificationRoutes, type VerificationRouteDependencies } from './verification-routes.js';
import { registerSubmissionsRoute, type SubmissionsRouteDependencies } from './submissions-route.js';
import { registerWebhookRoute, type WebhookDependencies } from './webhook-route.js';

export interface ServerDependencies {
  readonly events: Pick<RequestEvents, 'refused' | 'failed'>;
  readonly scripts: PageScripts;
  readonly prefill: VerificationRouteDependencies;
  /** Absent where nothing that forms send is taken. */
  readonly submissions?: SubmissionsRouteDependencies;
  /** `null` or absent where no application may ask for links: then the path does not exist. */
  readonly links?: LinksRouteDependencies | null;
  /** `null` where no webhook key is configured: then the path does not exist. */
  readonly webhook: WebhookDependencies | null;
  readonly limits?: ListenerLimits;
}

/** What everybody may reach: webhook, prefill, the script of web pages, and whether somebody answers at all. */
export function createServer({
  events,
  prefill,
  submissions,
  links = null,
  scripts,
  webhook,
  limits = usualLimits,
}: ServerDependencies): FastifyInstance {
  const app = createListener(events, limits);
  // For a load balancer. How the service is stays with its operators.
  app.get('/health', async (_request, reply) => reply.send({ status: 'ok' }));
  registerPrefillRoute(app, prefill);
  registerPageScriptRoute(app, scripts);
  registerVerificationRoutes(app, prefill);
  app.get('/v1/openapi.json', async (_request, reply) => reply.send(prefillApi));
  if (submissions !== undefined) registerSubmissionsRoute(app, submissions);
  if (links !== null) registerLinksRoute(app, links);
  if (webhook !== null) registerWebhookRoute(app, webhook);
  return app;
}
