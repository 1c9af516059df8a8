import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { systemClock } from '../adapters/clock.js';
import { nodeHashing } from '../adapters/crypto/node-hashing.js';
import { CallMeter } from '../adapters/dataverse/http/call-meter.js';
import { createDataverseClient } from '../adapters/dataverse/http/create-client.js';
import { LimitSharing, type LimitSharingOptions } from '../adapters/dataverse/http/limit-sharing.js';
import { createMergedMembers } from '../adapters/dataverse/source/merged-members.js';
import { createPeopleColumns } from '../adapters/dataverse/people/people-columns.js';
import { createRecipientSource } from '../adapters/dataverse/source/recipient-source.js';
import { consentRules } from '../domain/member/consent/consent-rules.js';
import type { DataverseClient } from '../adapters/dataverse/http/client.js';
import { asObject } from '../adapters/dataverse/reporting/json.js';
import { createReporting } from '../adapters/dataverse/reporting/run-reporter.js';
import { createWebFormSource } from '../adapters/dataverse/reporting/web-forms.js';
import { createWebFormSnippets } from '../adapters/dataverse/reporting/web-form-snippets.js';
import { prefillFolder, readPageScripts } from '../adapters/page-scripts/files.js';
import { snippetOf, writingSnippets } from '../application/web-forms/write-snippets.js';
import { claimStore } from '../application/watch/store-owner.js';
import type { Storage } from '../ports/store/storage.js';
import { openPostgresIntake, openPostgresStorage } from '../adapters/sql/postgres.js';
import { openSqliteIntake } from '../adapters/sql/intake/sqlite-intake.js';
import { openSqliteStorage } from '../adapters/sql/sqlite.js';
import { inProcessWork } from '../adapters/work/in-process.js';
import { RangeQueue } from '../adapters/work/pg-boss-queue.js';
import { PgBossWork } from '../adapters/work/pg-boss.js';
import type { RangeWorker, Work } from '../ports/work.js';
import { composeAnswering } from './answering.js';
import { composeDestinations } from './destinations.js';
import { openReader } from './store.js';
import { composeLinks, composeSigning } from './tokens.js';
import { composeResponses } from './responses.js';
import { CommandFailed } from '../cli/command.js';
import type { Config, StoreConfig } from '../settings/config.js';
import type { Said } from '../domain/user-limit.js';
import { OpenResources } from '../open-resources.js';
import type { EngineEvents } from '../ports/events.js';
import { StoreRefused, storeRefusal } from './store-refusal.js';
import { serviceVersion } from '../version.js';
import { WakeUp } from '../worker/wake-up.js';
import { runWorker, type WorkerDependencies } from '../worker/worker.js';

export interface ComposedWorker {
  readonly dependencies: WorkerDependencies;
  /** Takes what Dataverse said to the thread that answers, which signs in as the same users. */
  said(user: string, said: Said): void;
  close(): Promise<void>;
}

/**
 * Everything a worker works with, opened.
 * @param onKnown Told what is known of the application users.
 * @throws StoreRefused, for example when another process works with the store.
 */
