import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import type { Opening } from '../../../ports/store/links/openings.js';
import type { ProfileReader, StoreCounts } from '../../../ports/store/profiles.js';
import { sqliteReads } from '../openings/prepared-reads.js';
import { createProfileReader } from './profile-reader.js';
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

const unopened: Opening = { revoked: false, closed: null, form: null, profile: null };

/**
 * Reads the embedded store beside its writer, on the thread that answers people. Before the writer has made the store it
 * answers as an empty one does, so the two may start in any order.
 */
export function openSqliteProfileReader(directory: string): ProfileReader {
  let opened: ProfileReader | null = null;
  const reader = (): ProfileReader | null => {
    if (opened !== null) return opened;
    if (!existsSync(join(directory, ledgerFile))) return null;
    const handle = openHandle(directory, true);
    const made = handle
      .prepare("select count(*) from sqlite_master where type = 'table' and name = 'link_stop'")
      .pluck()
      .get();
    if (made !== 1) {
      handle.close();
      return null;
    }
    const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: handle }) });
    opened = createProfileReader(db, sqliteReads(handle), () => db.destroy());
    return opened;
  };
  return {
    openings: {
      open: async (link) => (await reader()?.openings.open(link)) ?? unopened,
    },
    profiles: {
      find: async (table, id) => (await reader()?.profiles.find(table, id)) ?? null,
      closed: async (table, id) => (await reader()?.profiles.closed(table, id)) ?? null,
      selectedColumns: async (table) => (await reader()?.profiles.selectedColumns(table)) ?? [],
      timeZone: async () => (await reader()?.profiles.timeZone()) ?? null,
    },
    runs: {
      activeRunOf: async (dataSyncId) => (await reader()?.runs.activeRunOf(dataSyncId)) ?? null,
      knowsRun: async (runId) => (await reader()?.runs.knowsRun(runId)) ?? false,
      stateOfRun: async (runId) => (await reader()?.runs.stateOfRun(runId)) ?? 'unknown',
      openTraces: async (dataSyncId, ids) => (await reader()?.runs.openTraces(dataSyncId, ids)) ?? [],
    },
    syncs: {
      syncedRun: async (dataSyncId) => (await reader()?.syncs.syncedRun(dataSyncId)) ?? null,
      strangersTo: async (dataSyncId, table, ids) => (await reader()?.syncs.strangersTo(dataSyncId, table, ids)) ?? [],
      held: async (dataSyncId) => (await reader()?.syncs.held(dataSyncId)) ?? null,
    },
    revocations: {
      isRunRevoked: async (runId) => (await reader()?.revocations.isRunRevoked(runId)) ?? false,
      isRevoked: async (link) => (await reader()?.revocations.isRevoked(link)) ?? false,
    },
    webForms: {
      byKey: async (key) => (await reader()?.webForms.byKey(key)) ?? null,
      byId: async (id) => (await reader()?.webForms.byId(id)) ?? null,
      all: async () => (await reader()?.webForms.all()) ?? [],
      preparedBy: async (dataSyncId) => (await reader()?.webForms.preparedBy(dataSyncId)) ?? [],
      versions: async () => (await reader()?.webForms.versions()) ?? [],
      syncsOf: async (id) => (await reader()?.webForms.syncsOf(id)) ?? [],
    },
    links: {
      runOf: async (dataSyncId) => (await reader()?.links.runOf(dataSyncId)) ?? null,
      page: async (...asked) => (await reader()?.links.page(...asked)) ?? { members: [], last: null },
      standings: async (table, ids) =>
        (await reader()?.links.standings(table, ids)) ?? new Map(ids.map((id) => [id, 'unknown'] as const)),
    },
    accessLog: { find: async (query) => (await reader()?.accessLog.find(query)) ?? [] },
    submissions: { ownerOf: async (id) => (await reader()?.submissions.ownerOf(id)) ?? null },
    state: {
      exists: () => Promise.resolve(reader() !== null),
      counts: async () => (await reader()?.state.counts()) ?? nothing,
      deadLetters: async (limit) => (await reader()?.state.deadLetters(limit)) ?? [],
    },
    [Symbol.asyncDispose]: async () => {
      await opened?.[Symbol.asyncDispose]();
    },
  };
}
