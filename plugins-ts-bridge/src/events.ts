import type { PrefillRefusal } from '@pmds/contracts/prefill';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { ContextFailure, MessageContext } from '@pmds/contracts/start/sync-request';
import { pino, type Logger } from 'pino';
import type { LogLevel } from './settings/config.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { EngineEvents } from './ports/events.js';
import type { PluginAnswer } from './plugins/plugin.js';

/** Everything the service logs and counts, one function per event. Nothing else writes to the log. */
export interface Events extends EngineEvents {
  readonly metrics: Metrics;
  serviceStarted(fields: { readonly version: string; readonly url: string; readonly store: string }): void;
  serviceStopping(signal: string): void;
  serviceStopped(): void;
  webhookAccepted(context: MessageContext, answer: PluginAnswer): void;
  webhookRefused(status: number, failure: ContextFailure | { readonly reason: string }): void;
  prefillServed(source: 'store' | 'on-demand', seconds: number): void;
  prefillRefused(code: PrefillRefusal): void;
  /** A request nobody could understand: too large, not JSON, no JSON at all. */
  requestRefused(route: string, status: number, code: string): void;
  requestFailed(route: string, error: unknown): void;
  requestsFound(runIds: readonly SyncRunId[]): void;
  pollFailed(error: unknown): void;
  /** Lists changed after they were synced: what was safe to send is not any more. */
  listsChanged(dataSyncIds: readonly string[]): void;
  /** Dataverse says of these syncs and runs what the store does not hold: it was lost, or put back from an older copy. */
  storeMissed(dataSyncIds: readonly string[], runIds: readonly string[]): void;
}

const help = {
  pmds_webhook_requests_total: 'Webhook calls by outcome.',
  pmds_prefill_requests_total: 'Prefill requests by outcome.',
  pmds_prefill_seconds: 'Time to answer a prefill request that was served.',
  pmds_polls_failed_total: 'Looks for queued rows that failed.',
  pmds_requests_refused_total: 'Requests that could not be understood, by route and reason.',
  pmds_request_errors_total: 'Requests that ended in an unexpected error, by route.',
  pmds_engine_events_total: 'What the sync engine did, by kind of event.',
  pmds_active_runs: 'Runs on their way.',
  pmds_queued_runs: 'Runs that wait for a worker.',
  pmds_outbox_entries: 'Messages that Dataverse has not been told yet.',
  pmds_outbox_oldest_seconds: 'How long the oldest message waits that Dataverse has not been told yet.',
  pmds_dead_letters: 'Reports that Dataverse refused for good.',
  pmds_store_missed_total: 'Syncs and runs of which Dataverse said what the store did not hold.',
  pmds_store_new: '1 while no run has completed since the store was made.',
  pmds_clock_skew_seconds: 'How far the clock of this machine is ahead of that of Dataverse.',
  pmds_profiles: 'Profiles that prefill can answer from.',
};

export function createEvents(level: LogLevel, log: Logger = stderrLogger(level)): Events {
  const metrics = createMetrics(help);
  return {
    metrics,
    event(name, fields) {
      metrics.count('pmds_engine_events_total', { event: name });
      if (name === 'worker-error' || name === 'report-refused') log.error(fields, name);
      else if (name === 'throttled' || name === 'retrying' || name === 'outbox-delayed' || name === 'clock-went-back')
        log.warn(fields, name);
      else if (name === 'page-committed' || name === 'send-order-unknown') log.debug(fields, name);
      else log.info(fields, name);
    },
    serviceStarted: (fields) => log.info(fields, 'service-started'),
    serviceStopping: (signal) => log.info({ signal }, 'service-stopping'),
    serviceStopped: () => log.info('service-stopped'),
    webhookAccepted({ message, table, rowId, correlationId, operationId }, { outcome, runId }) {
      metrics.count('pmds_webhook_requests_total', { outcome });
      log.info({ message, table, rowId, runId, outcome, correlationId, operationId }, 'webhook-accepted');
    },
    webhookRefused(status, failure) {
      metrics.count('pmds_webhook_requests_total', { outcome: `refused-${status}` });
      log.warn({ status, ...failure }, 'webhook-refused');
    },
    prefillServed(source, seconds) {
      metrics.count('pmds_prefill_requests_total', { outcome: source });
      metrics.observeSeconds('pmds_prefill_seconds', seconds);
      log.debug({ source }, 'prefill-served');
    },
    prefillRefused(code) {
      metrics.count('pmds_prefill_requests_total', { outcome: code });
      log.info({ code }, 'prefill-refused');
    },
    requestRefused(route, status, code) {
      metrics.count('pmds_requests_refused_total', { route, code });
      log.warn({ route, status, code }, 'request-refused');
    },
    requestFailed(route, error) {
      metrics.count('pmds_request_errors_total', { route });
      log.error({ route, err: error }, 'request-failed');
    },
    requestsFound: (runIds) => log.info({ runIds }, 'requests-found'),
    listsChanged: (dataSyncIds) => log.info({ dataSyncIds }, 'lists-changed'),
    storeMissed(dataSyncIds, runIds) {
      metrics.count('pmds_store_missed_total', {}, dataSyncIds.length + runIds.length);
      log.error({ dataSyncIds, runIds }, 'store-missed');
    },
    pollFailed(error) {
      metrics.count('pmds_polls_failed_total');
      log.warn({ err: error }, 'poll-failed');
    },
  };
}

/** JSON lines on stderr, written at once: stdout carries the one line that says where the service answers. */
function stderrLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // A second net below `Secret`: none of these is ever logged on purpose.
      redact: ['*.authorization', '*.headers', '*.clientSecret', '*.token', 'err.config', 'err.request'],
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
