import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { systemClock } from './adapters/clock.js';
import { nodeHashing } from './adapters/crypto/node-hashing.js';
import { CallMeter } from './adapters/dataverse/http/call-meter.js';
import { createDataverseClient } from './adapters/dataverse/http/create-client.js';
import { LimitSharing, type LimitSharingOptions } from './adapters/dataverse/http/limit-sharing.js';
import { createRecipientSource } from './adapters/dataverse/recipient-source.js';
import { createRunReporter } from './adapters/reporting/run-reporter.js';
import { openPostgresIntake, openPostgresStorage } from './adapters/sql/postgres.js';
import { openSqliteIntake } from './adapters/sql/sqlite-intake.js';
import { StoreLockedError } from './adapters/sql/sqlite-lock.js';
import { openSqliteStorage } from './adapters/sql/sqlite.js';
import { inProcessWork } from './adapters/work/in-process.js';
import { RangeQueue } from './adapters/work/pg-boss-queue.js';
import { PgBossWork } from './adapters/work/pg-boss.js';
import type { RangeWorker, Work } from './ports/work.js';
import { composeSigning } from './compose-tokens.js';
import { CommandFailed } from './cli/command.js';
import type { Config, StoreConfig } from './config.js';
import type { Said } from './domain/user-limit.js';
import { OpenResources } from './open-resources.js';
import type { EngineEvents } from './ports/events.js';
import { serviceVersion } from './version.js';
import { WakeUp } from './worker/wake-up.js';
import { runWorker, type WorkerDependencies } from './worker/worker.js';

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
    const { url: organizationUrl, authority, users } = config.dataverse;
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
        { organizationUrl, authority, users: revealed },
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
    const reporting = {
      organizationUrl,
      mailFrom: config.mail.from,
      smtpUrl: config.mail.smtpUrl?.reveal() ?? null,
      mailRetrySeconds: config.mail.retrySeconds,
    };
    const dependencies: WorkerDependencies = {
      storage,
      intake,
      work,
      source: createRecipientSource({ client, pageRows: config.pageRows }),
      reporter: createRunReporter({ client, clock: systemClock, hashing: nodeHashing, reporting }),
      clock: systemClock,
      hashing: nodeHashing,
      events,
      calls,
      signing: composeSigning(config),
      optOutFlags: config.optOutFlags,
      version: serviceVersion,
      wake: new WakeUp(),
      shareLimits: (signal) => sharing.share(signal),
      owner,
    };
    return { dependencies, said: (user, said) => sharing.said(user, said), close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The store cannot be used, for a reason that people can mend; one sentence without address or password. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

function storeRefusal(cause: unknown): StoreRefused | null {
  if (cause instanceof StoreLockedError) return new StoreRefused(cause.message, { cause });
  const code = systemCodeOf(cause);
  if (code === null) return null;
  return new StoreRefused(
    `The store of PMDS_STORE cannot be opened (${code}). Check that it is there and that this user may write to it.`,
    { cause },
  );
}

/** The system's or the database's code, from wherever in the chain of causes it is. */
function systemCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return 'code' in error && typeof error.code === 'string' ? error.code : systemCodeOf(error.cause);
}

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
