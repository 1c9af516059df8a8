import { runCommand } from './cli/run-command.js';
import type { Terminal } from './cli/command.js';
import { commands } from './compose/command-list.js';

const stopWithinMs = 10_000;
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    stopping.abort(name);
    // Every page is all or nothing: what has not ended by then can be cut off and is done again at the next start.
    setTimeout(() => process.exit(1), stopWithinMs).unref();
  });
}

const terminal: Terminal = {
  environment: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  signal: stopping.signal,
};

process.exitCode = await runCommand(commands, process.argv.slice(2), terminal);
// A pipe has taken a text only when its reader has: exiting before that would cut off links in silence.
await Promise.all([process.stdout, process.stderr].map(written));
// What a library left open (a keep-alive connection, a timer) must not hold a command that is done.
process.exit();

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
