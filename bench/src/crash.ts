import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Tables } from '@pmds/contracts/generated/tables';
import { isTerminal } from '@pmds/contracts/run/sync-status';
import { callWebApi } from '@pmds/scripts/dataverse/web-api';
import { ChildFailed } from '@pmds/scripts/processes/child';
import { startLocalSystem, type LocalSystem } from '@pmds/scripts/local-system';
import type { Loaded } from '@pmds/scripts/population/population';
import { seededPopulation } from '@pmds/scripts/population/seeded';
import { randomOf } from '@pmds/scripts/seeds/random';
import { seedOfSize } from '@pmds/scripts/seeds/seed';
import { createDataSync, ownEmail, startSync } from '@pmds/scripts/sync/data-sync';
import { readRunResult } from '@pmds/scripts/sync/run-result';
import { readSyncState } from '@pmds/scripts/sync/watch-run';
import { exportFingerprint } from './crash/export-fingerprint.js';
import { storeFingerprint } from './crash/store-dump.js';
import { makeDatabase } from './postgres/database.js';
import { noServer, postgresServer } from './postgres/server.js';

const usage = `npm run test:crash -- [--kills N] [--backend sqlite|postgres] [--postgres URL] [--size N] [--seed N]

Kills the bridge with SIGKILL at N random moments of its runs and starts it again, until every run has ended. Counts, Error Trace
rows, the stored profiles and the exported file of each run have to equal those of a run that nobody disturbed. Exit code 1 when one differs.

  --kills N        how often (default 200)
  --backend NAME   sqlite (default) or postgres
  --postgres URL   server to make a database on (default: PMDS_TEST_POSTGRES, else one of our own)
  --size N         contacts on the lists, and 0.4 N leads (default 2000)
  --seed N         other moments (default 1)
`;

