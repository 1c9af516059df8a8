import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { nodeArguments } from '@pmds/scripts/processes/paths';

/** A process of `pmds work`, from the built service. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Whether its log holds this. */
  hasLogged(text: string): boolean;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Resolves when it works. */
export async function aWorkerProcess(env: BridgeEnvironment): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [...nodeArguments.bridge, 'work'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      if (line.includes('worker-started')) resolve();
    });
    void ended.then(() => reject(new Error(`The worker ended before it worked. ${log.at(-1) ?? ''}`)));
  });
  return {
    pid: child.pid,
    hasLogged: (text) => log.some((line) => line.includes(text)),
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}
