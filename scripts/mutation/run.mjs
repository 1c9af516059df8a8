// Puts mistakes into the sources, one at a time, and counts how many of them a test notices. See docs/testing.md.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { areas, floorPercent } from './areas.mjs';
import { draw, keyOf, keysOf } from './sample.mjs';

const root = join(import.meta.dirname, '..', '..');
const usage = `npm run test:mutation -- [--area NAME]… [--sample 60] [--seed 1] [--whole] [--file PART]… [--concurrency 1]
The areas are ${Object.keys(areas).join(', ')}; without --area all of them, one after the other.`;

const { values } = parseArgs({
  options: {
    area: { type: 'string', multiple: true },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    whole: { type: 'boolean', default: false },
    file: { type: 'string', multiple: true },
    concurrency: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const names = values.area ?? Object.keys(areas);
const count = values.whole ? Infinity : Number(values.sample);
const concurrency = Number(values.concurrency);
const strange = names.find((name) => areas[name] === undefined);
if (strange !== undefined || !(count > 0) || !(concurrency > 0)) {
  process.stderr.write(`${strange === undefined ? 'A number is none' : `There is no area "${strange}"`}.\n${usage}\n`);
  process.exit(2);
}

const folder = join(root, '.cache', 'mutation');
const reports = join(root, 'reports', 'mutation');
mkdirSync(folder, { recursive: true });
mkdirSync(reports, { recursive: true });
const lines = [];
for (const name of names) lines.push(await runArea(name));
process.stdout.write(`\n${lines.map(({ text }) => text).join('\n')}\n`);
process.exitCode = lines.every(({ passed }) => passed) ? 0 : 1;

function sourcesOf({ sources }) {
  const paths = sources.map((glob) => (glob.startsWith('!') ? `:(exclude,glob)${glob.slice(1)}` : `:(glob)${glob}`));
  const listed = execFileSync('git', ['ls-files', '--', ...paths], { cwd: root, encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((file) => file !== '' && !file.endsWith('.d.ts'))
    .filter((file) => values.file === undefined || values.file.some((part) => file.includes(part)));
}

/** @returns one line for people, and whether the area reached the floor. */
async function runArea(name) {
  const area = areas[name];
  const keys = await keysOf(sourcesOf(area), root);
  const drawn = draw(keys, count, values.seed);
  let results = await testedBy('tests', name, drawn);
  if (area.slowTests !== undefined) {
    const open = [...results].filter(([, mutant]) => isUnnoticed(mutant)).map(([key]) => key);
    results = new Map([...results, ...(await testedBy('slowTests', name, open))]);
  }
  const counted = [...results.values()];
  const lived = counted.filter(isUnnoticed);
  const timedOut = counted.filter(({ status }) => status === 'Timeout').length;
  const noticed = counted.filter(({ status }) => status === 'Killed').length + timedOut;
  const percent = (100 * noticed) / (noticed + lived.length);
  const report = {
    area: name,
    date: new Date().toISOString().slice(0, 10),
    mutants: new Set(keys).size,
    sample: noticed + lived.length,
    notRun: counted.length - noticed - lived.length,
    seed: values.seed,
    noticed,
    timedOut,
    percent,
    timeouts: counted.filter(({ status }) => status === 'Timeout').map(told),
    survivors: lived.map(told),
  };
  writeFileSync(join(reports, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  for (const one of report.timeouts) process.stdout.write(`  noticed by a timeout alone: ${one}\n`);
  for (const one of report.survivors) process.stdout.write(`  not noticed: ${one}\n`);
  const text =
    `${name}: ${noticed} of ${report.sample} noticed (${percent.toFixed(1)} %; ${timedOut} by a timeout), ` +
    `of ${report.mutants} mutants, seed ${values.seed}, ${report.notRun} could not be run`;
  return { text, passed: percent >= floorPercent && counted.length === drawn.length };
}

function isUnnoticed({ status }) {
  return status === 'Survived' || status === 'NoCoverage';
}

/** Lets these mutants meet one kind of the area's tests. @returns the result of each, by its key. */
async function testedBy(tests, name, keys) {
  if (keys.length === 0) return new Map();
  const wanted = new Set(keys);
  const sample = join(folder, 'sample.json');
  writeFileSync(sample, JSON.stringify({ root, keys }));
  process.env.PMDS_MUTATION_AREA = name;
  process.env.PMDS_MUTATION_TESTS = tests;
  process.env.PMDS_MUTATION_SAMPLE = sample;
  const results = await new Stryker({
    configFile: 'scripts/mutation/stryker.config.json',
    mutate: [...new Set(keys.map((key) => key.slice(0, key.indexOf(':'))))],
    coverageAnalysis: areas[name].covers ? 'perTest' : 'off',
    concurrency,
  }).runMutationTest();
  return new Map(results.map((mutant) => [keyOf(zeroBased(mutant), root), mutant]).filter(([key]) => wanted.has(key)));
}

/** StrykerJS counts the lines of its results from 1, and those it gives to a checker from 0. */
function zeroBased(mutant) {
  const shift = ({ line, column }) => ({ line: line - 1, column: column - 1 });
  const { start, end } = mutant.location;
  return { ...mutant, location: { start: shift(start), end: shift(end) } };
}

function told({ fileName, location, mutatorName, replacement, status }) {
  const where = `${relative(root, fileName)}:${location.start.line}:${location.start.column}`;
  return `${where} ${mutatorName} → ${replacement.replace(/\s+/g, ' ').slice(0, 120)}${status === 'NoCoverage' ? ' (no test comes here)' : ''}`;
}
