import { randomUUID } from 'node:crypto';
import { memberSets } from '@pmds/contracts/fields/member-table';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { systemClock } from '../adapters/clock.js';
import { DataverseError } from '../adapters/dataverse/http/errors.js';
import { rowsOf } from '../adapters/dataverse/reporting/json.js';
import { requestSync, type Requested } from '../application/intake/request-sync.js';
import { CommandFailed } from '../cli/command.js';
import { explain } from '../cli/setup/explain.js';
import { connect } from './client.js';
import { openIntake, openReader, refuseMissingStore } from './store.js';
import type { Config } from '../settings/config.js';
import type { DeadLetter, LetterOrder } from '../domain/outbox/dead-letter.js';
import { patiences } from '../domain/retry-policy.js';
import type { LinkFacts, Revocation } from '../domain/revocation.js';
import type { IntakeStore } from '../ports/store/intake.js';
import type { ProfileReader } from '../ports/store/profiles.js';
import { withStore as withRefusals } from './store-refusal.js';

/** Ends links; the worker moves that into the ledger. @throws CommandFailed for a run that nobody knows. */
export function revokeLinks(config: Config, rules: readonly Revocation[]): Promise<void> {
  return withStore(config, async (ledger, intake) => {
    for (const { kind, value } of rules) {
      if (kind === 'run' && (await stateOf(value as SyncRunId, ledger, intake)) === 'unknown') {
        throw new CommandFailed(unknownRun(value));
      }
    }
    for (const rule of rules) await intake.addRevocation(rule);
  });
}

/** Asks for the end of a run; the worker that has it looks for that between pages. @throws CommandFailed when it cannot end. */
export function cancelRun(config: Config, runId: SyncRunId, at: Date): Promise<void> {
  return withStore(config, async (ledger, intake) => {
    const state = await stateOf(runId, ledger, intake);
    if (state === 'unknown') throw new CommandFailed(unknownRun(runId));
    if (state === 'ended') throw new CommandFailed(`Run ${runId} has ended already; nothing was cancelled.`);
    await intake.addCancel(runId, at);
  });
}

/** Asks for a run of the members that failed in the last one. The service finds it when it looks by itself. */
export function retryFailed(config: Config, dataSyncId: RowId): Promise<Requested> {
  return withStore(config, async (ledger, intake) => {
    if ((await ledger.syncs.syncedRun(dataSyncId)) === null && (await ledger.runs.activeRunOf(dataSyncId)) === null) {
      throw new CommandFailed(
        `No run of the sync ${dataSyncId} has completed here, so there is nothing to retry. Check the id and PMDS_STORE, or start the sync.`,
      );
    }
    return requestSync(
      { dataSyncId, runId: null, trigger: 'retry', runType: 'retry' },
      {
        intake,
        ledger: ledger.runs,
        newRunId: () => randomUUID() as SyncRunId,
        now: () => systemClock.now(),
        wakeWorker: () => undefined,
      },
    );
  });
}

const mostLettersShown = 10_000;

/** The reports that Dataverse refused for good, read beside the service that works with the store. */
export function deadLettersIn(config: Config): Promise<readonly DeadLetter[]> {
  return withStore(config, (ledger) => ledger.state.deadLetters(mostLettersShown));
}

/** Asks for dead letters to be sent again or dropped; the worker does it. */
export function orderLetters(config: Config, orders: readonly LetterOrder[]): Promise<void> {
  return withStore(config, async (_ledger, intake) => {
    for (const order of orders) await intake.addLetterOrder(order);
  });
}

const unknownRun = (runId: string): string =>
  `The store of PMDS_STORE knows no run ${runId}; nothing was changed. Look up the run in the history of its sync, and check PMDS_STORE.`;

async function stateOf(
  runId: SyncRunId,
  ledger: ProfileReader,
  intake: IntakeStore,
): Promise<'unknown' | 'open' | 'ended'> {
  const state = await ledger.runs.stateOfRun(runId);
  return state === 'unknown' && (await intake.hasStart(runId)) ? 'open' : state;
}

/** What a link that is asked for would open; one that opens nothing must not be handed out. */
export interface WishedLinks {
  readonly table: SelectableTable;
  readonly ids: readonly RowId[];
  readonly facts: readonly LinkFacts[];
}

/** @throws CommandFailed naming the members that are not there, a run that nobody knows, or the links that are revoked. */
export async function checkLinks(config: Config, wish: WishedLinks, signal: AbortSignal): Promise<void> {
  const absent = await absentMembers(config, wish, signal);
  if (absent.length > 0) {
    const more = absent.length > 5 ? ` and ${absent.length - 5} more` : '';
    throw new CommandFailed(
      `Dataverse has no ${wish.table} ${absent.slice(0, 5).join(', ')}${more}; no link was made. Check --table and --id.`,
    );
  }
  const ledger = openReader(config.store);
  try {
    for (const link of wish.facts) {
      if (link.runId !== null && (await ledger.runs.stateOfRun(link.runId)) === 'unknown') {
        throw new CommandFailed(unknownRun(link.runId));
      }
      if (!(await ledger.revocations.isRevoked(link))) continue;
      throw new CommandFailed(
        `A link for ${link.id} would open nothing, because its run, its key "${link.kid}", its form or its member was revoked; no link was made.`,
      );
    }
  } finally {
    await ledger[Symbol.asyncDispose]();
  }
}

/** An address has its limits; so many ids fit. */
const idsPerQuestion = 50;

async function absentMembers(
  config: Config,
  { table, ids }: WishedLinks,
  signal: AbortSignal,
): Promise<readonly RowId[]> {
  const { client, ...connected } = connect(config.dataverse, { patience: patiences.command });
  const key = `${table}id`;
  const found = new Set<unknown>();
  try {
    for (let at = 0; at < ids.length; at += idsPerQuestion) {
      const any = ids.slice(at, at + idsPerQuestion).map((id) => `${key} eq ${id}`);
      const path = `${memberSets[table]}?$select=${key}&$filter=${encodeURIComponent(any.join(' or '))}`;
      for (const row of rowsOf(await client.get(path, { purpose: 'setup', signal }))) found.add(row[key]);
    }
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    throw new CommandFailed(
      `Dataverse did not say whether the members are there, so no link was made: ${explain(error, config.dataverse.users[0].clientId)}`,
      { cause: error },
    );
  } finally {
    await connected[Symbol.asyncDispose]();
  }
  return ids.filter((id) => !found.has(id));
}

/** The store that is there; a command makes none. */
function withStore<Value>(
  { store }: Config,
  work: (ledger: ProfileReader, intake: IntakeStore) => Promise<Value>,
): Promise<Value> {
  return withRefusals(async () => {
    await refuseMissingStore(store);
    const intake = await openIntake(store);
    const ledger = openReader(store);
    try {
      return await work(ledger, intake);
    } finally {
      await ledger[Symbol.asyncDispose]();
      await intake[Symbol.asyncDispose]();
    }
  });
}
