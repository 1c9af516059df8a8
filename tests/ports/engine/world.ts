import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, type RowId, type SyncRunId } from '@pmds/contracts/ids';
import type { StartParameters } from '@pmds/contracts/start/start-parameters';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { createManifestSigning } from '@pmds/bridge/adapters/crypto/manifest-signing';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { guidBytes } from '@pmds/bridge/domain/guid';
import { ledgerFile, openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { openSqliteProofReader } from '@pmds/bridge/adapters/sql/profiles/open-proof-reader';
import { openSqliteLinkStore, type LinkStore } from '@pmds/bridge/adapters/sql/link-uses/open-link-store';
import { openSqliteProfileReader } from '@pmds/bridge/adapters/sql/profiles/sqlite-profile-reader';
import { inProcessWork } from '@pmds/bridge/adapters/work/in-process';
import { createRangeWorker } from '@pmds/bridge/application/planning/range-worker';
import type { ReadingContext, RunContext } from '@pmds/bridge/application/run/run-context';
import { runSync, type RunResult } from '@pmds/bridge/application/run/run-sync';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { usualOptOutFlags, type OptOutFlag } from '@pmds/bridge/domain/member/settled-outcome';
import type { SyncNow } from '@pmds/bridge/domain/run/list-changes';
import type { PlannedDestination } from '@pmds/bridge/domain/delivery/delivery';
import type { OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import type { PlannedList, Run, RunType, SyncOrder } from '@pmds/bridge/domain/run/run';
import type { RangeWorker, Work } from '@pmds/bridge/ports/work';
import type { Destination } from '@pmds/bridge/ports/destination';
import type { EngineEventName } from '@pmds/bridge/ports/events';
import type { ProfileReader } from '@pmds/bridge/ports/store/profiles';
import type { ProofReader } from '@pmds/bridge/ports/store/proof';
import type { Claim } from '@pmds/bridge/ports/run-reporter';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { unchangedSync } from '../../support/unchanged-sync';
import { FakeDataverse, personId } from './fake-dataverse';

/** A store of some kind, opened anew as often as a test lets its process die. */
export interface Backend {
  open(): Promise<Storage>;
  openReader(): Promise<ProfileReader>;
  openLinks(): Promise<LinkStore>;
  /** Who does the next chunk, where that is not this process alone. */
  readonly openWork?: ((storage: Storage) => Promise<OpenWork>) | undefined;
  /** Deletes a stored profile behind the ledger's back. */
  dropProfile(generation: number, id: RowId): Promise<void>;
  /** Puts one there that no run has written. */
  addProfile(generation: number, id: RowId): Promise<void>;
  /** Runs a statement on the store behind the ledger's back; `?` stands for each value. @returns rows it changed. */
  execute(statement: string, values: readonly (string | Uint8Array)[]): Promise<number>;
  openProof(): ProofReader;
  dispose(): Promise<void>;
}

export interface OpenWork extends AsyncDisposable {
  make(worker: RangeWorker): Work;
}

export function sqliteBackend(): Backend & { readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'pmds-engine-'));
  return {
    directory,
    open: () => openSqliteStorage(directory),
    openReader: () => Promise.resolve(openSqliteProfileReader(directory)),
    openLinks: () => openSqliteLinkStore(directory),
    dropProfile: (generation, id) => {
      const handle = openSqlite(join(directory, ledgerFile));
      const { changes } = handle.prepare(`delete from profile_${generation} where id = ?`).run(guidBytes(id));
      handle.close();
      return changes === 1 ? Promise.resolve() : Promise.reject(new Error(`${changes} profiles were dropped.`));
    },
    addProfile: (generation, id) => {
      const handle = openSqlite(join(directory, ledgerFile));
      const bytes = guidBytes(id);
      handle.prepare(`insert into profile_${generation} values (1, ?, ?, '[]')`).run(bytes, bytes);
      handle.close();
      return Promise.resolve();
    },
    execute: (statement, values) => {
      const handle = openSqlite(join(directory, ledgerFile));
      const { changes } = handle.prepare(statement).run(...values);
      handle.close();
      return Promise.resolve(changes);
    },
    openProof: () => {
      const proof = openSqliteProofReader(directory);
      if (proof === null) throw new Error('There is no store to look at.');
      return proof;
    },
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

export function rowId(number: number): RowId {
  const id = parseRowId(`aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`);
  if (!id.ok) throw new Error('The test made an id that is none.');
  return id.value;
}
export const runIdOf = (number: number): SyncRunId => rowId(1000 + number) as unknown as SyncRunId;

export function aList(number: number, table: SelectableTable, more: Partial<PlannedList> = {}): PlannedList {
  return { id: rowId(number), name: `List ${number}`, table, kind: 'static', query: null, ...more };
}

/** The key that the runs of a world are signed with. */
export const manifestSigning = createManifestSigning([
  { kid: 'test-1', secret: 'a secret of at least thirty-two characters' },
]);

export interface WorldOptions {
  readonly source?: FakeDataverse;
  readonly lists?: readonly PlannedList[];
  readonly claim?: Claim;
  /** Where several syncs run side by side, each has its own. */
  readonly dataSyncId?: RowId;
}

/** One sync, its lists and people, and a store; runs are worked on as the worker does. */
export class World {
  readonly source: FakeDataverse;
  lists: readonly PlannedList[];
  claim: Claim | null;
  /** Instead of what the backend offers. */
  openWork: Backend['openWork'];
  /** What runs are asked to be. */
  runType: RunType = 'full';
  /** The Trace rows that retries are limited to. */
  traceIds: readonly RowId[] | null = null;
  /** What else the next start asks for. */
  parameters: StartParameters | null = null;
  optOutFlags: readonly OptOutFlag[] = usualOptOutFlags;
  /** What the service can deliver to. */
  destinations: readonly Destination[] = [];
  /** Those that work with the store, in the place of `destinations`. */
  makeDestinations: ((storage: Storage) => readonly Destination[]) | null = null;
  /** What the sync asks to be delivered. */
  delivered: readonly PlannedDestination[] = [];
  readonly dataSyncId: RowId;
  /** The sync as it is when a run is about to complete: as it was, unless told otherwise. */
  lookAgain: (run: Run) => SyncNow | null | Promise<SyncNow | null> = unchangedSync;
  /** Calls to Dataverse that nobody has counted yet. */
  uncounted = 0;
  /** Dataverse's time when a run is claimed. */
  startsAt: () => Date = () => new Date();
  /** What operators were told. */
  readonly told: EngineEventName[] = [];
  /** Told at once, while it happens. */
  onEvent: (name: EngineEventName) => void = () => undefined;
  readonly #backend: Backend;

  constructor(backend: Backend, options: WorldOptions = {}) {
    this.#backend = backend;
    this.source = options.source ?? new FakeDataverse();
    this.lists = options.lists ?? [aList(1, 'contact')];
    this.claim = options.claim ?? null;
    this.dataSyncId = options.dataSyncId ?? rowId(1);
  }

  /** Puts people (by number) on a static list. */
  enlist(list: number, table: SelectableTable, numbers: readonly number[]): void {
    const members = this.source.members.get(rowId(list)) ?? new Set();
    for (const number of numbers) members.add(personId(table, number));
    this.source.members.set(rowId(list), members);
  }

  order(): SyncOrder {
    const fields = { contact: ['firstname', 'birthdate'], lead: ['firstname', 'birthdate'] };
    const destinations = this.delivered.length === 0 ? {} : { destinations: this.delivered };
    return { name: 'Spring', notificationEmails: ['owner@example.org'], fields, lists: this.lists, ...destinations };
  }

  context(storage: Storage, makeWork: (worker: RangeWorker) => Work = inProcessWork): RunContext {
    const reading: ReadingContext = {
      storage,
      source: this.source.source,
      rulesOf: consentRules,
      clock: systemClock,
      serverClock: { now: () => new Date(), skewMs: 0 },
      hashing: nodeHashing,
      events: {
        event: (name) => {
          this.told.push(name);
          this.onEvent(name);
        },
      },
      calls: {
        drain: () => {
          const made = this.uncounted;
          this.uncounted = 0;
          return made;
        },
      },
      destinations: this.makeDestinations?.(storage) ?? this.destinations,
    };
    return {
      ...reading,
      reporter: {
        now: () => Promise.resolve(this.startsAt()),
        claim: () => Promise.resolve(this.claim ?? { kind: 'claimed', order: this.order() }),
        lookAgain: async (run) => this.lookAgain(run),
        notice: () => Promise.resolve(true),
        addressees: () => Promise.resolve({}),
        existing: (ids) => Promise.resolve(new Set(ids)),
        isDeleted: () => Promise.resolve(false),
        foreseeMail: () => Promise.resolve([]),
      },
      work: makeWork(createRangeWorker(reading)),
      outboxFilled: () => undefined,
      signing: manifestSigning,
      optOutFlags: this.optOutFlags,
      version: '1.0.0',
    };
  }

  /** Starts a run and works on it until it ends, stops or is suspended. */
  async run(number: number, signal: AbortSignal = new AbortController().signal): Promise<RunResult> {
    const storage = await this.#backend.open();
    try {
      return await this.runIn(storage, number, signal);
    } finally {
      await storage[Symbol.asyncDispose]();
    }
  }

  async runIn(
    storage: Storage,
    number: number,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<RunResult> {
    const runId = runIdOf(number);
    await storage.transaction((unit) =>
      unit.starts.add({
        runId,
        dataSyncId: this.dataSyncId,
        runType: this.runType,
        trigger: 'button',
        requestedAt: new Date(Date.UTC(2026, 0, 1, 0, number)),
        ...(this.traceIds === null ? {} : { traceIds: this.traceIds }),
        ...(this.parameters === null ? {} : { parameters: this.parameters }),
      }),
    );
    const options = { owner: 'test', leaseMs: 60_000, everyMs: 50 };
    await storage.leases.acquire(runId, options.owner, Date.now() + options.leaseMs, Date.now());
    const work = await (this.openWork ?? this.#backend.openWork)?.(storage);
    const context = this.context(storage, work === undefined ? inProcessWork : (worker) => work.make(worker));
    const serving = new AbortController();
    const served = context.work.serve(AbortSignal.any([serving.signal, signal]));
    try {
      return await runSync(context, runId, options, signal);
    } finally {
      serving.abort();
      await served;
      await work?.[Symbol.asyncDispose]();
      await storage.leases.release(runId, options.owner);
    }
  }

  /** What the ledger says of a run, without what differs from time to time. */
  async outcome(number: number): Promise<Outcome> {
    const storage = await this.#backend.open();
    try {
      const runId = runIdOf(number);
      const run = await storage.read.runs.find(runId);
      const messages = (await storage.read.outbox.oldest(10_000, runId)).map((entry) => entry.message);
      return {
        status: run?.status ?? 'missing',
        runType: run?.runType ?? null,
        failure: run?.failure?.code ?? null,
        members: run?.known === 'members' ? run.members : null,
        counts: await storage.read.counts.outcomes(runId),
        errors: await storage.read.traces.errorCount(runId),
        traces: messages.flatMap((message) => (message.kind === 'trace' ? [message.trace.id] : [])).sort(),
        messages,
      };
    } finally {
      await storage[Symbol.asyncDispose]();
    }
  }

  /** The text that a run leaves in `pmds_manifest`. */
  async manifest(number: number): Promise<string> {
    const row = (await this.outcome(number)).messages.find(
      (message) => message.kind === 'run-row' && message.patch.manifest !== undefined,
    );
    if (row?.kind !== 'run-row') throw new Error(`Run ${number} left no manifest.`);
    return row.patch.manifest ?? '';
  }

  async reader<Value>(use: (reader: ProfileReader) => Promise<Value>): Promise<Value> {
    const reader = await this.#backend.openReader();
    try {
      return await use(reader);
    } finally {
      await reader[Symbol.asyncDispose]();
    }
  }
}

export interface Outcome {
  readonly status: string;
  readonly runType: RunType | null;
  readonly failure: string | null;
  readonly members: Readonly<Record<SelectableTable, number>> | null;
  readonly counts: Awaited<ReturnType<Storage['read']['counts']['outcomes']>>;
  readonly errors: number;
  readonly traces: readonly string[];
  readonly messages: readonly OutboxMessage[];
}

export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
