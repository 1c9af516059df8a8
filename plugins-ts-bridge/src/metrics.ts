import { Counter, Gauge, Histogram, Registry } from 'prom-client';

// From a page that is in the cache to an on-demand read through a throttled environment.
const bucketsSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Numbers about the service for Prometheus, in a registry of their own. Labels hold outcomes, never ids or addresses.
 * `docs/operations.md` names them; alarms are built on the names.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Counter<Label>({ name, help, labelNames: [...labelNames], registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const clockSkew = gauge(
    'pmds_clock_skew_seconds',
    'How far the clock of this machine is ahead of that of Dataverse.',
  );
  // Not known before Dataverse has answered: 0 would say that the clocks agree.
  clockSkew.remove();
  return {
    registry,
    webhookRequests: counter('pmds_webhook_requests_total', 'Webhook calls by outcome.', 'outcome'),
    submitRequests: counter('pmds_submit_requests_total', 'Submits of web forms by outcome.', 'outcome'),
    linkRequests: counter('pmds_link_requests_total', 'Requests of applications for links by outcome.', 'outcome'),
    prefillRequests: counter('pmds_prefill_requests_total', 'Prefill requests by outcome.', 'outcome'),
    prefillSeconds: new Histogram({
      name: 'pmds_prefill_seconds',
      help: 'Time to answer a prefill request that was served.',
      buckets: bucketsSeconds,
      registers,
    }),
    pollsFailed: counter('pmds_polls_failed_total', 'Looks for queued rows that failed.'),
    requestsRefused: counter(
      'pmds_requests_refused_total',
      'Requests that could not be understood, by route and reason.',
      'route',
      'code',
    ),
    requestErrors: counter(
      'pmds_request_errors_total',
      'Requests that ended in an unexpected error, by route.',
      'route',
    ),
    engineEvents: counter('pmds_engine_events_total', 'What the sync engine did, by kind of event.', 'event'),
    storeMissed: counter(
      'pmds_store_missed_total',
      'Syncs and runs of which Dataverse said what the store did not hold.',
    ),
    activeRuns: gauge('pmds_active_runs', 'Runs on their way.'),
    queuedRuns: gauge('pmds_queued_runs', 'Runs that wait for a worker.'),
    outboxEntries: gauge('pmds_outbox_entries', 'Messages that Dataverse has not been told yet.'),
    outboxOldestSeconds: gauge(
      'pmds_outbox_oldest_seconds',
      'How long the oldest message waits that Dataverse has not been told yet.',
    ),
    deadLetters: gauge('pmds_dead_letters', 'Reports that Dataverse refused for good.'),
    storeNew: gauge('pmds_store_new', '1 while no run has completed since the store was made.'),
    profiles: gauge('pmds_profiles', 'Profiles that prefill can answer from.'),
    clockSkew,
  };
}
