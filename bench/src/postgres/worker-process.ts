import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { nodeArguments } from '@pmds/scripts/processes/paths';

/** One more process that works on runs, beside the service. */
interface WorkerProcess extends AsyncDisposable {
  readonly pid: number;
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<void>;
  readonly kill: () => void;
}

/** Starts `pmds work` and waits until it works. @throws Error with what the process wrote last. */
export async function startWorker(env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [...nodeArguments.bridge, 'work'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said = line;
      if (line.includes('worker-started')) resolve();
    });
    void ended.then(() => reject(new Error(`The worker ended before it worked. ${said}`)));
  });
  return {
    pid: child.pid ?? -1,
    ended,
    kill: () => child.kill('SIGKILL'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
