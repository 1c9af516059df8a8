import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guidBytes } from '@pmds/bridge/domain/guid';
import { csvDestination } from '@pmds/bridge/adapters/destinations/csv/csv-destination';
import type { SyncNow } from '@pmds/bridge/domain/run/list-changes';
import type { Run } from '@pmds/bridge/domain/run/run';
import type { RunRowPatch } from '@pmds/bridge/domain/outbox/kinds/run-row';
import { parse } from 'csv-parse/sync';
import { unchangedSync } from '../../support/unchanged-sync';
import { columns, FakeDataverse, personId } from './fake-dataverse';
import { scopedLists, ScopedSync } from './scoped-sync';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, runIdOf, World } from './world';

/** What runs over some lists meet at their edges: when they cover all, how old the rest is, and what is said of it. */
export function scopeEdgesSuite(store: SuiteStore): void {
  describe('that is to cover some lists', () => {
    async function afterFullRun(): Promise<ScopedSync> {
      const sync = new ScopedSync(store.backend);
      await sync.run(1, null);
      return sync;
    }

    const runRow = async (world: World, number: number): Promise<RunRowPatch> =>
      Object.assign(
        {},
        ...(await world.outcome(number)).messages.map((one) => (one.kind === 'run-row' ? one.patch : {})),
      ) as RunRowPatch;
    const syncRow = async (world: World, number: number) => {
      const rows = (await world.outcome(number)).messages.flatMap((one) =>
        one.kind === 'sync-row' ? [one.patch] : [],
      );
      return rows.at(-1);
    };
    const warningsOf = async (world: World, number: number) =>
      (await world.outcome(number)).messages.flatMap((one) =>
        one.kind === 'trace' && one.trace.severity === 'warning' ? [one.trace] : [],
      );

    it.each<[string, (sync: ScopedSync) => void, string]>([
      ['a list was taken off', ({ world }) => (world.lists = scopedLists.slice(0, 3)), 'the marketing lists are not'],
      [
        'another list became dynamic',
        ({ world }) => {
          const dynamic = aList(2, 'contact', { kind: 'dynamic', name: 'Made dynamic', query: '<fetch/>' });
          world.lists = scopedLists.map((list) => (list.id === dynamic.id ? dynamic : list));
          world.source.queries.set('Made dynamic', ({ id }) => id < personId('contact', 20));
        },
        'the marketing lists are not',
      ],
      ['other fields are selected', ({ world }) => (world.source.columns = columns.slice(0, 1)), 'the fields are not'],
      ['other flags count', ({ world }) => (world.optOutFlags = ['donotphone']), 'other flags stand against a mailing'],
      [
        'not all members can be read',
        ({ world }) => (world.source.limits = [{ table: 'contact', level: 'Local', unseen: false }]),
        'some members may be out of the reach',
      ],
    ])('covers all where the last run does not say the rest: %s', async (_, change, why) => {
      const sync = await afterFullRun();
      change(sync);
      sync.change('contact', 18, { firstname: 'On the second list alone' });
      sync.ask([1]);
      await sync.world.run(2);
      expect((await sync.world.outcome(2)).failure).toBeNull();
      const { scope, covered } = await runRow(sync.world, 2);
      expect(scope).toContain(`All lists: ${why}`);
      expect(covered).toBeUndefined();
      const warnings = (await warningsOf(sync.world, 2)).filter(({ code }) => code === 'SCOPE_WIDENED');
      expect(warnings).toMatchObject([{ stage: 'claim', message: expect.stringContaining(why) as unknown }]);
      expect((await sync.seen(2)).stored[personId('contact', 18)]).toBe('On the second list alone');
    });

    it('covers all in the first run of a sync, and those alone in the next', async () => {
      const sync = new ScopedSync(store.backend);
      sync.ask([1]);
      await sync.world.run(1);
      sync.expectRead(null);
      expect(await sync.seen(1)).toEqual(sync.expected());
      expect((await runRow(sync.world, 1)).scope).toBe('All lists: no run of this sync has completed here yet');
      await sync.run(2, [1]);
      expect((await runRow(sync.world, 2)).scope).toBe('List 1');
      expect(await warningsOf(sync.world, 2)).toEqual([]);
    });

    it('begins anew over all lists where it does not add up', async () => {
      const sync = await afterFullRun();
      sync.change('contact', 18, { firstname: 'On the second list alone' });
      sync.world.enlist(2, 'contact', [25]);
      const { lookAgain } = sync.world;
      let vanishes = true;
      sync.world.lookAgain = async (run) => {
        if (vanishes) await store.backend.dropProfile(1, personId('contact', 15));
        vanishes = false;
        return lookAgain(run);
      };
      sync.ask([1]);
      await sync.world.run(2);
      sync.expectRead(null);
      expect(sync.world.told.filter((name) => name === 'run-widened')).toHaveLength(1);
      expect(await sync.world.outcome(2)).toMatchObject({ runType: 'full', failure: null });
      expect(await sync.seen(2)).toEqual(sync.expected());
      expect((await runRow(sync.world, 2)).scope).toContain('do not add up');
      expect(await warningsOf(sync.world, 2)).toMatchObject([{ code: 'SCOPE_WIDENED' }]);
    });

    const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

    it.each([
      ['over all lists', null],
      ['over the list that he has joined meanwhile', [1]],
    ])('misses nobody who changed before it and was not covered, in the next run %s', async (_, lists) => {
      const sync = new ScopedSync(store.backend);
      sync.world.startsAt = () => hoursAgo(6);
      await sync.run(1, null);
      sync.change('contact', 18, { firstname: 'Changed', modifiedon: hoursAgo(4) });
      sync.world.startsAt = () => hoursAgo(2);
      await sync.run(2, [1]);
      expect(await sync.seen(2)).toEqual(sync.expected());
      sync.world.startsAt = () => new Date();
      sync.world.enlist(1, 'contact', [18]);
      await sync.run(3, lists);
      expect((await sync.world.outcome(3)).runType).toBe('incremental');
      expect(await sync.seen(3)).toEqual(sync.expected());
    });

    it('counts as newer in CRM who changed on the other lists since they were read', async () => {
      const sync = new ScopedSync(store.backend);
      sync.world.startsAt = () => hoursAgo(6);
      await sync.run(1, null);
      for (const number of [5, 18]) sync.change('contact', number, { firstname: 'Changed', modifiedon: hoursAgo(4) });
      sync.world.startsAt = () => new Date();
      await sync.run(2, [1]);
      expect((await runRow(sync.world, 2)).newer).toEqual({ members: 1, more: false });
      expect((await syncRow(sync.world, 2))?.readiness).toContain('1 member is newer in CRM');
      await sync.run(3, [2]);
      expect((await runRow(sync.world, 3)).newer).toEqual({ members: 0, more: false });
    });

    it('leaves to the next run over all who was changed on other lists just before the service wrote to him', async () => {
      const sync = new ScopedSync(store.backend);
      sync.change('contact', 18, { birthdate: 'x' });
      await sync.run(1, null);
      // Well again, and his row does not tell it by its time.
      sync.change('contact', 18, { modifiedon: hoursAgo(5) });
      const touched = 'insert into touched_member (tbl, id, at_ms) values (1, ?, 8640000000000000)';
      await store.backend.execute(touched, [Buffer.from(guidBytes(personId('contact', 18)))]);
      await sync.run(2, [1]);
      expect(await sync.seen(2)).toEqual(sync.expected());
      await sync.run(3, null);
      expect(await sync.seen(3)).toEqual(sync.expected());
    });

    it('N8 is braked by the lists that it covers alone', async () => {
      const sync = await afterFullRun();
      for (const number of range(8, 22)) sync.leave(2, 'contact', number);
      await sync.run(2, [1]);
      expect(await sync.seen(2)).toEqual(sync.expected());
      sync.ask([2]);
      await sync.world.run(3);
      const stopped = await sync.world.outcome(3);
      expect(stopped.failure).toBe('SHRINK_BRAKE');
      expect((await syncRow(sync.world, 3))?.message).toContain('on the covered marketing lists');
      const { brake } = await runRow(sync.world, 3);
      expect(brake).toContainEqual({ of: 'list', id: rowId(2), name: 'List 2', before: 16, now: 2 });
      sync.world.parameters = { listIds: [rowId(2)], confirm: runIdOf(3) };
      await sync.world.run(4);
      sync.expectRead([2]);
      expect(await sync.seen(4)).toEqual(sync.expected());
    });

    const without =
      (list: number) =>
      (run: Run): SyncNow => {
        const now = unchangedSync(run);
        return { ...now, lists: now.lists.map((one) => (one.id === rowId(list) ? { ...one, active: false } : one)) };
      };

    it('K13 is not safe to send when another list changed, and fails by name when a covered one did', async () => {
      const sync = await afterFullRun();
      expect((await syncRow(sync.world, 1))?.safeToSend).toBe(true);
      sync.world.lookAgain = without(2);
      await sync.run(2, [1]);
      expect(await syncRow(sync.world, 2)).toMatchObject({
        status: 'completed',
        safeToSend: false,
        readiness: expect.stringContaining('"List 2" was deactivated') as unknown,
      });
      sync.ask([2]);
      await sync.world.run(3);
      expect((await sync.world.outcome(3)).failure).toBe('LIST_CHANGED');
    });

    it('is not safe to send while somebody of another list failed', async () => {
      const sync = new ScopedSync(store.backend);
      sync.change('contact', 18, { birthdate: 'x' });
      await sync.run(1, null);
      await sync.run(2, [1]);
      expect(await syncRow(sync.world, 2)).toMatchObject({
        status: 'completed-with-errors',
        safeToSend: false,
        errors: 1,
      });
    });

    it('leaves open what is said of other lists of accounts, and of ids that are none', async () => {
      const source = new FakeDataverse();
      const holds = { holds: 'account' } as const;
      const lists = [aList(1, 'contact', holds), aList(2, 'contact', holds), aList(3, 'lead')];
      const world = new World(store.backend, { source, lists });
      world.runType = 'automatic';
      new ScopedSync(store.backend).world.source.people.contact.forEach((one) => source.add('contact', [one]));
      world.enlist(1, 'contact', range(0, 4));
      world.enlist(2, 'contact', range(2, 6));
      let unnamed = [1, 2];
      let invalidIds = ['not-an-id'];
      source.accountsWithoutContact = (list) =>
        Promise.resolve({ atLeast: unnamed.some((number) => rowId(number) === list.id) ? 2 : 0, more: false });
      const page = source.membershipPage.bind(source);
      source.membershipPage = async (from, slice, at) => {
        const found = await page(from, slice, at);
        return from.table === 'lead' ? { ...found, invalidIds } : found;
      };
      const open = async (number: number) => {
        await using storage = await store.backend.open();
        const traces = await storage.read.traces.open(runIdOf(number), null, 100);
        return traces.map(({ code, list }) => `${code} ${list?.slice(-1) ?? ''}`.trim()).sort();
      };
      await world.run(1);
      const all = ['ACCOUNT_WITHOUT_CONTACT 1', 'ACCOUNT_WITHOUT_CONTACT 2', 'MEMBER_ID_INVALID'];
      expect(await open(1)).toEqual(all);
      [unnamed, invalidIds] = [[], []];
      world.parameters = { listIds: [rowId(1)] };
      await world.run(2);
      expect(await open(2)).toEqual(all.slice(1));
      expect((await world.outcome(2)).errors).toBe(1);
      world.parameters = { listIds: [rowId(2)] };
      await world.run(3);
      expect(await open(3)).toEqual(all.slice(2));
      world.parameters = null;
      await world.run(4);
      expect(await open(4)).toEqual([]);
    });

    it('exports everybody, covered or not', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'pmds-export-'));
      try {
        const sync = await afterFullRun();
        sync.world.destinations = [csvDestination(folder, 7)];
        sync.world.delivered = [{ kind: 'csv' }];
        sync.change('contact', 5, { firstname: 'Covered' });
        sync.change('contact', 18, { firstname: 'Not covered' });
        await sync.run(2, [1]);
        const [file = ''] = readdirSync(folder);
        const rows: readonly Readonly<Record<string, string>>[] = parse(readFileSync(join(folder, file)), {
          columns: true,
          bom: true,
        });
        expect(rows.map((row) => row['firstname']).sort()).toEqual(Object.values(sync.expected().stored).sort());
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
