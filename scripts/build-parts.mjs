// Builds what is out of date, in the order in which the parts need each other. Prints on stderr only: some commands answer
// with one line of JSON on stdout. A step runs when the content of its inputs differs from its last good run.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamps = join(root, '.cache', 'build');
const bin = (name) => join(root, 'node_modules', name);

const compile = (name, inputs) => ({
  name,
  inputs: [...inputs, 'tsconfig.base.json', `${name}/tsconfig.json`, `${name}/package.json`],
  outputs: [`${name}/dist`],
  command: [bin('typescript/bin/tsc'), '-b', name],
});

const steps = {
  contracts: compile('contracts', ['contracts/src']),
  'solution-schema': compile('solution-schema', ['solution-schema/src']),
  bridge: compile('plugins-ts-bridge', ['plugins-ts-bridge/src', 'contracts/src']),
  emulator: compile('emulator', ['emulator/src']),
  scripts: compile('scripts', ['scripts/src', 'contracts/src']),
  bench: compile('bench', ['bench/src', 'contracts/src', 'plugins-ts-bridge/src', 'scripts/src']),
  controls: {
    inputs: ['controls', 'contracts/src'],
    outputs: [
      'controls/FieldsToSync/out/controls/FieldsToSync/bundle.js',
      'controls/FieldsToSync/out/controls/WebFormFields/bundle.js',
      'controls/MarketingLists/out/controls/MarketingLists/bundle.js',
    ],
    command: ['controls/build.mjs'],
  },
  webresources: {
    inputs: ['webresources', 'contracts/src', 'controls/minifier.cjs'],
    outputs: ['webresources/dist/pmds_/js'],
    command: ['webresources/build.mjs'],
  },
  prefill: {
    inputs: ['prefill', 'contracts/src'],
    outputs: [
      'prefill/dist/prefill.js',
      'prefill/dist/fill.js',
      'prefill/dist/submit.js',
      'prefill/dist/verify.js',
      'prefill/dist/manifest.json',
    ],
    command: ['prefill/build.mjs'],
  },
  shell: { inputs: ['emulator/shell'], outputs: ['emulator/shell/dist'], command: ['emulator/shell/build.mjs'] },
  pack: {
    inputs: ['solution', 'solution-schema/src', 'controls', 'webresources', 'contracts/src'],
    outputs: [
      'dist',
      'solution/Controls/pmds_Pmds.FieldsToSync/bundle.js',
      'solution/Controls/pmds_Pmds.WebFormFields/bundle.js',
      'solution/WebResources/pmds_/js/retry-errors.js',
      'solution/WebResources/pmds_/js/start-sync.js',
    ],
    command: [join(root, 'solution-schema/dist/pack.js')],
  },
};

const groups = {
  schema: ['solution-schema'],
  code: ['contracts', 'bridge'],
  pack: ['contracts', 'solution-schema', 'controls', 'webresources', 'pack'],
  dataverse: ['contracts', 'solution-schema', 'controls', 'webresources', 'shell', 'emulator', 'pack'],
  start: Object.keys(steps).filter((name) => name !== 'bench'),
  all: Object.keys(steps),
};

/** Folders that are never inputs: results of a build, or of the packer inside `solution/`. */
const notInput =
  /(^|\/)(node_modules|dist|out|generated-types)(\/|$)|^solution\/(Controls\/[^/]+\/(?!.*\.data\.xml$)|WebResources\/.*\.js$)|\.tsbuildinfo$/;

function* files(path) {
  const full = join(root, path);
  if (!existsSync(full) || (notInput.test(path) && path !== 'contracts/src/generated')) return;
  if (!statSync(full).isDirectory()) yield path;
  else for (const entry of readdirSync(full).sort()) yield* files(`${path}/${entry}`);
}

function fingerprint(step) {
  const hash = createHash('sha256').update(process.version);
  for (const input of [...step.inputs, 'package-lock.json']) {
    for (const file of files(input))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(root, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

function node(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PP_TOOLS_TELEMETRY_OPTOUT: '1' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    child.on('exit', (code) => resolve({ code: code ?? 1, said }));
  });
}

async function build(name, force) {
  const step = steps[name];
  const stamp = join(stamps, name);
  const wanted = fingerprint(step);
  const current =
    step.outputs.every((output) => existsSync(join(root, output))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted;
  if (current && !force) return;
  const started = performance.now();
  rmSync(stamp, { force: true });
  const { code, said } = await node(step.command.map((part) => (part.endsWith('.mjs') ? join(root, part) : part)));
  if (code !== 0) {
    process.stderr.write(`${said}\nbuild: ${name} failed.\n`);
    process.exit(1);
  }
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, wanted);
  process.stderr.write(`build: ${name} ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

const args = process.argv.slice(2);
const force = args.includes('--force');
const only = args.includes('--only')
  ? args[args.indexOf('--only') + 1]
  : (args.find((arg) => !arg.startsWith('--')) ?? 'all');
const names = groups[only] ?? (steps[only] ? [only] : null);
if (names === null) {
  process.stderr.write(
    `build: there is no part "${only}" in ${relative(process.cwd(), root) || '.'}. There are: ${Object.keys({ ...groups, ...steps }).join(', ')}.\n`,
  );
  process.exit(2);
}

// A part begins as soon as what it needs is there; as many at a time as there are cores.
const needs = {
  bridge: ['contracts'],
  controls: ['contracts'],
  webresources: ['contracts'],
  scripts: ['contracts'],
  prefill: ['contracts'],
  bench: ['contracts', 'bridge', 'scripts'],
  pack: ['solution-schema', 'controls', 'webresources'],
};
const begun = new Map();
let free = Math.max(2, availableParallelism());
const waiting = [];

function start(name) {
  if (!begun.has(name)) begun.set(name, afterNeeds(name));
  return begun.get(name);
}

async function afterNeeds(name) {
  await Promise.all((needs[name] ?? []).filter((need) => names.includes(need)).map(start));
  if (free === 0) await new Promise((resolve) => waiting.push(resolve));
  else free -= 1;
  await build(name, force);
  const next = waiting.shift();
  if (next) next();
  else free += 1;
}

await Promise.all(names.map(start));
