import type { PrefillRefusal } from '@pmds/contracts/prefill';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { ContextFailure, MessageContext } from '@pmds/contracts/start/sync-request';
import { pino, type Logger } from 'pino';
import type { LogLevel } from './settings/config.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { EngineEvents } from './ports/events.js';
import type { PluginAnswer } from './plugins/plugin.js';

/** From the start of the process to its end. */
interface ServiceEvents {
  started(fields: { readonly version: string; readonly url: string; readonly store: string }): void;
  stopping(signal: string): void;
  stopped(): void;
}

/** What was asked over HTTP, and what became of it. */
export interface RequestEvents {
  webhookAccepted(context: MessageContext, answer: PluginAnswer): void;
  webhookRefused(status: number, failure: ContextFailure | { readonly reason: string }): void;
  prefillServed(source: 'store' | 'on-demand', seconds: number): void;
  prefillRefused(code: PrefillRefusal): void;
  /** A form was sent. @param aside Why it is kept and never applied. */
  submitAccepted(aside: string | null): void;
  submitRefused(code: string): void;
  /** Links were given to an application. @param client Its id. */
  linksIssued(fields: {
    readonly client: string;
    readonly form: string;
    readonly issued: number;
    readonly refused: number;
  }): void;
  linksRefused(code: string): void;
  /** The keys of access tokens could not be read. */
  accessKeysUnreadable(error: unknown): void;
  /** A code was mailed to a person. */
  codeSent(): void;
  /** A request nobody could understand: too large, not JSON, no JSON at all. */
  refused(route: string, status: number, code: string): void;
  failed(route: string, error: unknown): void;
}

/** What looking at Dataverse now and then has found. */
export interface PollEvents {
  requestsFound(runIds: readonly SyncRunId[]): void;
  failed(error: unknown): void;
  /** Lists changed after they were synced: what was safe to send is not any more. */
  listsChanged(dataSyncIds: readonly string[]): void;
  /** Dataverse says of these syncs and runs what the store does not hold: it was lost, or put back from an older copy. */
  storeMissed(dataSyncIds: readonly string[], runIds: readonly string[]): void;
}

/** Everything the service logs and counts, one function per event. Nothing else writes to the log. */
export interface Events extends EngineEvents {
  readonly metrics: Metrics;
  readonly service: ServiceEvents;
  readonly requests: RequestEvents;
  readonly polls: PollEvents;
}

export function createEvents(level: LogLevel, log: Logger = stderrLogger(level)): Events {
  const metrics = createMetrics();
  return {
    metrics,
    event(name, fields) {
      metrics.engineEvents.inc({ event: name });
      if (name === 'worker-error' || name === 'report-refused' || name === 'intake-unreadable') log.error(fields, name);
      else if (
        name === 'throttled' ||
        name === 'retrying' ||
        name === 'outbox-delayed' ||
        name === 'mail-not-sent' ||
        name === 'nobody-told' ||
        name === 'clock-went-back' ||
        name === 'request-failed'
      )
        log.warn(fields, name);
      else if (name === 'page-committed' || name === 'send-order-unknown') log.debug(fields, name);
      else log.info(fields, name);
    },
    service: {
      started: (fields) => log.info(fields, 'service-started'),
      stopping: (signal) => log.info({ signal }, 'service-stopping'),
      stopped: () => log.info('service-stopped'),
    },
    requests: requestEvents(log, metrics),
    polls: pollEvents(log, metrics),
  };
}

function requestEvents(log: Logger, metrics: Metrics): RequestEvents {
  return {
    webhookAccepted({ message, table, rowId, correlationId, operationId }, answer) {
      const call = { message, table, ...answer, correlationId, operationId };
      metrics.webhookRequests.inc({ outcome: answer.outcome });
      // Contacts are changed by the thousand.
      if (answer.outcome === 'noted') log.debug(call, 'webhook-accepted');
      else log.info({ ...call, rowId }, 'webhook-accepted');
    },
    webhookRefused(status, failure) {
      metrics.webhookRequests.inc({ outcome: `refused-${status}` });
      log.warn({ status, ...failure }, 'webhook-refused');
    },
    prefillServed(source, seconds) {
      metrics.prefillRequests.inc({ outcome: source });
      metrics.prefillSeconds.observe(seconds);
      log.debug({ source }, 'prefill-served');
    },
    submitAccepted(aside) {
      metrics.submitRequests.inc({ outcome: aside ?? 'accepted' });
      log.debug({ aside }, 'submit-accepted');
    },
    submitRefused(code) {
      metrics.submitRequests.inc({ outcome: code });
      log.info({ code }, 'submit-refused');
    },
    linksIssued(fields) {
      metrics.linkRequests.inc({ outcome: 'issued' });
      log.info(fields, 'links-issued');
    },
    linksRefused(code) {
      metrics.linkRequests.inc({ outcome: code });
      log.info({ code }, 'links-refused');
    },
    accessKeysUnreadable(error) {
      log.warn({ err: error }, 'access-keys-unreadable');
    },
    prefillRefused(code) {
      metrics.prefillRequests.inc({ outcome: code });
      log.info({ code }, 'prefill-refused');
    },
    codeSent() {
      metrics.prefillRequests.inc({ outcome: 'code-sent' });
      log.info('prefill-code-sent');
    },
    refused(route, status, code) {
      metrics.requestsRefused.inc({ route, code });
      log.warn({ route, status, code }, 'request-refused');
    },
    failed(route, error) {
      metrics.requestErrors.inc({ route });
      log.error({ route, err: error }, 'request-failed');
    },
  };
}

function pollEvents(log: Logger, metrics: Metrics): PollEvents {
  return {
    requestsFound: (runIds) => log.info({ runIds }, 'requests-found'),
    listsChanged: (dataSyncIds) => log.info({ dataSyncIds }, 'lists-changed'),
    storeMissed(dataSyncIds, runIds) {
      metrics.storeMissed.inc(dataSyncIds.length + runIds.length);
      log.error({ dataSyncIds, runIds }, 'store-missed');
    },
    failed(error) {
      metrics.pollsFailed.inc();
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
