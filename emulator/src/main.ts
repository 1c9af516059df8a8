import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { readOptions, usage, UsageError } from './options.js';

/** What the worker tells the main thread. */
export type WorkerMessage =
  { readonly kind: 'ready'; readonly line: string } | { readonly kind: 'failed'; readonly message: string };

/**
 * The organisation lives in a worker because a worker can be given a larger heap than the process was started with: a million rows
 * need more than Node's default. Killing the process kills it all, which a child process would not guarantee.
 */
const heapMegabytes = Math.max(2048, Math.min(12_288, Math.floor((totalmem() / 1024 / 1024) * 0.75)));

function main(args: readonly string[]): void {
  if (args.includes('--help')) {
    process.stderr.write(usage);
    return;
  }
  const options = readOptions(args, join(import.meta.dirname, '..', '..'));
  process.stderr.write(
    'Local Dataverse. It follows the public documentation and has not been compared with a live organisation.\n',
  );
  if (options.solution === undefined)
    process.stderr.write('There is no solution zip in dist/ (npm run pack makes one), so none is imported.\n');
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 128 },
  });
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') process.stdout.write(`${message.line}\n`);
    else process.stderr.write(`${message.message}\n`);
  });
  worker.on('error', (error) => {
    process.stderr.write(`The local Dataverse stopped: ${error.message}\n`);
    process.exitCode = 1;
  });
  worker.on('exit', (code) => {
    process.exit(process.exitCode ?? code);
  });
  const stop = (): void => {
    worker.postMessage('stop');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
