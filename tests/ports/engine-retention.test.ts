import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { followDeletions } from '@pmds/bridge/application/retention/deleted-syncs';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';

const day = 86_400_000;
const opening: Readonly<Record<string, () => Promise<Storage>>> = {
  SQLite: () => openSqliteStorage(mkdtempSync(join(tmpdir(), 'pmds-retention-'))),
  ...(postgresUrl === undefined ? {} : { PostgreSQL: async () => (await postgresBackend(postgresUrl ?? '')).open() }),
};

describe.each(Object.entries(opening))('what is stored of deleted syncs, in %s', (_name, open) => {
  it('goes after its days, comes back with a restored row, and stays while a row is only hidden', async () => {
    await using storage = await open();
    const id = (): RowId => randomUUID() as string as RowId;
    const [gone, hidden, restored] = [id(), id(), id()] as const;
    const at = new Date('2026-11-01T00:00:00Z');
    for (const dataSyncId of [gone, hidden, restored]) {
      const runId = randomUUID() as string as SyncRunId;
      await storage.transaction(async (unit) => {
        await unit.starts.add({ runId, dataSyncId, runType: 'full', trigger: 'api', requestedAt: at });
        const fields = { version: 1, contact: [], lead: [] } as never;
        await unit.runs.keepOrder(
          runId,
          { name: 'A', notificationEmails: [], fields, lists: [] },
          { contact: [], lead: [] },
        );
        const run = await unit.runs.hold(runId);
        if (run === null) throw new Error('The run is not there.');
        await unit.staging.open(run);
        const ending = { status: 'completed', endedAt: at, failure: null, makeCurrent: true, manifest: null } as const;
        await unit.runs.end(run, ending);
      });
    }
    let there: readonly RowId[] = [];
    let deleted: readonly RowId[] = [gone, restored];
    const told: string[] = [];
    const look = (days: number): Promise<void> =>
      followDeletions(
        {
          storage,
          reporter: {
            existing: () => Promise.resolve(new Set(there)),
            isDeleted: (id) => Promise.resolve(deleted.includes(id)),
          },
          events: { event: (name, fields) => told.push(`${name} ${String(fields['dataSyncId'])}`) },
        },
        { now: new Date(at.getTime() + days * day), keepMs: 30 * day },
        new AbortController().signal,
      );
    await look(0);
    expect(told).toEqual(expect.arrayContaining([`sync-deleted ${gone}`, `sync-deleted ${restored}`]));
    expect(told).toHaveLength(2);
    there = [restored];
    deleted = [gone];
    await look(29);
    expect(told).toHaveLength(2);
    await look(31);
    expect(told.slice(2)).toEqual([`sync-purged ${gone}`]);
    expect(await storage.read.runs.currentGeneration(gone)).toBeNull();
    expect(await storage.read.runs.currentGeneration(hidden)).not.toBeNull();
    expect(await storage.read.runs.currentGeneration(restored)).not.toBeNull();
  });

  it('E6 asks the runs of a deleted sync to end, and nobody else’s, and keeps that it is gone while they do', async () => {
    await using storage = await open();
    const id = (): RowId => randomUUID() as string as RowId;
    const [gone, other] = [id(), id()] as const;
    const at = new Date('2026-11-01T00:00:00Z');
    const runs = new Map<RowId, SyncRunId>();
    for (const dataSyncId of [gone, other]) {
      const runId = randomUUID() as string as SyncRunId;
      runs.set(dataSyncId, runId);
      await storage.transaction(async (unit) => {
        await unit.starts.add({ runId, dataSyncId, runType: 'full', trigger: 'api', requestedAt: at });
        const fields = { version: 1, contact: [], lead: [] } as never;
        const order = { name: 'A', notificationEmails: [], fields, lists: [] };
        await unit.runs.keepOrder(runId, order, { contact: [], lead: [] });
        const run = await unit.runs.hold(runId);
        if (run === null) throw new Error('The run is not there.');
        await unit.staging.open(run);
      });
    }
    const look = (days: number): Promise<void> =>
      followDeletions(
        {
          storage,
          reporter: {
            existing: () => Promise.resolve(new Set([other])),
            isDeleted: (one) => Promise.resolve(one === gone),
          },
          events: { event: () => undefined },
        },
        { now: new Date(at.getTime() + days * day), keepMs: 0 },
        new AbortController().signal,
      );
    await look(0);
    await look(1);
    const onTheirWay = await storage.read.runs.openIds(10);
    const cancelled = onTheirWay.filter(({ cancelRequested }) => cancelRequested).map(({ runId }) => runId);
    expect(onTheirWay).toHaveLength(2);
    expect(cancelled).toEqual([runs.get(gone)]);
    expect(await storage.retention.isKeptDeleted(gone)).toBe(true);
    expect(await storage.retention.isKeptDeleted(other)).toBe(false);
  });
});
