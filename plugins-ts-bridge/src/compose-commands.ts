import { randomUUID } from 'node:crypto';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { systemClock } from './adapters/clock.js';
import { postgresStoreExists, sqliteStoreExists } from './adapters/sql/at-rest/store-exists.js';
import { openPostgresIntake, openPostgresProfileReader } from './adapters/sql/postgres.js';
import { openSqliteIntake } from './adapters/sql/sqlite-intake.js';
import { openSqliteProfileReader } from './adapters/sql/sqlite-profile-reader.js';
import { requestSync, type Requested } from './application/request-sync.js';
import { CommandFailed } from './cli/command.js';
import type { Config, StoreConfig } from './config.js';
import type { DeadLetter, LetterOrder } from './domain/dead-letter.js';
import type { IntakeSource, IntakeStore } from './ports/intake.js';
import type { ProfileReader } from './ports/profiles.js';
import { withStore } from './store-refusal.js';

export function openIntake(store: StoreConfig): Promise<IntakeStore & IntakeSource> {
  return store.kind === 'sqlite'
    ? Promise.resolve(openSqliteIntake(store.directory))
    : openPostgresIntake(store.url.reveal());
}

export function openReader(store: StoreConfig): ProfileReader {
  if (store.kind === 'sqlite') return openSqliteProfileReader(store.directory);
  return openPostgresProfileReader(store.url.reveal());
}

/** Revokes the links of a run; the worker moves that into the ledger. @throws CommandFailed for a run that is not there */
export function revokeLinks(config: Config, runId: SyncRunId, at: Date): Promise<void> {
  return ofKnownRun(config, runId, (intake) => intake.addRevocation(runId, at));
}

/** Asks for the end of a run; the worker that has it looks for that between pages. @throws CommandFailed as above */
export function cancelRun(config: Config, runId: SyncRunId, at: Date): Promise<void> {
  return ofKnownRun(config, runId, (intake) => intake.addCancel(runId, at));
}

/** Asks for a run of the members that failed in the last one. The service finds it when it looks by itself. */
export function retryFailed(config: Config, dataSyncId: RowId): Promise<Requested> {
  return withOpenStore(config, (intake, ledger) =>
    requestSync(
      { dataSyncId, runId: null, trigger: 'retry', runType: 'retry' },
      {
        intake,
        ledger,
        newRunId: () => randomUUID() as SyncRunId,
        now: () => systemClock.now(),
        wakeWorker: () => undefined,
      },
    ),
  );
}

/** The reports that Dataverse refused for good, read beside the service that works with the store. */
export function deadLettersIn(config: Config): Promise<readonly DeadLetter[]> {
  return withOpenStore(config, (_intake, ledger) => ledger.deadLetters(mostLettersShown));
}

const mostLettersShown = 10_000;

/** Asks for dead letters to be sent again or dropped; the worker does it. */
export function orderLetters(config: Config, orders: readonly LetterOrder[]): Promise<void> {
  return withOpenStore(config, async (intake) => {
    for (const order of orders) await intake.addLetterOrder(order);
  });
}

/** Only the service makes a store: to a command, none where one should be is a mistake in PMDS_STORE. */
export async function refuseMissingStore(store: StoreConfig): Promise<void> {
  const there =
    store.kind === 'sqlite' ? sqliteStoreExists(store.directory) : await postgresStoreExists(store.url.reveal());
  if (there) return;
  const place = store.kind === 'sqlite' ? `in ${store.directory}` : 'in the database of PMDS_STORE';
  throw new CommandFailed(`There is no store ${place}. Correct PMDS_STORE, or start the service once, which makes it.`);
}

function ofKnownRun(config: Config, runId: SyncRunId, work: (intake: IntakeStore) => Promise<void>): Promise<void> {
  return withOpenStore(config, async (intake, ledger) => {
    if (!(await ledger.knowsRun(runId)) && !(await waits(intake, runId))) {
      throw new CommandFailed(
        `The store of PMDS_STORE knows no run ${runId}; nothing was changed. Look up the run in the history of its sync, and check PMDS_STORE.`,
      );
    }
    await work(intake);
  });
}

/** Whether the run was accepted, and the service has not begun to look at it. */
async function waits(intake: IntakeSource, runId: SyncRunId): Promise<boolean> {
  const entries = await intake.take(Number.MAX_SAFE_INTEGER);
  return entries.some((entry) => entry.kind === 'start' && entry.request.runId === runId);
}

function withOpenStore<Value>(
  { store }: Config,
  work: (intake: IntakeStore & IntakeSource, ledger: ProfileReader) => Promise<Value>,
): Promise<Value> {
  return withStore(async () => {
    await refuseMissingStore(store);
    const intake = await openIntake(store);
    const ledger = openReader(store);
    try {
      return await work(intake, ledger);
    } finally {
      await ledger[Symbol.asyncDispose]();
      await intake[Symbol.asyncDispose]();
    }
  });
}
