import { startLocalSystem } from './local-system.js';
import { parseOptions, usage, type StartOptions } from './options.js';
import type { Population } from './population/population.js';
import { csvPopulation } from './population/from-csv.js';
import { seededPopulation } from './population/seeded.js';
import { ChildFailed } from './processes/child.js';
import { prepareReportFile, writeReportFile } from './report-file.js';
import { runOnce } from './run-once.js';
import { StartError } from './start-error.js';
import { seedOfSize } from './seeds/seed.js';
import type { Screen } from './terminal/progress-bar.js';
import { summary } from './terminal/summary.js';

const screen: Screen = {
  write: (text) => process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
  now: () => performance.now(),
};

function populationOf(people: StartOptions['people']): Population {
  return people.from === 'seed' ? seededPopulation(seedOfSize(people.contacts, people.seed)) : csvPopulation(people);
}

/** What has become of the start, for the moment in which Ctrl-C is pressed. */
interface Outcome {
  exitCode: number | null;
  interrupted: boolean;
}

async function start(options: StartOptions, interrupted: Promise<void>, outcome: Outcome): Promise<void> {
  if (options.reportFile !== null) prepareReportFile(options.reportFile);
  screen.write('Starting a local Dataverse and the bridge …\n');
  const population = populationOf(options.people);
  await using system = await startLocalSystem({
    ports: options.ports,
    dataFolder: options.dataFolder,
    formPage: 'newsletter.html',
  });
  // Ctrl-C before the end: what runs is stopped, and whatever waits for it ends.
  void interrupted.then(() => system[Symbol.asyncDispose]());
  const report = await runOnce(system, population, screen);
  screen.write(`${summary(report)}\n`);
  if (options.reportFile !== null) writeReportFile(options.reportFile, report);
  outcome.exitCode = report.checks.every((check) => check.holds) ? 0 : 1;
  if (options.once) return;
  screen.write('  Everything keeps running until you press Ctrl-C.\n');
  await interrupted;
  screen.write('\nStopping …\n');
}

async function main(): Promise<number> {
  const outcome: Outcome = { exitCode: null, interrupted: false };
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  void interrupted.then(() => (outcome.interrupted = true));
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options === null) {
      screen.write(usage);
      return 0;
    }
    await start(options, interrupted, outcome);
  } catch (error) {
    if (!outcome.interrupted) process.stderr.write(`\n${sentence(error)}\n`);
  }
  return outcome.exitCode ?? (outcome.interrupted ? 130 : 1);
}

/** People see a sentence where somebody wrote one, and where the fault is ours the place as well. */
function sentence(error: unknown): string {
  if (error instanceof StartError || error instanceof ChildFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.exitCode = await main();
