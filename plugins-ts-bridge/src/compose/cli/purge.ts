import { systemClock } from '../../adapters/clock.js';
import { nodeHashing } from '../../adapters/crypto/node-hashing.js';
import { DataverseError } from '../../adapters/dataverse/http/errors.js';
import { confirmDeleted } from '../../adapters/dataverse/reporting/existing-syncs.js';
import { openPostgresStorage } from '../../adapters/sql/postgres.js';
import { openPostgresHoldings, openSqliteHoldings } from '../../adapters/sql/retention/open-holdings.js';
import { StoreLockedError } from '../../adapters/sql/coordination/sqlite-lock.js';
import { openSqliteStorage } from '../../adapters/sql/sqlite.js';
import { CommandFailed, type Terminal } from '../../cli/command.js';
import { explain } from '../../cli/setup/explain.js';
import { connect } from '../client.js';
import { openIntake, refuseMissingStore } from '../store.js';
import type { Config, StoreConfig } from '../../settings/config.js';
import { patiences } from '../../domain/retry-policy.js';
import type { IntakeSource } from '../../ports/store/intake.js';
import {
  isEmpty,
  type Holdings,
  type HoldingsReader,
  type PurgeOrders,
  type PurgeScope,
} from '../../ports/store/purge.js';
import type { Storage } from '../../ports/store/storage.js';
import { withStore } from '../store-refusal.js';
import { moveIntake } from '../../worker/move-intake.js';

/** The service looks every five seconds; a page that it writes is done long before this. */
const longestWaitMs = 60_000;
const lookAgainMs = 250;

/** What retention would purge now. @throws CommandFailed where Dataverse does not say whether a sync is deleted. */
export function dueForPurge(config: Config, signal: AbortSignal): Promise<readonly PurgeScope[]> {
  return reading(config, async (reader) => {
    const now = systemClock.now().getTime();
    const scopes: PurgeScope[] = [];
    const syncs = await reader.due(new Date(now - config.keepDeletedMs));
    const { client, ...connected } = connect(config.dataverse, { patience: patiences.command });
    try {
      // Asked once more, as the service does: what is purged does not come back.
      for (const dataSyncId of syncs) {
        if (await confirmDeleted(client, dataSyncId, { purpose: 'setup', signal }))
          scopes.push({ kind: 'sync', dataSyncId });
      }
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      const why = explain(error, config.dataverse.users[0].clientId);
      throw new CommandFailed(`Dataverse did not say which syncs are deleted, so nothing was purged: ${why}`, {
        cause: error,
      });
    } finally {
      await connected[Symbol.asyncDispose]();
    }
    return [...scopes, { kind: 'fetched', before: new Date(now - config.onDemand.keepMs).toISOString() }];
  });
}

export function heldInStore(config: Config, scope: PurgeScope): Promise<Holdings> {
  return reading(config, async (reader, intake) => withWaiting(await reader.holdings(scope), intake, scope));
}

async function withWaiting(held: Holdings, intake: PurgeOrders, scope: PurgeScope): Promise<Holdings> {
  const waiting = scope.kind === 'person' ? await intake.waitingOf(scope.id) : 0;
  return { ...held, onDemand: held.onDemand + waiting };
}

/**
 * Asks whoever writes the store to purge; where nobody does, or several may, it is done here.
 * @returns what was stored before. @throws CommandFailed while a run holds it, or when the service does not come to it.
 */
export function purgeStore(config: Config, scope: PurgeScope, terminal: Terminal): Promise<Holdings> {
  return reading(config, async (reader, intake) => {
    await refuseHeld(reader, scope);
    const held = await withWaiting(await reader.holdings(scope), intake, scope);
    await intake.addPurge(scope);
    if (!(await carriedOutHere(config.store, intake))) {
      terminal.err('The service works with this store and is asked to purge; that takes some seconds.');
      await untilTaken(intake, scope, terminal.signal);
    }
    if (isEmpty(await reader.holdings(scope))) return held;
    await refuseHeld(reader, scope);
    throw new CommandFailed('A run began meanwhile and stored it again, or stood against it. Run the command again.');
  });
}

async function refuseHeld(reader: HoldingsReader, scope: PurgeScope): Promise<void> {
  const runs = await reader.holders(scope);
  if (runs.length === 0) return;
  const which = scope.kind === 'sync' ? 'A run of the sync is' : 'Runs that may read this person are';
  throw new CommandFailed(
    `${which} on the way, so nothing was purged: ${runs.join(', ')}. Wait for the end, or end it with pmds cancel --run, then purge again.`,
  );
}

/** @returns false where a process of the service has the embedded store for itself. */
async function carriedOutHere(store: StoreConfig, intake: IntakeSource): Promise<boolean> {
  let storage: Storage;
  try {
    storage =
      store.kind === 'sqlite'
        ? await openSqliteStorage(store.directory)
        : await openPostgresStorage(store.url.reveal());
  } catch (error) {
    if (error instanceof StoreLockedError) return false;
    throw error;
  }
  try {
    const now = systemClock.now();
    await moveIntake(intake, storage, { hashing: nodeHashing, events: { event: () => undefined }, now, localNow: now });
  } finally {
    await storage[Symbol.asyncDispose]();
  }
  return true;
}

async function untilTaken(orders: PurgeOrders, scope: PurgeScope, signal: AbortSignal): Promise<void> {
  const endMs = systemClock.steadyMs() + longestWaitMs;
  while (await orders.waitsPurge(scope)) {
    if (signal.aborted || systemClock.steadyMs() > endMs) {
      throw new CommandFailed(
        'The service has not come to it yet. The order is kept and carried out as soon as it does: pmds purge --dry-run shows whether anything is left.',
      );
    }
    await systemClock.sleep(lookAgainMs, signal).catch(() => undefined);
  }
}

function reading<Value>(
  { store }: Config,
  work: (reader: HoldingsReader, intake: IntakeSource & PurgeOrders) => Promise<Value>,
): Promise<Value> {
  return withStore(async () => {
    await refuseMissingStore(store);
    const reader =
      store.kind === 'sqlite' ? openSqliteHoldings(store.directory) : openPostgresHoldings(store.url.reveal());
    const intake = await openIntake(store);
    try {
      return await work(reader, intake);
    } finally {
      await reader[Symbol.asyncDispose]();
      await intake[Symbol.asyncDispose]();
    }
  });
}