export async function composeWorker(
  config: Config,
  events: EngineEvents,
  onKnown?: LimitSharingOptions['onKnown'],
): Promise<ComposedWorker> {
  const opened = new OpenResources();
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`;
  try {
    const { storage, intake, work } = await openStore(config.store, owner, opened, events).catch((error: unknown) => {
      throw storeRefusal(error) ?? error;
    });
    const { url: organizationUrl, authority, users, longestPauseMs } = config.dataverse;
    const calls = new CallMeter();
    const revealed = users.map(({ clientId, clientSecret }) => ({ clientId, clientSecret: clientSecret.reveal() }));
    const sharing = new LimitSharing({
      limits: storage.userLimits,
      clock: systemClock,
      onTrouble: (error) => events.event('worker-error', { error: String(error) }),
      ...(onKnown === undefined ? {} : { onKnown }),
    });
    const { client, users: signedIn } = opened.use(
      createDataverseClient(
        { organizationUrl, authority, users: revealed, longestPauseMs },
        {
          clock: systemClock,
          onCall: calls.count,
          onPause: ({ reason, untilMs }) =>
            events.event('throttled', { reason, until: new Date(untilMs).toISOString() }),
          onSaid: (user, said) => sharing.said(user, said),
        },
      ),
    );
    await sharing.begin(signedIn);
    await refuseForeignStore(storage, config, client);
    const reporting = {
      organizationUrl,
      mailFrom: config.mail.from,
      smtpUrl: config.mail.smtpUrl?.reveal() ?? null,
      mailRetrySeconds: config.mail.retrySeconds,
    };
    const { publicUrl } = config.http;
    const { current } = readPageScripts(prefillFolder);
    const links = composeLinks(config);
    const told = createReporting({ client, clock: systemClock, hashing: nodeHashing, reporting });
    const reader = opened.use(openReader(config.store));
    const dependencies: WorkerDependencies = {
      storage,
      intake,
      work,
      source: createRecipientSource({ client, pageRows: config.pageRows }),
      reporter: told.reporter,
      outbox: { ...told.outbox, ...composeResponses({ client, webForms: storage.read.webForms, reader }) },
      merged: createMergedMembers(client),
      destinations: composeDestinations(config, {
        people: createPeopleColumns(client),
        links,
        storage,
      }),
      clock: systemClock,
      serverClock: client.serverClock,
      hashing: nodeHashing,
      events,
      calls,
      signing: composeSigning(config),
      optOutFlags: config.optOutFlags,
      rulesOf: consentRules,
      keepFetchedMs: config.onDemand.keepMs,
      keepDeletedMs: config.keepDeletedMs,
      lookForDeletedEveryMs: Math.min(deletedAtLeastEveryMs, deletedEveryPolls * config.pollSeconds * 1000),
      answering: composeAnswering({ client, reader, events, links }),
      lookForRequestsEveryMs: config.pollSeconds * 1000,
      keepRequestsMs: config.keepRequestsMs,
      webForms: createWebFormSource(client),
      writeSnippets: writingSnippets({
        storage,
        snippets: createWebFormSnippets(client),
        snippet: current === null || publicUrl === null ? null : snippetOf(publicUrl.replace(/\/+$/, ''), current),
      }),
      lookAtWebFormsEveryMs: Math.min(webFormsAtLeastEveryMs, webFormsEveryPolls * config.pollSeconds * 1000),
      version: serviceVersion,
      wake: new WakeUp(),
      shareLimits: (signal) => sharing.exchange(signal),
      owner,
    };
    return { dependencies, said: (user, said) => sharing.said(user, said), close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** @throws StoreRefused where the store belongs to another environment. */
async function refuseForeignStore(storage: Storage, { dataverse }: Config, client: DataverseClient): Promise<void> {
  const signal = AbortSignal.timeout(identityTimeoutMs);
  // While Dataverse does not answer, the address alone has to do: nobody should wait for it with a service that is down.
  const answer = await client.get('WhoAmI', { purpose: 'setup', signal }).catch(() => null);
  const id = asObject(answer)['OrganizationId'];
  const why = await claimStore(storage, { url: dataverse.url, organizationId: typeof id === 'string' ? id : null });
  if (why !== null) throw new StoreRefused(why);
}

const identityTimeoutMs = 3_000;
/** Links of a deleted sync open nothing within a minute; who polls more often learns of it sooner. */
const deletedEveryPolls = 6;
const deletedAtLeastEveryMs = 30_000;
/** Who edits a form sees it work in a quarter of a minute. */
const webFormsEveryPolls = 3;
const webFormsAtLeastEveryMs = 15_000;

/** A worker that is a process of its own. @throws StoreRefused */
export async function workAlone(config: Config, events: EngineEvents, signal: AbortSignal): Promise<void> {
  const worker = await composeWorker(config, events).catch((error: unknown) => {
    throw error instanceof StoreRefused ? new CommandFailed(error.message, { cause: error }) : error;
  });
  try {
    await runWorker(worker.dependencies, signal);
  } finally {
    await worker.close();
  }
}

async function openStore(
  store: StoreConfig,
  owner: string,
  opened: OpenResources,
  events: EngineEvents,
): Promise<Pick<WorkerDependencies, 'storage' | 'intake' | 'work'>> {
  if (store.kind === 'postgres') {
    const url = store.url.reveal();
    const queue = opened.use(
      await RangeQueue.open(url, (error) => events.event('worker-error', { error: error.message })),
    );
    const ledger = opened.use(
      await openPostgresStorage(url, {
        owner,
        enqueueNext: ({ runId, plannedSend }, { stage, number }, within) =>
          queue.send({ runId, stage, range: number, plannedSend }, within),
      }),
    );
    const intake = opened.use(await openPostgresIntake(url));
    const work = (worker: RangeWorker): Work =>
      new PgBossWork({ worker, queue, leases: ledger.leases, holds: ledger.holds, clock: systemClock });
    return { storage: ledger, intake, work };
  }
  const storage = opened.use(await openSqliteStorage(store.directory));
  const intake = opened.use(openSqliteIntake(store.directory));
  return { storage, intake, work: inProcessWork };
}
