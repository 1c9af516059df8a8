import { randomUUID } from 'node:crypto';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { startLocalSystem, type LocalSystem, type LocalSystemWish } from '@pmds/scripts/local-system';
import type { Loaded } from '@pmds/scripts/population/population';
import { seededPopulation } from '@pmds/scripts/population/seeded';
import { seedOfSize } from '@pmds/scripts/seeds/seed';
import { createDataSync, ownEmail, startSync } from '@pmds/scripts/sync/data-sync';
import { readRunResult, type RunResult } from '@pmds/scripts/sync/run-result';
import { watchRun } from '@pmds/scripts/sync/watch-run';

/** Both processes on free ports, people loaded, the bridge set up. */
export interface TestSystem extends LocalSystem {
  readonly loaded: Loaded;
}

/** @param contacts Seeded contacts; there are 0.4 times as many leads. */
export async function aSystem(contacts: number, wish: Partial<LocalSystemWish> = {}): Promise<TestSystem> {
  const system = await startLocalSystem({
    ports: { dataverse: 0, bridge: 0, forms: 0 },
    dataFolder: null,
    formPage: 'newsletter.html',
    ...wish,
  });
  try {
    const loaded = await seededPopulation(seedOfSize(contacts, 1)).load(system.dataverse, () => undefined);
    await system.connect();
    // A getter, `env`, has to stay one: it changes with a restart of the bridge.
    return Object.create(system, { loaded: { value: loaded, enumerable: true } }) as TestSystem;
  } catch (error) {
    await system[Symbol.asyncDispose]();
    throw error;
  }
}

/** One system for all tests of a block. @returns a function, since it is there only when the tests run. */
export function sharedSystem(contacts: number, wish: Partial<LocalSystemWish> = {}): () => TestSystem {
  let system: TestSystem | null = null;
  beforeAll(async () => {
    system = await aSystem(contacts, wish);
  });
  afterAll(async () => {
    await system?.[Symbol.asyncDispose]();
  });
  return () => {
    if (system === null) throw new Error('The system has not been started.');
    return system;
  };
}

/** A sync and one run of it. */
export interface StartedRun {
  readonly dataSyncId: string;
  readonly runId: string;
}

/** Makes a sync of the loaded lists and fields, or of others. */
export async function aDataSync(
  system: TestSystem,
  more: {
    readonly name?: string;
    readonly emails?: string;
    readonly listIds?: readonly string[];
    readonly fields?: Loaded['fields'];
  } = {},
): Promise<string> {
  const id = randomUUID();
  await createDataSync(system.dataverse, {
    id,
    name: more.name ?? 'Journey',
    notificationEmails: more.emails ?? (await ownEmail(system.dataverse)),
    fields: more.fields ?? system.loaded.fields,
    listIds: more.listIds ?? system.loaded.lists.map((list) => list.id),
  });
  return id;
}

export async function aStart(system: TestSystem, dataSyncId: string): Promise<StartedRun> {
  const runId = randomUUID();
  await startSync(system.dataverse, dataSyncId, runId);
  return { dataSyncId, runId };
}

/** Waits for the end of a run; a bridge that ends meanwhile is no failure here, crashes are part of the tests. */
export async function theEnd(system: TestSystem, { dataSyncId, runId }: StartedRun): Promise<RunResult> {
  const never = new Promise<Error>(() => undefined);
  await watchRun(system.dataverse, dataSyncId, runId, { show: () => undefined, ended: never, everyMs: 50 });
  return readRunResult(system.dataverse, dataSyncId, runId);
}

/** What the local Dataverse counted of the calls it answered. */
export async function callsSeen(system: LocalSystem): Promise<Readonly<Record<string, number>>> {
  return (await askAdmin(system.dataverse.adminUrl, 'GET', 'calls')) as Readonly<Record<string, number>>;
}
