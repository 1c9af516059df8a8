import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '../adapters/clock.js';
import { nodeHashing } from '../adapters/crypto/node-hashing.js';
import { prefillFolder, readPageScripts } from '../adapters/page-scripts/files.js';
import type { LinkStore } from '../adapters/sql/link-uses/open-link-store.js';
import type { DataverseClient } from '../adapters/dataverse/http/client.js';
import { createPendingRequests } from '../adapters/dataverse/reporting/pending-requests.js';
import { createSafeSyncs } from '../adapters/dataverse/reporting/safe-syncs.js';
import { createStoreClaims } from '../adapters/dataverse/reporting/store-claims.js';
import { GatheredChanges } from '../application/intake/gather-changes.js';
import type { PollDependencies } from '../application/intake/poll-requests.js';
import type { RetryDependencies } from '../application/intake/retry-selection.js';
import { connect } from './client.js';
import { composeApiLinks } from './api-links.js';
import { composePrefill } from './prefill.js';
import { composeSubmissions } from './submissions.js';
import { openIntake, openLinkStore, openReader } from './store.js';
import type { Config } from '../settings/config.js';
import { patiences } from '../domain/retry-policy.js';
import type { Said } from '../domain/user-limit.js';
import type { Events, RequestEvents } from '../events.js';
import { Rush } from '../http/rush.js';
import { usualLimits, type ListenerLimits } from '../http/listener.js';
import { createOperationsServer } from '../http/operations-server.js';
import { createServer } from '../http/server.js';
import { createPluginRegistry } from '../plugins/registry.js';
import type { Service } from '../cli/serve.js';
import { OpenResources } from '../open-resources.js';
import { InboundPath, keepPolling, keepReconciling, keepWatching, LookTrouble } from '../polling.js';
import type { IntakeStore } from '../ports/store/intake.js';
import type { ProfileReader } from '../ports/store/profiles.js';
import type { ResponseIntake } from '../ports/store/responses/submissions.js';
import { withStore } from './store-refusal.js';
import { serviceVersion } from '../version.js';
import type { WorkerHandle } from '../worker/worker-handle.js';

/**
 * The service of one process: HTTP and polling here, the sync in the worker thread that the caller started.
 * @throws the error of `listen`, for example `EADDRINUSE`; whatever was opened is closed again.
 */
