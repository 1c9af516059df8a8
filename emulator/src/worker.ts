import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { makeCertificate } from './http/certificate.js';
import { startLocalDataverse, type LocalDataverse } from './compose.js';
import type { WorkerMessage } from './main.js';
import type { LocalDataverseOptions } from './options.js';

const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);

async function start(given: LocalDataverseOptions & { readonly https: boolean }): Promise<LocalDataverse> {
  if (!given.https) {
    const running = await startLocalDataverse(given);
    tell({ kind: 'ready', line: JSON.stringify(running.connection) });
    return running;
  }
  const certificate = await makeCertificate(given.host);
  const folder = given.data ?? temporaryFolder();
  const file = join(folder, 'certificate.pem');
  const running = await startLocalDataverse({ ...given, certificate });
  writeFileSync(file, certificate.cert);
  tell({ kind: 'ready', line: JSON.stringify({ ...running.connection, certificate: file }) });
  return running;
}

/** A folder that goes when the worker ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-dataverse-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What a person can do something about, in their words. */
function explain(error: unknown, port: number): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${port} is taken. Choose another with --port, or --port 0 for any free one.`;
  }
  return `The local Dataverse could not start: ${error instanceof Error ? error.message : String(error)}`;
}

const options = workerData as LocalDataverseOptions & { readonly https: boolean };
try {
  const running = await start(options);
  parentPort?.on('message', () => {
    void running.close().then(() => process.exit(0));
  });
} catch (error) {
  tell({ kind: 'failed', message: explain(error, options.port) });
  process.exitCode = 1;
}
