import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import type { ProfileReader, StoreCounts } from '../../../ports/store/profiles.js';
import { SqlProfileReader } from './profile-reader.js';
import type { Schema } from '../schema.js';
import { ledgerFile, openHandle } from '../sqlite.js';

const nothing: StoreCounts = {
  activeRuns: 0,
  queuedRuns: 0,
  outboxEntries: 0,
  profiles: 0,
  deadLetters: 0,
  oldestOutboxSeconds: 0,
  isNew: true,
};

/**
 * Reads the embedded store beside its writer, on the thread that answers people. Before the writer has made the store it
 * answers as an empty one does, so the two may start in any order.
 */
export function openSqliteProfileReader(directory: string): ProfileReader {
  let opened: SqlProfileReader | null = null;
  const reader = (): SqlProfileReader | null => {
    if (opened !== null) return opened;
    if (!existsSync(join(directory, ledgerFile))) return null;
    const handle = openHandle(directory, true);
    const made = handle
      .prepare("select count(*) from sqlite_master where type = 'table' and name = 'closed_member'")
      .pluck()
      .get();
    if (made !== 1) {
      handle.close();
      return null;
    }
    const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: handle }) });
    opened = new SqlProfileReader(db, () => db.destroy());
    return opened;
  };
  return {
    find: async (table, id) => (await reader()?.find(table, id)) ?? null,
    closed: async (table, id) => (await reader()?.closed(table, id)) ?? null,
    selectedColumns: async (table) => (await reader()?.selectedColumns(table)) ?? [],
    timeZone: async () => (await reader()?.timeZone()) ?? null,
    activeRunOf: async (dataSyncId) => (await reader()?.activeRunOf(dataSyncId)) ?? null,
    syncedRun: async (dataSyncId) => (await reader()?.syncedRun(dataSyncId)) ?? null,
    strangersTo: async (dataSyncId, table, ids) => (await reader()?.strangersTo(dataSyncId, table, ids)) ?? [],
    shadowOf: async (dataSyncId) => (await reader()?.shadowOf(dataSyncId)) ?? null,
    openTraces: async (dataSyncId, ids) => (await reader()?.openTraces(dataSyncId, ids)) ?? [],
    held: async (dataSyncId) => (await reader()?.held(dataSyncId)) ?? null,
    exists: () => Promise.resolve(reader() !== null),
    knowsRun: async (runId) => (await reader()?.knowsRun(runId)) ?? false,
    deadLetters: async (limit) => (await reader()?.deadLetters(limit)) ?? [],
    counts: async () => (await reader()?.counts()) ?? nothing,
    stateOfRun: async (runId) => (await reader()?.stateOfRun(runId)) ?? 'unknown',
    isRunRevoked: async (runId) => (await reader()?.isRunRevoked(runId)) ?? false,
    isRevoked: async (link) => (await reader()?.isRevoked(link)) ?? false,
    [Symbol.asyncDispose]: async () => {
      await opened?.[Symbol.asyncDispose]();
    },
  };
}
