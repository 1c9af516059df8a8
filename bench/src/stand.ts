import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FieldSelection } from '@pmds/contracts/fields/field-selection';
import { isTerminal } from '@pmds/contracts/run/sync-status';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { startLocalSystem, type LocalSystem } from '@pmds/scripts/local-system';
import { createDataSync, ownEmail, startSync } from '@pmds/scripts/sync/data-sync';
import { readSyncState } from '@pmds/scripts/sync/watch-run';
import { readRunResult, type RunResult } from '@pmds/scripts/sync/run-result';

/** What one experiment needs: a local Dataverse with so many members, and a bridge. */
export interface StandWish {
  readonly contacts: number;
  /** Milliseconds that every page takes on the server besides its own work. */
  readonly pageMs?: number;
  /** `x-ms-dop-hint` that the server gives. */
  readonly hint?: number;
  /** Environment of the bridge: another store, further application users. */
  readonly bridge?: Readonly<Record<string, string>>;
}

export interface Stand extends AsyncDisposable {
  readonly system: LocalSystem;
  /** The static list of all contacts that the server made. */
  readonly listIds: readonly string[];
  /** Asks one of the paths that no Dataverse has. */
  readonly admin: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;
}

/** Twenty columns of a contact as a form would ask for them. */
export const twentyColumns: FieldSelection = {
  contact: [
    'firstname',
    'lastname',
    'fullname',
    'emailaddress1',
    'telephone1',
    'mobilephone',
    'jobtitle',
    'department',
    'salutation',
    'birthdate',
    'gendercode',
    'familystatuscode',
    'address1_line1',
    'address1_city',
    'address1_postalcode',
    'address1_country',
    'numberofchildren',
    'creditonhold',
    'websiteurl',
    'description',
  ],
  lead: [],
};

export async function openStand(wish: StandWish): Promise<Stand> {
  const system = await startLocalSystem({
    ports: { dataverse: 0, bridge: 0, forms: 0 },
    dataFolder: null,
    formPage: 'newsletter.html',
    ...(wish.bridge === undefined ? {} : { bridgeEnvironment: wish.bridge }),
  });
  const admin: Stand['admin'] = (method, path, body) => askAdmin(system.dataverse.adminUrl, method, path, body);
  try {
    const made = (await admin('POST', 'generate', { contacts: wish.contacts, leads: 0, columns: 20 })) as Generated;
    const listIds = made.contactListId === null ? [] : [made.contactListId];
    await system.connect();
    await admin('POST', 'dop-hint', { hint: wish.hint ?? 16 });
    await admin('POST', 'page-time', { ms: wish.pageMs ?? 0 });
    return { system, listIds, admin, [Symbol.asyncDispose]: () => system[Symbol.asyncDispose]() };
  } catch (error) {
    await system[Symbol.asyncDispose]();
    throw error;
  }
}

interface Generated {
  readonly contactListId: string | null;
}

/** One sync of the stand, from the button to the terminal status. */
export interface TimedRun {
  readonly seconds: number;
  /** Calls that this measurement made meanwhile to see whether the run has ended. */
  readonly looks: number;
  /** Calls that reading the result took. */
  readonly readings: number;
  readonly result: RunResult;
  readonly dataSyncId: string;
}

/** Seldom enough that watching costs the server nothing to speak of. */
const pollMs = 200;

/** Makes a sync over the lists, starts it and waits for its end. */
export async function timedRun(stand: Stand, listIds: readonly string[] = stand.listIds): Promise<TimedRun> {
  return runAgain(stand, await makeSync(stand, listIds));
}

export async function makeSync(stand: Stand, listIds: readonly string[]): Promise<string> {
  const { dataverse } = stand.system;
  const dataSyncId = randomUUID();
  await createDataSync(dataverse, {
    id: dataSyncId,
    name: 'Benchmark',
    notificationEmails: await ownEmail(dataverse),
    fields: twentyColumns,
    listIds,
  });
  return dataSyncId;
}

/** Starts an existing sync. @throws Error when it does not complete. */
export async function runAgain(stand: Stand, dataSyncId: string): Promise<TimedRun> {
  const { dataverse } = stand.system;
  const runId = randomUUID();
  const started = performance.now();
  await startSync(dataverse, dataSyncId, runId);
  let looks = 1;
  for (; ; looks += 1) {
    const state = await readSyncState(dataverse, dataSyncId, runId);
    if (state !== null && isTerminal(state.status)) break;
    await sleep(pollMs);
  }
  const seconds = (performance.now() - started) / 1_000;
  const result = await readRunResult(dataverse, dataSyncId, runId);
  if (result.status !== 'completed' && result.status !== 'completed-with-errors') {
    throw new Error(`The benchmark's run ended ${result.status}: ${result.message ?? ''}`);
  }
  return { seconds, looks, readings: 2 + Math.max(1, Math.ceil(result.traces / 5_000)), result, dataSyncId };
}

/** Highest resident memory of the bridge so far, in MB (10^6 bytes would flatter: this is 2^20). Linux only. */
export function peakMemoryMb(stand: Stand): number {
  const status = readFileSync(`/proc/${String(stand.system.bridge().child.pid)}/status`, 'utf8');
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error('The system does not say VmHWM; E4 needs Linux.');
  return Number(kilobytes) / 1_024;
}

/** Calls that the server counted since the last reset. */
export interface ServerCalls {
  readonly total: number;
  readonly memberPages: number;
  readonly membershipPages: number;
}

export async function serverCalls(stand: Stand): Promise<ServerCalls> {
  return (await stand.admin('GET', 'calls')) as ServerCalls;
}