export async function composeService(config: Config, events: Events, worker: WorkerHandle): Promise<Service> {
  const opened = new OpenResources();
  try {
    const onSaid = (user: string, said: Said): void => worker.said(user, said);
    const { client, users } = opened.use(connect(config.dataverse, { onSaid }));
    // This thread makes few calls, for people who wait: it keeps to pauses, and takes no places from the sync.
    worker.onLimit((user, limit) => users.find((own) => own.user === user)?.governor.adopt(limit, null));
    // Who opens a form has a share of his own: what runs were told to wait for does not keep him, and he is told at once
    // when Dataverse refuses him too.
    const people = opened.use(connect(config.dataverse, { onSaid, patience: patiences.person })).client;
    const intake = opened.use(await withStore(() => openIntake(config.store)));
    const ledger = opened.use(openReader(config.store));
    const links = opened.use(await withStore(() => openLinkStore(config.store)));
    const requests: RetryDependencies = {
      intake,
      ledger: ledger.runs,
      newRunId: () => randomUUID() as SyncRunId,
      now: () => client.serverClock.now(),
      wakeWorker: () => worker.wake(),
    };
    const parts = {
      config,
      events,
      worker,
      client,
      people,
      intake,
      ledger,
      links,
      requests,
      inbound: new InboundPath(),
      trouble: new LookTrouble(),
    };
    const app = composeServer(parts);
    opened.defer(() => app.close());
    const operations = composeOperations(parts);
    opened.defer(() => operations.close());
    await app.listen({ host: config.http.host, port: config.http.port });
    const { host, port } = config.operations;
    await operations.listen({ host, port });
    const stopPolling = startPolling(parts);
    return {
      url: addressOf(config.http.host, app.server.address() as AddressInfo),
      operationsUrl: addressOf(host, operations.server.address() as AddressInfo),
      async stop() {
        await Promise.all([app.close(), operations.close(), worker.stop(), stopPolling()]);
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface Parts {
  readonly config: Config;
  readonly events: Events;
  readonly worker: WorkerHandle;
  readonly client: DataverseClient;
  /** For people in front of a form. */
  readonly people: DataverseClient;
  readonly intake: IntakeStore & ResponseIntake;
  readonly ledger: ProfileReader;
  readonly links: LinkStore;
  readonly requests: RetryDependencies;
  readonly inbound: InboundPath;
  readonly trouble: LookTrouble;
}

function composeServer(parts: Parts): FastifyInstance {
  const { config, events, worker, intake, requests, inbound } = parts;
  const { webhookKey } = config.http;
  const now = (): Date => systemClock.now();
  const plugins = createPluginRegistry({
    ...requests,
    changes: new GatheredChanges(intake),
    optOutFlags: config.optOutFlags,
    localNow: now,
  });
  const rush = new Rush(() => worker.rush());
  const prefill = composePrefill(parts, () => rush.answered());
  return createServer({
    events: events.requests,
    limits: limitsOf(config),
    prefill,
    submissions: composeSubmissions({ config, intake, ledger: parts.ledger, prefill }),
    links: composeApiLinks({ config, events: events.requests, people: parts.people, ledger: parts.ledger }),
    scripts: readPageScripts(prefillFolder),
    webhook:
      webhookKey === null ? null : { key: webhookKey.reveal(), plugins, events: noticing(events.requests, inbound) },
  });
}

function composeOperations({ config, events, worker, ledger, client, trouble }: Parts): FastifyInstance {
  return createOperationsServer({
    events,
    status: {
      version: serviceVersion,
      ledger: ledger.state,
      workerAlive: () => worker.alive,
      serverClock: client.serverClock,
      trouble,
      events,
    },
    key: config.operations.key?.reveal() ?? null,
    limits: limitsOf(config),
  });
}

const limitsOf = ({ http }: Config): ListenerLimits => ({ ...usualLimits, connections: http.maxConnections });

function noticing(
  requests: RequestEvents,
  inbound: InboundPath,
): Pick<RequestEvents, 'webhookAccepted' | 'webhookRefused'> {
  return {
    webhookRefused: (status, failure) => {
      requests.webhookRefused(status, failure);
    },
    webhookAccepted(context, answer) {
      inbound.webhookArrived();
      requests.webhookAccepted(context, answer);
    },
  };
}

/** What *Safe to Send* rests on is looked at less often than requests, and within a minute. */
const watchEveryPolls = 9;
const watchAtLeastEveryMs = 45_000;
/** Nobody waits for it, but a run that nobody will end is seen by people. */
const reconcileEveryPolls = 3;

/** @returns what ends it. */
function startPolling(parts: Parts): () => Promise<void> {
  const { config, events, client, ledger, requests, inbound, trouble } = parts;
  const stopping = new AbortController();
  const dependencies: PollDependencies = {
    ...requests,
    pending: createPendingRequests(client),
    runIdOfRequest: ({ dataSyncId, requestedOn }) =>
      nodeHashing.nameBasedId('request', dataSyncId, requestedOn.toISOString()) as SyncRunId,
  };
  const intervalMs = config.pollSeconds * 1000;
  const polling = keepPolling(
    { dependencies, inbound, trouble, clock: systemClock, events: events.polls, intervalMs },
    stopping.signal,
  );
  const { runs, syncs, revocations, state } = ledger;
  const watched = { safe: createSafeSyncs(client), runs, syncs, revocations, optOutFlags: config.optOutFlags };
  const watch = { dependencies: watched, clock: systemClock, events: events.polls };
  const watchEveryMs = Math.min(watchEveryPolls * intervalMs, watchAtLeastEveryMs);
  const watching = keepWatching({ ...watch, intervalMs: watchEveryMs }, stopping.signal);
  const { wakeWorker } = requests;
  const store = { claims: createStoreClaims(client), runs, syncs, state, wakeWorker, intake: parts.intake };
  const reconciling = keepReconciling(
    { dependencies: store, clock: systemClock, events: events.polls, intervalMs: reconcileEveryPolls * intervalMs },
    stopping.signal,
  );
  return async () => {
    stopping.abort(new Error('The service stops.'));
    await Promise.all([polling, watching, reconciling]);
  };
}

function addressOf(host: string, address: AddressInfo): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}
