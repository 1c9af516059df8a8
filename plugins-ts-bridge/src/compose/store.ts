import { postgresStoreExists, sqliteStoreExists } from '../adapters/sql/at-rest/store-exists.js';
import { openPostgresIntake, openPostgresProfileReader } from '../adapters/sql/postgres.js';
import { openSqliteIntake } from '../adapters/sql/intake/sqlite-intake.js';
import {
  openPostgresLinkStore,
  openSqliteLinkStore,
  type LinkStore,
} from '../adapters/sql/link-uses/open-link-store.js';
import { openSqliteProfileReader } from '../adapters/sql/profiles/sqlite-profile-reader.js';
import { CommandFailed } from '../cli/command.js';
import type { StoreConfig } from '../settings/config.js';
import type { IntakeSource, IntakeStore } from '../ports/store/intake.js';
import type { ResponseIntake } from '../ports/store/responses/submissions.js';
import type { PurgeOrders } from '../ports/store/purge.js';
import type { ProfileReader } from '../ports/store/profiles.js';

/** Where whoever answers, or a command, leaves what was accepted. */
export async function openIntake(
  store: StoreConfig,
): Promise<IntakeStore & ResponseIntake & IntakeSource & PurgeOrders> {
  return store.kind === 'sqlite' ? openSqliteIntake(store.directory) : openPostgresIntake(store.url.reveal());
}

/** Where uses of links are counted. */
export function openLinkStore(store: StoreConfig): Promise<LinkStore> {
  return store.kind === 'sqlite' ? openSqliteLinkStore(store.directory) : openPostgresLinkStore(store.url.reveal());
}

/** Reads what the worker wrote. */
export function openReader(store: StoreConfig): ProfileReader {
  if (store.kind === 'sqlite') return openSqliteProfileReader(store.directory);
  return openPostgresProfileReader(store.url.reveal());
}

/** Only the service makes a store: to a command, none where one should be is a mistake in PMDS_STORE. */
export async function refuseMissingStore(store: StoreConfig): Promise<void> {
  const there =
    store.kind === 'sqlite' ? sqliteStoreExists(store.directory) : await postgresStoreExists(store.url.reveal());
  if (there) return;
  const place = store.kind === 'sqlite' ? `in ${store.directory}` : 'in the database of PMDS_STORE';
  throw new CommandFailed(`There is no store ${place}. Correct PMDS_STORE, or start the service once, which makes it.`);
}