interface Wish {
  readonly kills: number;
  readonly size: number;
  readonly seed: number;
  readonly backend: 'sqlite' | 'postgres';
  /** Of the PostgreSQL server, where it was named. */
  readonly server: string | null;
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n\n${usage}`);
  process.exit(2);
}

function options(): Wish {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { kills: text, backend: text, postgres: text, size: text, seed: text } });
    const whole = (name: string, value: string | undefined, usual: number) => {
      const number = value === undefined ? usual : Number(value);
      return Number.isInteger(number) && number > 0
        ? number
        : refuse(`--${name} takes a whole number from 1, not "${String(value)}".`);
    };
    const backend = values.backend ?? 'sqlite';
    if (backend !== 'sqlite' && backend !== 'postgres') refuse(`--backend is sqlite or postgres, not "${backend}".`);
    return {
      kills: whole('kills', values.kills, 200),
      size: whole('size', values.size, 2_000),
      seed: whole('seed', values.seed, 1),
      backend,
      server: values.postgres ?? null,
    };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** A process lives for so much of an undisturbed run at most, so that a run dies several times. */
const fractionOfRun = 0.6;
const attempts = 5;

/** Starts the bridge again. One that does not answer in time, on a machine that is busy, is killed: it died once more. */
async function restart(system: LocalSystem): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await system.restartBridge();
      return;
    } catch (error) {
      if (!(error instanceof ChildFailed) || attempt === attempts) throw error;
    }
  }
}

async function start(
  system: LocalSystem,
  loaded: Loaded,
): Promise<{ readonly dataSyncId: string; readonly runId: string }> {
  const [dataSyncId, runId] = [randomUUID(), randomUUID()];
  await createDataSync(system.dataverse, {
    id: dataSyncId,
    name: 'Crash test',
    notificationEmails: await ownEmail(system.dataverse),
    fields: loaded.fields,
    listIds: loaded.lists.map(({ id }) => id),
  });
  await callWebApi(system.dataverse, 'PATCH', `${Tables.dataSync.entitySetName}(${dataSyncId})`, {
    pmds_exportcsv: true,
  });
  await startSync(system.dataverse, dataSyncId, runId);
  return { dataSyncId, runId };
}

async function ended(system: LocalSystem, dataSyncId: string, runId: string): Promise<boolean> {
  const state = await readSyncState(system.dataverse, dataSyncId, runId);
  return state !== null && isTerminal(state.status);
}

/** Everything a run leaves behind that must not depend on what died on the way. */
async function outcomeOf(system: LocalSystem, dataSyncId: string, runId: string): Promise<string> {
  const { status, tables, errors, traces, traceReasons } = await readRunResult(system.dataverse, dataSyncId, runId);
  const store = await storeFingerprint(system.env['PMDS_STORE'] ?? '', dataSyncId);
  const reasons = Object.entries(traceReasons).sort(([a], [b]) => a.localeCompare(b));
  const exported = exportFingerprint(system.env['PMDS_EXPORT_FOLDER'] ?? '', runId);
  return JSON.stringify({ status, tables, errors, traces, reasons, store, exported });
}

async function undisturbed(
  system: LocalSystem,
  loaded: Loaded,
): Promise<{ readonly outcome: string; readonly ms: number }> {
  const { dataSyncId, runId } = await start(system, loaded);
  const started = performance.now();
  while (!(await ended(system, dataSyncId, runId))) await sleep(25);
  return { outcome: await outcomeOf(system, dataSyncId, runId), ms: performance.now() - started };
}

const wish = options();
const server = wish.backend === 'sqlite' || wish.server !== null ? null : await postgresServer();
const serverUrl = wish.server ?? server?.url ?? null;
if (wish.backend === 'postgres' && serverUrl === null) refuse(`--backend postgres ${noServer}`);
const database = wish.backend === 'postgres' && serverUrl !== null ? await makeDatabase(serverUrl) : null;
const system = await startLocalSystem({
  ports: { dataverse: 0, bridge: 0, forms: 0 },
  dataFolder: null,
  formPage: 'newsletter.html',
  // Many small pages that take their time: many moments to die in.
  dataverseOptions: ['--page-ms', '30'],
  bridgeEnvironment: {
    PMDS_PAGE_ROWS: '200',
    PMDS_POLL_SECONDS: '1',
    ...(database === null ? {} : { PMDS_STORE: database.url }),
  },
});
let different = 0;
let kills = 0;
let runs = 0;
try {
  const loaded = await seededPopulation(seedOfSize(wish.size, 1)).load(system.dataverse, () => undefined);
  await system.connect();
  // The first run meets the deletions that happen while it goes on; from the second on the data stands still.
  await undisturbed(system, loaded);
  const expected = await undisturbed(system, loaded);
  process.stdout.write(`undisturbed: ${Math.round(expected.ms).toString()} ms, ${expected.outcome}\n`);
  const random = randomOf(wish.seed, 'crash', 0);
  while (kills < wish.kills) {
    const { dataSyncId, runId } = await start(system, loaded);
    runs += 1;
    const before = kills;
    while (kills < wish.kills && !(await ended(system, dataSyncId, runId))) {
      await sleep(random() * expected.ms * fractionOfRun);
      system.bridge().child.kill('SIGKILL');
      await system.bridge().child.ended;
      kills += 1;
      await restart(system);
    }
    while (!(await ended(system, dataSyncId, runId))) await sleep(25);
    const outcome = await outcomeOf(system, dataSyncId, runId);
    const same = outcome === expected.outcome;
    if (!same) different += 1;
    process.stdout.write(
      `run ${String(runs)}: ${String(kills - before)} kills, ${same ? 'equal' : `DIFFERENT ${outcome}`}\n`,
    );
  }
} finally {
  await system[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
}
process.stdout.write(`${String(kills)} kills in ${String(runs)} runs, ${String(different)} runs different\n`);
process.exitCode = different === 0 ? 0 : 1;
