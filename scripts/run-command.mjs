// Runs one of the product's commands from its built entry, building first what is out of date.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Command → compiled entry, and whether the whole product has to be built before it. */
const commands = {
  start: { entry: 'scripts/dist/start.js', build: 'start' },
  dataverse: { entry: 'emulator/dist/main.js', build: 'dataverse' },
  // Collects garbage alone, see scripts/src/processes/paths.ts.
  pmds: { entry: 'plugins-ts-bridge/dist/main.js', build: 'code', node: ['--single-threaded-gc'] },
  pictures: { entry: 'scripts/dist/pictures/main.js', build: 'all' },
  harness: { entry: 'scripts/dist/harness/main.js', build: 'all' },
  bench: { entry: 'bench/dist/main.js', build: 'all' },
  'test:crash': { entry: 'bench/dist/crash.js', build: 'all' },
  generate: { entry: 'solution-schema/dist/generate-contracts.js', build: 'schema' },
  pack: { entry: 'solution-schema/dist/pack.js', build: 'none' },
  'pack:verify': { entry: 'solution-schema/dist/pack-verify.js', build: 'all' },
  'check:solution': { entry: 'solution-schema/dist/check/main.js', build: 'all' },
  'check:structure': { entry: 'scripts/dist/structure/main.js', build: 'start' },
  'check:xsd': { entry: 'solution-schema/dist/check-xsd.js', build: 'all' },
};

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    // The terminal sends Ctrl-C to the whole group: the child stops by itself, we only wait for it.
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', pass);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  process.stderr.write(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.\n`);
  process.exit(2);
}
if (command.build !== 'none') {
  const built = await run([
    join(import.meta.dirname, 'build.mjs'),
    ...(command.build === 'all' ? [] : ['--only', command.build]),
  ]);
  if (built !== 0) process.exit(built);
}
process.exit(await run([...(command.node ?? []), join(root, command.entry), ...args]));
