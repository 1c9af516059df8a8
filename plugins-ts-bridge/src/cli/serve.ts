import type { Config } from '../settings/config.js';
import type { Events } from '../events.js';
import { serviceVersion } from '../version.js';
import { WorkerRefused, type WorkerHandle } from '../worker/worker-handle.js';
import { CommandFailed, type Command, type Terminal } from './command.js';
import { settingsOf } from './settings.js';

/** What answers in this process. */
export interface Service {
  /** Where it answers. */
  readonly url: string;
  /** Where it tells operators how it is. */
  readonly operationsUrl: string;
  /** Answers nobody any more, lets the page under way end, closes the store. */
  stop(): Promise<void>;
}

interface ServeParts {
  readonly createEvents: (config: Config) => Events;
  readonly startWorker: (terminal: Terminal, events: Events) => Promise<WorkerHandle>;
  readonly composeService: (config: Config, events: Events, worker: WorkerHandle) => Promise<Service>;
}

/** `pmds serve`: answers webhooks and prefill, finds waiting rows, runs syncs, until it is told to stop. */
export function serveCommand(parts: ServeParts): Command {
  return {
    name: 'serve',
    summary: 'Run the service: webhooks, prefill, polling and the sync itself.',
    help: [
      'Prints one line of JSON {"url","operations","pid"} when it answers. The log goes to stderr. SIGTERM stops it.',
    ],
    options: {},
    async run(_values, terminal) {
      const config = settingsOf(terminal, { dataverse: true, prefillKeys: true });
      const events = parts.createEvents(config);
      const service = await start(parts, config, events, terminal);
      events.service.started({ version: serviceVersion, url: service.url, store: config.store.kind });
      terminal.out(JSON.stringify({ url: service.url, operations: service.operationsUrl, pid: process.pid }));
      await aborted(terminal.signal);
      events.service.stopping(String(terminal.signal.reason));
      await service.stop();
      events.service.stopped();
      return 0;
    },
  };
}

async function start(parts: ServeParts, config: Config, events: Events, terminal: Terminal): Promise<Service> {
  const worker = await parts.startWorker(terminal, events).catch((error: unknown) => {
    throw error instanceof WorkerRefused ? new CommandFailed(error.message) : error;
  });
  try {
    return await parts.composeService(config, events, worker);
  } catch (error) {
    await worker.stop();
    throw listenFailure(error, config) ?? error;
  }
}

function listenFailure(error: unknown, { http, operations }: Config): CommandFailed | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const failed = error instanceof Error && 'port' in error ? error.port : null;
  const [{ host, port }, name] =
    failed === operations.port && failed !== http.port ? [operations, 'PMDS_OPERATIONS'] : [http, 'PMDS'];
  if (code === 'EADDRINUSE') {
    return new CommandFailed(
      `Port ${port} on ${host} is taken. Set ${name}_PORT to another one, or to 0 for any free one.`,
    );
  }
  if (code === 'EACCES')
    return new CommandFailed(`This user may not listen on port ${port}. Set ${name}_PORT above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CommandFailed(
      `${host} is no address of this machine. Set ${name}_HOST, for example to 127.0.0.1 or 0.0.0.0.`,
    );
  }
  return null;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
