import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { systemClock } from './adapters/clock.js';
import { nodeHashing } from './adapters/crypto/node-hashing.js';
import { CallMeter } from './adapters/dataverse/call-meter.js';
import { createDataverseClient } from './adapters/dataverse/create-client.js';
import { createRecipientSource } from './adapters/dataverse/recipient-source.js';
import { createRunReporter } from './adapters/reporting/run-reporter.js';
import { openSqliteIntake } from './adapters/sql/sqlite-intake.js';
import { openSqliteStorage } from './adapters/sql/sqlite.js';
import { inProcessWork } from './adapters/work/in-process.js';
import type { Config, StoreConfig } from './config.js';
import { OpenResources } from './open-resources.js';
import type { EngineEvents } from './ports/events.js';
import { WakeUp } from './worker/wake-up.js';
import type { WorkerDependencies } from './worker/worker.js';

export interface ComposedWorker {
  readonly dependencies: WorkerDependencies;
  close(): Promise<void>;
}

/** Everything a worker works with, opened. @throws StoreLockedError when another process works with the store. */
export async function composeWorker(config: Config, events: EngineEvents): Promise<ComposedWorker> {
  const opened = new OpenResources();
  try {
    const { storage, intake, work } = await openStore(config.store, opened);
    const { url: organizationUrl, authority, users } = config.dataverse;
    const calls = new CallMeter();
    const revealed = users.map(({ clientId, clientSecret }) => ({ clientId, clientSecret: clientSecret.reveal() }));
    const { client } = opened.use(
      createDataverseClient(
        { organizationUrl, authority, users: revealed },
        {
          clock: systemClock,
          onCall: calls.count,
          onPause: ({ reason, untilMs }) =>
            events.event('throttled', { reason, until: new Date(untilMs).toISOString() }),
        },
      ),
    );
    const reporting = {
      organizationUrl,
      mailFrom: config.mail.from,
      smtpUrl: config.mail.smtpUrl?.reveal() ?? null,
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
      wake: new WakeUp(),
      owner: `${hostname()} ${process.pid} ${randomUUID()}`,
    };
    return { dependencies, close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openStore(
  store: StoreConfig,
  opened: OpenResources,
): Promise<Pick<WorkerDependencies, 'storage' | 'intake' | 'work'>> {
  if (store.kind !== 'sqlite') throw new Error('PostgreSQL is not wired yet.');
  const storage = opened.use(await openSqliteStorage(store.directory));
  const intake = opened.use(openSqliteIntake(store.directory));
  return { storage, intake, work: inProcessWork() };
}
