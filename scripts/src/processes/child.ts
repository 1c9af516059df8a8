import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A started process of the product that says on its first line of output, as JSON, that it answers. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** The first line of standard output, parsed. */
  readonly answer: unknown;
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<Ended>;
  /** The last lines of standard error. */
  readonly said: () => string;
  /** Asks the process to end, kills it after `withinMs`; settles when it is gone. */
  readonly stop: (withinMs?: number) => Promise<Ended>;
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => void;
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

interface StartChild {
  /** For messages: "The local Dataverse". */
  readonly name: string;
  /** Compiled entry and its arguments. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Standard error goes to this file as well. */
  readonly logFile?: string;
  readonly readyWithinMs: number;
}

/** A process that ended, or kept silent, before it said that it answers. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed';
}

const keptLines = 40;

/** Starts a process and waits for its line. @throws ChildFailed with what the process wrote last. */
export async function startChild(wish: StartChild): Promise<Child> {
  const child = spawn(process.execPath, [...wish.command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...wish.env },
  });
  const lines: string[] = [];
  const log = wish.logFile === undefined ? null : createWriteStream(wish.logFile, { flags: 'a' });
  createInterface({ input: child.stderr }).on('line', (line) => {
    log?.write(`${line}\n`);
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
  });
  const said = () => lines.join('\n');
  const ended = endOf(child);
  void ended.then(() => log?.end());
  const answer = await firstLine(wish, child, ended, said);
  return {
    name: wish.name,
    pid: child.pid ?? -1,
    answer,
    ended,
    said,
    stop: (withinMs = 12_000) => stop(child, ended, withinMs),
    kill: (signal) => child.kill(signal),
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    // "close" comes after the last output was read; "error" alone comes when the process could not be started.
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: -1, signal: null }));
  });
}

async function firstLine(
  wish: StartChild,
  child: ChildProcess,
  ended: Promise<Ended>,
  said: () => string,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const line = await Promise.race([
    new Promise<string>((resolve) => {
      if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', resolve);
    }),
    ended.then(({ code, signal }) => {
      throw new ChildFailed(`${wish.name} ended at once (${signal ?? `exit ${String(code)}`}).\n${said()}`);
    }),
    new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        child.kill('SIGKILL');
        const seconds = wish.readyWithinMs / 1_000;
        reject(new ChildFailed(`${wish.name} did not answer within ${String(seconds)} s.\n${said()}`));
      }, wish.readyWithinMs);
    }),
  ]).finally(() => clearTimeout(timer));
  try {
    return JSON.parse(line) as unknown;
  } catch {
    child.kill('SIGKILL');
    throw new ChildFailed(`${wish.name} said something that is not JSON: ${line}`);
  }
}

async function stop(child: ChildProcess, ended: Promise<Ended>, withinMs: number): Promise<Ended> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  return ended.finally(() => clearTimeout(timer));
}
