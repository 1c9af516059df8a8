import type { SyncNow } from '@pmds/bridge/domain/run/list-changes';
import { aPerson, columns, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, World } from './world';

/** The definition of a sync changes under its run, or after it. */
export function changedListsSuite(store: SuiteStore): void {
  describe('whose lists change', () => {
    function aWorld(number = 1, people = range(0, 30)): World {
      const source = new FakeDataverse({ pageRows: 20 });
      source.add(
        'contact',
        range(0, 60).map((one) => aPerson('contact', one)),
      );
      const lists = [aList(1, 'contact', { memberCount: people.length })];
      const world = new World(store.backend, { source, lists, dataSyncId: rowId(number) });
      world.enlist(1, 'contact', people);
      return world;
    }
    const list = {
      id: rowId(1),
      name: 'List 1',
      query: null,
      memberCount: 30,
      active: true,
      holds: 'contact',
    } as const;
    const asked = (world: World): SyncNow => ({ fields: world.order().fields, lists: [list] });
    async function ended(world: World, number: number) {
      const { status, failure, messages } = await world.outcome(number);
      const row = messages.findLast((message) => message.kind === 'sync-row');
      return { status, failure, patch: row?.kind === 'sync-row' ? row.patch : {} };
    }
    const isStored = async (world: World, number: number): Promise<boolean> =>
      (await world.reader((reader) => reader.profiles.find('contact', personId('contact', number)))) !== null;

    it('E6 ends cancelled and stores nobody where the sync itself was deleted while it was read', async () => {
      const world = aWorld(7);
      world.lookAgain = () => null;
      await world.run(1);
      const { status, failure, messages } = await world.outcome(1);
      expect({ status, failure }).toEqual({ status: 'cancelled', failure: 'SYNC_DELETED' });
      expect(messages.map(({ kind }) => kind).slice(-1)).toEqual(['mail']);
      expect(messages.findLast(({ kind }) => kind === 'mail')).toMatchObject({
        notice: { status: 'cancelled', safeToSend: false, rowIsGone: true },
      });
      expect(await isStored(world, 1)).toBe(false);
    });

    it('is safe to send while they are what was read', async () => {
      const world = aWorld();
      world.lookAgain = () => asked(world);
      await world.run(1);
      expect(await ended(world, 1)).toMatchObject({ status: 'completed', patch: { safeToSend: true } });
    });

    it.each<[string, readonly SyncNow['lists'][number][], string]>([
      ['deleted', [], '"List 1" was removed from the sync or deleted'],
      ['deactivated', [{ ...list, active: false }], '"List 1" was deactivated'],
      ['made dynamic', [{ ...list, query: '<fetch/>' }], '"List 1" is of another kind now'],
    ])(
      'K13 fails by name when a list was %s while it was read; what was synced before stays',
      async (_, lists, said) => {
        const world = aWorld();
        await world.run(1);
        world.enlist(1, 'contact', [40]);
        world.lookAgain = () => ({ ...asked(world), lists });
        await world.run(2);
        const { status, failure, patch } = await ended(world, 2);
        expect([status, failure, patch.safeToSend]).toEqual(['failed', 'LIST_CHANGED', false]);
        expect(patch.message).toContain(said);
        expect([await isStored(world, 3), await isStored(world, 40)]).toEqual([true, false]);
      },
    );

    it.each<[string, (now: SyncNow) => SyncNow, string]>([
      ['emptied', (now) => ({ ...now, lists: [{ ...list, memberCount: 0 }] }), '30 members fewer'],
      ['given other members', (now) => ({ ...now, lists: [{ ...list, gained: true }] }), 'has other members'],
      [
        'joined by another list',
        (now) => ({ ...now, lists: [list, { ...list, id: rowId(2), name: 'New' }] }),
        '"New" was added',
      ],
    ])('K13 completes without being safe to send when a list was %s meanwhile', async (_, change, said) => {
      const world = aWorld();
      world.lookAgain = () => change(asked(world));
      await world.run(1);
      const { status, patch } = await ended(world, 1);
      expect([status, patch.safeToSend]).toEqual(['completed', false]);
      expect(patch.readiness).toContain(said);
      expect(patch.readiness).toContain('30 of 30 members ready');
    });

    it('K13 says so, too, when the selection of fields was changed meanwhile', async () => {
      const world = aWorld();
      const { fields } = world.order();
      world.lookAgain = () => ({ ...asked(world), fields: { ...fields, contact: [...fields.contact, 'jobtitle'] } });
      await world.run(1);
      expect((await ended(world, 1)).patch.readiness).toContain('not synced yet: jobtitle');
    });

    it('K3 keeps the fields of a person whom a later sync with fewer of them holds as well, each the newest', async () => {
      const world = aWorld(1);
      await world.run(1);
      const found = () => world.reader((reader) => reader.profiles.find('contact', personId('contact', 29)));
      const before = await found();
      const fewer = aWorld(4, [29, 50]);
      fewer.source.columns = columns.slice(0, 1);
      fewer.source.add('contact', [aPerson('contact', 29, { firstname: 'Renamed' })]);
      await fewer.run(4);
      expect((await found())?.values).toEqual({ ...before?.values, firstname: 'Renamed' });
      // Whom the later one does not hold is as he was.
      const other = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 3)));
      expect(Object.keys(other?.values ?? {})).toEqual(Object.keys(before?.values ?? {}));
      // Synced again, the first is the newest for every column.
      world.source.add('contact', [aPerson('contact', 29, { firstname: 'Again' })]);
      await world.run(5);
      expect((await found())?.values).toEqual({ ...before?.values, firstname: 'Again' });
    });

    it('K3 knows who was no member when it was synced', async () => {
      const world = aWorld();
      world.source.add('contact', [aPerson('contact', 2, { statecode: 1 })]);
      await world.run(1);
      const ids = [2, 3, 40].map((number) => personId('contact', number));
      expect(await world.reader((reader) => reader.syncs.strangersTo(world.dataSyncId, 'contact', ids))).toEqual(
        ids.slice(2),
      );
    });
  });
}
