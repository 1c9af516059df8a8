import type { FastifyInstance } from 'fastify';
import type { Events } from '../events.js';
import type { ProfileReader } from '../ports/profiles.js';

export interface StatusDependencies {
  readonly version: string;
  readonly ledger: Pick<ProfileReader, 'counts'>;
  /** Whether the worker is alive; without it requests are kept but nothing runs. */
  readonly workerAlive: () => boolean;
  readonly events: Events;
}

/** `/health` for a load balancer, `/metrics` for Prometheus. Both hold numbers and states, no names. */
export function registerStatusRoutes(app: FastifyInstance, dependencies: StatusDependencies): void {
  const { version, ledger, workerAlive, events } = dependencies;

  app.get('/health', async (_request, reply) => {
    const counts = await ledger.counts();
    const alive = workerAlive();
    return reply.code(alive ? 200 : 503).send({
      status: alive ? 'ok' : 'worker-stopped',
      version,
      activeRuns: counts.activeRuns,
      queuedRuns: counts.queuedRuns,
      outboxEntries: counts.outboxEntries,
    });
  });

  app.get('/metrics', async (_request, reply) => {
    const counts = await ledger.counts();
    events.metrics.set('pmds_active_runs', counts.activeRuns);
    events.metrics.set('pmds_queued_runs', counts.queuedRuns);
    events.metrics.set('pmds_outbox_entries', counts.outboxEntries);
    events.metrics.set('pmds_profiles', counts.profiles);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(events.metrics.text());
  });
}
