import { Worker } from 'node:worker_threads';
import { backOffs, doubledMs } from '../domain/retry-policy.js';
import type { Said, UserLimit } from '../domain/user-limit.js';
import type { Events } from '../events.js';
import type { EngineEventName } from '../ports/events.js';

/** What the main thread may ask of the worker thread. */
export type ToWorker =
  | { readonly kind: 'wake' }
  | { readonly kind: 'stop' }
  /** Many ask for forms: whatever the thread does can wait for them. */
  | { readonly kind: 'rush' }
  /** Dataverse said something to a user that both threads sign in as. */
  | { readonly kind: 'said'; readonly user: string; readonly said: Said };

/** What the worker thread tells the main thread. */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** It cannot start, for a reason that people can mend; one sentence. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** What is known of an application user, now. */
  | { readonly kind: 'limit'; readonly user: string; readonly limit: UserLimit }
  | {
      readonly kind: 'event';
      readonly name: EngineEventName;
      readonly fields: Readonly<Record<string, string | number | boolean | null>>;
    };

export interface WorkerHandle {
  readonly alive: boolean;
  /** Something waits in the intake. */
  wake(): void;
  /** Hands on what Dataverse said to this thread. */
  said(user: string, said: Said): void;
  /** Calls back with what is known of each application user, and whenever that may have changed. */
  onLimit(known: (user: string, limit: UserLimit) => void): void;
  /** Lets the thread stand aside for many who ask for forms, and each that is started after it. */
  rush(): void;
  /** Lets the page under way end or be given up; resolves when the thread has ended. */
  stop(): Promise<void>;
}

/** The store cannot be opened, for example because another process works on it. */
export class WorkerRefused extends Error {
  override readonly name = 'WorkerRefused';
}

/** After so long a thread that was asked to stop is ended; every page is all or nothing, so nothing breaks. */
const defaultStopTimeoutMs = 8_000;
/**
 * The young generation holds what the pages under way become on their way into the store: with less, each is copied about
 * by the collector, and grows old, before it is let go (a tenth of a run), with more, memory grows and nothing gets faster.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 256 };

/**
 * Runs the sync apart from the thread that answers people. A thread that dies of a bug is started again, more and more
 * slowly; the ledger makes it continue where the last committed page ended.
 * @throws WorkerRefused when the thread says that it cannot start.
 */
export async function startWorkerThread(
  entry: URL,
  environment: Readonly<Record<string, string | undefined>>,
  events: Events,
  stopTimeoutMs = defaultStopTimeoutMs,
): Promise<WorkerHandle> {
  const current: { thread: Worker | null; restart?: NodeJS.Timeout } = { thread: null };
  let stopping = false;
  let rush = false;
  let deaths = 0;
  const limits = new Map<string, UserLimit>();
  const following: ((user: string, limit: UserLimit) => void)[] = [];

  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const started = new Worker(entry, { workerData: environment, resourceLimits });
      current.thread = started;
      started.on('message', (message: FromWorker) => {
        if (message.kind === 'event') events.event(message.name, message.fields);
        else if (message.kind === 'refused') reject(new WorkerRefused(message.reason));
        else if (message.kind === 'limit') {
          limits.set(message.user, message.limit);
          for (const known of following) known(message.user, message.limit);
        } else {
          deaths = 0;
          if (rush) post({ kind: 'rush' });
          resolve();
        }
      });
      started.on('error', (error) =>
        events.event('worker-error', { message: error.message, stack: error.stack ?? '' }),
      );
      started.once('exit', (code) => {
        current.thread = null;
        reject(new WorkerRefused(`The worker ended with ${code} before it was ready; the log says why.`));
        if (!stopping) again();
      });
    });
  }

  function again(): void {
    deaths += 1;
    current.restart = setTimeout(
      () => {
        start().catch((error: unknown) => events.event('worker-error', { message: String(error) }));
      },
      doubledMs(deaths, backOffs.restart),
    );
  }

  const post = (message: ToWorker): void => current.thread?.postMessage(message);
  try {
    await start();
  } catch (error) {
    stopping = true;
    clearTimeout(current.restart);
    throw error;
  }
  return {
    get alive() {
      return current.thread !== null;
    },
    wake: () => post({ kind: 'wake' }),
    said: (user, said) => post({ kind: 'said', user, said }),
    rush() {
      rush = true;
      post({ kind: 'rush' });
    },
    onLimit(known) {
      following.push(known);
      for (const [user, limit] of limits) known(user, limit);
    },
    async stop() {
      stopping = true;
      clearTimeout(current.restart);
      const running = current.thread;
      if (running === null) return;
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      post({ kind: 'stop' });
      const timer = setTimeout(() => void running.terminate(), stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
