import type { FastifyInstance } from 'fastify';
import { skewSentence } from '../domain/clock-skew.js';
import type { Events } from '../events.js';
import type { ServerClock } from '../ports/clock.js';
import type { StoreCounts, StoreState } from '../ports/store/profiles.js';

export interface StatusDependencies {
  readonly version: string;
  readonly ledger: Pick<StoreState, 'counts'>;
  /** Whether the worker is alive; without it requests are kept but nothing runs. */
  readonly workerAlive: () => boolean;
  readonly serverClock: Pick<ServerClock, 'skewMs'>;
  /** Why Dataverse cannot be asked, `null` while it can. */
  readonly trouble: { readonly sentence: string | null };
  readonly events: Events;
}

/** `/health` for a load balancer, `/metrics` for Prometheus. Both hold numbers and states, no names. */
export function registerStatusRoutes(app: FastifyInstance, dependencies: StatusDependencies): void {
  const { version, ledger, workerAlive, serverClock, trouble, events } = dependencies;

  app.get('/health', async (_request, reply) => {
    const counts = await ledger.counts();
    const alive = workerAlive();
    const { skewMs } = serverClock;
    const problems = [skewSentence(skewMs), refusedSentence(counts), trouble.sentence].filter(
      (sentence) => sentence !== null,
    );
    return reply.code(alive ? 200 : 503).send({
      // What is degraded still answers and works: taking it out of service would make it worse.
      status: !alive ? 'worker-stopped' : problems.length > 0 ? 'degraded' : 'ok',
      problems,
      version,
      activeRuns: counts.activeRuns,
      queuedRuns: counts.queuedRuns,
      outboxEntries: counts.outboxEntries,
      oldestOutboxSeconds: counts.oldestOutboxSeconds,
      deadLetters: counts.deadLetters,
      store: counts.isNew ? 'new' : 'in use',
      clockSkewSeconds: skewMs === null ? null : skewMs / 1_000,
    });
  });

  app.get('/metrics', async (_request, reply) => {
    const counts = await ledger.counts();
    const { metrics } = events;
    metrics.activeRuns.set(counts.activeRuns);
    metrics.queuedRuns.set(counts.queuedRuns);
    metrics.outboxEntries.set(counts.outboxEntries);
    metrics.outboxOldestSeconds.set(counts.oldestOutboxSeconds);
    metrics.deadLetters.set(counts.deadLetters);
    metrics.storeNew.set(counts.isNew ? 1 : 0);
    metrics.profiles.set(counts.profiles);
    if (serverClock.skewMs !== null) metrics.clockSkew.set(serverClock.skewMs / 1_000);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function refusedSentence({ deadLetters }: StoreCounts): string | null {
  if (deadLetters === 0) return null;
  const reports = deadLetters === 1 ? 'one report' : `${deadLetters} reports`;
  return `Dataverse refused ${reports} for good. pmds outbox lists what and why.`;
}
