import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptOrder } from '@pmds/bridge/domain/run/run';
import { csvDestination } from '@pmds/bridge/adapters/destinations/csv/csv-destination';
import { aPerson, columns, FakeDataverse, personId } from './engine/fake-dataverse';
import { postgresUrl } from './engine/postgres-backend';
import { aList, range, rowId, runIdOf, World } from './engine/world';
import { oldMessages } from './migration/old-messages';
import { members, oldPostgres, oldSqlite, OldStore, pageRows, syncOf, type OldBackend } from './migration/old-store';
import { deliveredTo } from './migration/delivered-to';

const stores: Readonly<Record<string, () => Promise<OldBackend>>> = {
  SQLite: oldSqlite,
  ...(postgresUrl === undefined ? {} : { PostgreSQL: () => oldPostgres(postgresUrl ?? '') }),
};
/** The last step that each version knew. */
const versions = { 'before deliveries': '012-deleted-syncs', 'with deliveries': '013-deliveries' } as const;
const cases = Object.entries(stores).flatMap(([store, open]) =>
  Object.entries(versions).map(([version, schema]) => ({ store, open, version, schema })),
);

describe.each(cases)('a store in $store of the version $version', ({ open, schema }) => {
  let old: OldBackend;
  let folder: string;
  beforeEach(async () => {
    old = await open();
    folder = mkdtempSync(join(tmpdir(), 'pmds-export-'));
  });
  afterEach(async () => {
    await old.backend.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const lists = [aList(1, 'contact'), aList(2, 'lead')];

  /** The sync of a run, with the people that it found when it began. */
  function worldOf(number: number): World {
    const source = new FakeDataverse({ pageRows });
    const world = new World(old.backend, { source, lists, dataSyncId: syncOf(number) });
    for (const [list, table] of [
      [1, 'contact'],
      [2, 'lead'],
    ] as const) {
      const people = range(0, members[table]);
      source.add(
        table,
        people.map((person) => aPerson(table, person)),
      );
      world.enlist(list, table, people);
    }
    world.destinations = [csvDestination(folder, 7)];
    return world;
  }

  const everybody = {
    contact: { synced: members.contact },
    lead: { synced: members.lead },
  };

  const fill = async (write: (store: OldStore) => Promise<void>, order: object = worldOf(1).order()): Promise<void> => {
    await using store = await OldStore.make(old, schema, order);
    await write(store);
  };

  async function expectComplete(number: number, world = worldOf(number)): Promise<void> {
    expect(await world.run(number)).toBe('ended');
    const outcome = await world.outcome(number);
    expect(outcome).toMatchObject({ status: 'completed', failure: null, members, counts: everybody, errors: 0 });
    const found = await world.reader((reader) => reader.profiles.find('lead', personId('lead', 4)));
    expect(found).toMatchObject({ runId: runIdOf(number), values: { firstname: 'Person 4' } });
  }

  it('has its queued run claimed and completed', async () => {
    await fill(async (store) => {
      await store.run(1, 'claim');
    });
    await expectComplete(1);
  });

  it('has a run that died in its claim claimed again', async () => {
    const begun = { started_at: '2026-01-01T00:00:05.000Z', server_time: 1 };
    await fill(async (store) => {
      await store.run(1, 'claim', begun);
    });
    await expectComplete(1);
    const storage = await old.backend.open();
    const run = await storage.read.runs.find(runIdOf(1));
    await storage[Symbol.asyncDispose]();
    expect(run?.startedAt?.toISOString()).toBe(begun.started_at);
  });

  it('has its scan gone on with behind the last page', async () => {
    await fill(async (store) => {
      const generation = await store.run(1, 'scan');
      const lastId = personId('contact', 9);
      const at = { pages: 1, cookie: `${lastId} 0`, lastId };
      const scan = await store.range(1, 'scan', 0, at);
      await store.scanned(1, generation, scan, { table: 'contact', list: 0, page: 1, from: 0, to: 10 });
      await store.range(1, 'scan', 1);
    });
    const world = worldOf(1);
    await expectComplete(1, world);
    // Two more of contacts, one of leads.
    expect(world.source.membershipPages).toBe(3);
  });

  it('has its pages read on, each source its own', async () => {
    await fill(async (store) => {
      const generation = await store.run(1, 'read');
      await store.sealed(1, generation);
      const lastId = personId('contact', 9);
      const read = await store.range(1, 'read', 0, { pages: 1, cookie: lastId, lastId });
      await store.stored(1, generation, read, { table: 'contact', page: 1, from: 0, to: 10 });
      await store.range(1, 'read', 1);
    });
    const world = worldOf(1);
    await expectComplete(1, world);
    expect(world.source.memberRows).toBe(members.contact - 10 + members.lead);
  });

  it('has those whom no page returned asked for, each table its own', async () => {
    await fill(async (store) => {
      const generation = await store.run(1, 'verify');
      await store.sealed(1, generation);
      for (const [source, table, to] of [
        [0, 'contact', 25],
        [1, 'lead', 3],
      ] as const) {
        const read = await store.range(1, 'read', source, { pages: 3, done: true });
        await store.stored(1, generation, read, { table, page: 1, from: 0, to });
      }
      await store.index(generation);
      await store.range(1, 'verify', 0, { pages: 1, done: true });
      await store.range(1, 'verify', 1);
    });
    const world = worldOf(1);
    await expectComplete(1, world);
    // The two leads, by id; and nobody else.
    expect([world.source.memberRows, world.source.pages]).toEqual([2, 0]);
  });

  it('has everything told that an ended run left to be told', async () => {
    const left = oldMessages(1, syncOf(1));
    await fill(async (store) => {
      await store.run(1, 'ended', { status: 'completed-with-errors', ended_at: '2026-01-01T00:01:00.000Z' });
      for (const message of left) await store.report(1, message);
    });
    await using storage = await old.backend.open();
    const { entries, unreadable } = await storage.read.outbox.due(100, Date.now());
    expect(unreadable).toEqual([]);
    expect(entries.map(({ message }) => message.kind)).toEqual(left.map(({ kind }) => kind));
    const { calls, refused } = await deliveredTo(entries);
    expect(refused).toEqual([]);
    const written = calls.map(({ method, path }) => `${method} ${path}`);
    expect(written).toContain(`PATCH pmds_syncruns(${runIdOf(1)})`);
    expect(written).toContain(`PATCH pmds_datasyncs(${syncOf(1)})`);
    expect(written).toContain('POST pmds_errortraces/Microsoft.Dynamics.CRM.UpsertMultiple');
    expect((await storage.read.runs.find(runIdOf(1)))?.phase).toBe('ended');
  });

  /** Run 1 has completed and is what forms are filled in from. @returns its generation. */
  async function completed(store: OldStore): Promise<number> {
    const plans = JSON.stringify({ contact: columns, lead: columns });
    const [at, ended] = ['2026-01-01T00:00:05.000Z', '2026-01-01T00:01:00.000Z'];
    const generation = await store.run(1, 'ended', { status: 'completed', ended_at: ended, leftover: 'none' });
    await store.sealed(1, generation);
    await store.read(1, generation);
    await store.insert('current_generation', {
      data_sync_id: syncOf(1),
      run_id: runIdOf(1),
      generation,
      switched_at: ended,
      started_at: at,
      server_time: 1,
      columns: plans,
      contact_profiles: members.contact,
      lead_profiles: members.lead,
    });
    return generation;
  }

  it('has an incremental run go on from its base', async () => {
    await fill(async (store) => {
      const base = await completed(store);
      const generation = await store.run(2, 'read', {
        data_sync_id: syncOf(1),
        run_type: 'incremental',
        base_generation: base,
        changed_since: '2025-12-31T23:50:05.000Z',
      });
      await store.sealed(2, generation);
      await store.range(2, 'read', 0);
      await store.range(2, 'read', 1);
    });
    const world = worldOf(1);
    const changed = { firstname: 'Renamed', modifiedon: new Date('2026-01-01T12:00:00Z') };
    world.source.add('contact', [aPerson('contact', 3, changed)]);
    expect(await world.run(2)).toBe('ended');
    expect(await world.outcome(2)).toMatchObject({
      status: 'completed',
      runType: 'incremental',
      counts: { contact: { synced: 1, unchanged: 24 }, lead: { synced: 0, unchanged: 5 } },
    });
    expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 3)))).toMatchObject({
      values: { firstname: 'Renamed' },
    });
  });

  it('has a run that covers all lists, and one over some of them goes on from it', async () => {
    await fill(async (store) => {
      await completed(store);
    });
    const world = worldOf(1);
    world.runType = 'automatic';
    world.parameters = { listIds: [rowId(1)] };
    const renamed = { firstname: 'Renamed', modifiedon: new Date('2026-01-01T12:00:00Z') };
    world.source.add('contact', [aPerson('contact', 3, renamed)]);
    world.source.add('lead', [aPerson('lead', 4, renamed)]);
    const name = (table: 'contact' | 'lead', person: number) =>
      world.reader(async ({ profiles }) => (await profiles.find(table, personId(table, person)))?.values['firstname']);
    await world.run(2);
    expect(await world.outcome(2)).toMatchObject({ runType: 'incremental', status: 'completed', members });
    expect([await name('contact', 3), await name('lead', 4)]).toEqual(['Renamed', 'Person 4']);
    const storage = await old.backend.open();
    const [before, run] = [await storage.read.runs.find(runIdOf(1)), await storage.read.runs.find(runIdOf(2))];
    expect(keptOrder(before)?.scope).toBeUndefined();
    expect(keptOrder(run)).toMatchObject({
      scope: { covers: 'some', lists: [rowId(1)] },
      lists: [{ id: rowId(1) }, { id: rowId(2), asOf: { startedAt: '2026-01-01T00:00:05.000Z' } }],
    });
    // The other list is as old as the run of before: the next one looks as far back.
    expect((await storage.read.runs.currentGeneration(syncOf(1)))?.startedAt.toISOString()).toBe(
      '2026-01-01T00:00:05.000Z',
    );
    await storage[Symbol.asyncDispose]();
    world.parameters = null;
    await world.run(3);
    expect(await name('lead', 4)).toBe('Renamed');
  });

  if (schema !== versions['before deliveries']) {
    it('has its file written on behind the last batch', async () => {
      const world = worldOf(1);
      world.delivered = [{ kind: 'csv' }];
      const line = (table: string, id: string, person: number): string =>
        `${table},${id},Person ${person},1980-05-17\r\n`;
      const record = (table: 'contact' | 'lead', person: number): string =>
        line(table, personId(table, person), person);
      const begun = ['table,id,firstname,birthdate\r\n', ...range(0, 7).map((person) => record('contact', person))];
      const name = `Spring_20260101T000005Z_${runIdOf(1)}.csv`;
      writeFileSync(join(folder, `${name}.part`), begun.join(''), { mode: 0o600 });
      await fill(async (store) => {
        const generation = await store.run(1, 'deliver');
        await store.sealed(1, generation);
        await store.read(1, generation);
        await store.range(1, 'deliver', 0, { pages: 1, cookie: 'contact', lastId: personId('contact', 6) });
        await store.insert('delivery', {
          run_id: runIdOf(1),
          position: 0,
          kind: 'csv',
          state: JSON.stringify({ bytes: Buffer.byteLength(begun.join('')) }),
          counts: JSON.stringify({ written: 7, unchanged: 0, refused: 0, failed: 0 }),
        });
      }, world.order());
      await expectComplete(1, world);
      expect(readdirSync(folder)).toEqual([name]);
      const rest = [
        ...range(7, members.contact).map((person) => record('contact', person)),
        ...range(0, members.lead).map((person) => record('lead', person)),
      ];
      expect(readFileSync(join(folder, name), 'utf8')).toBe([...begun, ...rest].join(''));
    });

    it('knows the second destination of a run by its position', async () => {
      await fill(async (store) => {
        await store.run(1, 'deliver');
        await store.range(1, 'deliver', 1);
      });
      const storage = await old.backend.open();
      const ranges = await storage.read.ranges.ofStage(runIdOf(1), 'deliver');
      await storage[Symbol.asyncDispose]();
      expect(ranges.map(({ subject }) => subject)).toEqual([{ kind: 'destination', position: 1 }]);
    });
  }
});
