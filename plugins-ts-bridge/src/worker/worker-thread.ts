import { parentPort, workerData } from 'node:worker_threads';
import { composeWorker, type ComposedWorker } from '../compose/worker.js';
import type { Environment } from '../settings/config-reader.js';
import { readConfig, type Config } from '../settings/config.js';
import type { EngineEvents } from '../ports/events.js';
import type { FromWorker, ToWorker } from './worker-handle.js';
import { StoreRefused } from '../compose/store-refusal.js';
import { yieldToPrefill, rankBelowPrefill } from './priority.js';
import { runWorker } from './worker.js';

/** Entry of the worker thread: the settings again, since secrets do not travel between threads, then the worker. */
const port = parentPort;
if (port === null) throw new Error('This file is started as a worker thread.');
rankBelowPrefill();
const tell = (message: FromWorker): void => port.postMessage(message);

const config = readConfig(workerData as Environment, { dataverse: true, prefillKeys: false });
if (!config.ok) tell({ kind: 'refused', reason: config.failure.join('\n') });
else await work(config.value);
port.close();

async function work(settings: Config): Promise<void> {
  const worker = await compose(settings);
  if (worker === null) return;
  const { dependencies } = worker;
  const stopping = new AbortController();
  port?.on('message', (message: ToWorker) => {
    if (message.kind === 'wake') dependencies.wake.ring();
    else if (message.kind === 'said') worker.said(message.user, message.said);
    else if (message.kind === 'rush') void standAside();
    else stopping.abort(new Error('The service stops.'));
  });
  tell({ kind: 'ready' });
  await runWorker(dependencies, stopping.signal);
  await worker.close();
}

async function standAside(): Promise<void> {
  const idleTimeOnly = await yieldToPrefill();
  tell({ kind: 'event', name: 'worker-stands-aside', fields: { idleTimeOnly } });
}

async function compose(settings: Config): Promise<ComposedWorker | null> {
  try {
    const events: EngineEvents = { event: (name, fields) => tell({ kind: 'event', name, fields }) };
    return await composeWorker(settings, events, (user, limit) => tell({ kind: 'limit', user, limit }));
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    tell({ kind: 'refused', reason: error.message });
    return null;
  }
}
