import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteIntake } from '@pmds/bridge/adapters/sql/intake/sqlite-intake';
import { openPostgresIntake, openPostgresStorage } from '@pmds/bridge/adapters/sql/postgres';
import { openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import type { IntakeSource, IntakeStore } from '@pmds/bridge/ports/store/intake';
import type { PurgeOrders } from '@pmds/bridge/ports/store/purge';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { moveIntake } from '@pmds/bridge/worker/move-intake';
import { dataSyncId, noon, runId } from '../unit/edges/builders';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';

type Intake = IntakeStore & IntakeSource & PurgeOrders;

interface Store {
  openIntake(): Promise<Intake>;
  openStorage(): Promise<Storage>;
}

function unreadableSuite(name: string, store: () => Store): void {
  describe(`entries of the intake that cannot be read, on ${name}`, () => {
    let intake: Intake;
    let storage: Storage;
    let told: unknown[];
    beforeEach(async () => {
      storage = await store().openStorage();
      intake = await store().openIntake();
      told = [];
    });
    afterEach(async () => {
      await intake[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
    });
    const move = () =>
      moveIntake(intake, storage, {
        hashing: nodeHashing,
        events: { event: (event, fields) => told.push([event, fields['problem']]) },
        now: noon,
        localNow: noon,
      });
    /** As another version of the service may have kept them. */
    const keepForeign = async (): Promise<void> => {
      await intake.addLostRun({} as never);
      await intake.addClosed({ table: 'contact', id: dataSyncId, since: 'once' } as never);
      await intake.addProfile({ table: 'contact', id: dataSyncId } as never);
      await intake.addRevocation({ kind: 'run', value: 1, at: noon } as never);
    };
    const start = { runId, dataSyncId, runType: 'full', trigger: 'button', requestedAt: noon } as const;

    it('are told by their place, and a start behind them is moved', async () => {
      await keepForeign();
      await intake.addStart(start);
      await move();
      expect(await storage.read.runs.find(runId)).toMatchObject({ runId });
      expect(told).toEqual(
        ['lost.runId', 'closed.since', 'profile.values', 'rule.value'].map((place) => [
          'intake-unreadable',
          expect.stringContaining(place) as unknown,
        ]),
      );
    });

    it('do not come again, are tried when the intake is opened next, and are lost in neither', async () => {
      await keepForeign();
      await move();
      await keepForeign();
      await move();
      expect(told).toHaveLength(8);
      expect(await intake.take(10)).toEqual([]);
      const again = await store().openIntake();
      // Whoever was fetched on demand is fetched again.
      expect((await again.take(10)).map(({ kind }) => kind)).toEqual(['unreadable', 'unreadable', 'unreadable']);
      await again[Symbol.asyncDispose]();
    });

    it('go with the person whom a purge is about', async () => {
      await intake.addClosed({ table: 'contact', id: dataSyncId, since: 'once' } as never);
      await move();
      await intake.addPurge({ kind: 'person', id: dataSyncId } as never);
      await move();
      const again = await store().openIntake();
      expect(await again.take(10)).toEqual([]);
      await again[Symbol.asyncDispose]();
    });
  });
}

describe('the embedded store', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pmds-unreadable-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  unreadableSuite('SQLite', () => ({
    openIntake: () => Promise.resolve(openSqliteIntake(folder)),
    openStorage: () => Promise.resolve(openSqliteStorage(folder)),
  }));
});

if (postgresUrl !== undefined) {
  describe('a server', () => {
    let backend: Awaited<ReturnType<typeof postgresBackend>>;
    beforeEach(async () => {
      backend = await postgresBackend(postgresUrl ?? '');
    });
    afterEach(() => backend.dispose());
    unreadableSuite('PostgreSQL', () => ({
      openIntake: () => openPostgresIntake(backend.url),
      openStorage: () => openPostgresStorage(backend.url),
    }));
  });
}
