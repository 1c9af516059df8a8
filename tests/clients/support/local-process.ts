import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The line that `npm run dataverse` prints when it answers. */
export interface PrintedConnection {
  /** Service root, ends in `/api/data/v9.2/`. */
  readonly url: string;
  readonly authority: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly token: string;
  readonly adminUrl: string;
  /** PEM file of the certificate; with `--https` only. */
  readonly certificate?: string;
}

export interface LocalProcess {
  readonly connection: PrintedConnection;
  stop(): Promise<void>;
}

const entry = join(__dirname, '..', '..', '..', 'emulator', 'dist', 'main.js');

/** Starts the built local Dataverse on a free port, in a process of its own: clients reach it over the wire only. */
export async function startLocalProcess(options: readonly string[]): Promise<LocalProcess> {
  const child = spawn(process.execPath, [entry, '--port', '0', '--empty', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const exited = once(child, 'exit');
  const firstLine = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const line = await Promise.race([firstLine, exited.then(() => null)]);
  if (line === null) throw new Error(`The local Dataverse ended before it answered: ${complaint}`);
  return {
    connection: JSON.parse(line) as PrintedConnection,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
