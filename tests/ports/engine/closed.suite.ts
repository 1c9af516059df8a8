import type { FetchedProfile } from '@pmds/bridge/ports/store/intake';
import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, World } from './world';

/** A person whom one sync knows to be deleted, inactive or opted out is closed for all of them. */
export function closedSuite(store: SuiteStore): void {
  describe('that learns that somebody is gone', () => {
    /** Two syncs that store the same 30 contacts; the first one also stores 30 leads. */
    async function twoSyncs(): Promise<readonly [World, World]> {
      const one = new World(store.backend, { lists: [aList(1, 'contact'), aList(3, 'lead')] });
      const two = new World(store.backend, { source: one.source, lists: [aList(2, 'contact')], dataSyncId: rowId(2) });
      for (const table of ['contact', 'lead'] as const) {
        one.source.add(
          table,
          range(0, 30).map((number) => aPerson(table, number)),
        );
      }
      one.enlist(1, 'contact', range(0, 30));
      one.enlist(2, 'contact', range(0, 30));
      one.enlist(3, 'lead', range(0, 30));
      await one.run(1);
      await two.run(2);
      return [one, two];
    }
    const id = personId('contact', 7);
    const found = (world: World) => world.reader((reader) => reader.profiles.find('contact', id));
    const reason = (world: World) =>
      world.reader(async (reader) => (await reader.profiles.closed('contact', id))?.reason ?? null);
    const changed = (world: World, more: Readonly<Record<string, unknown>>): void =>
      world.source.add('contact', [aPerson('contact', 7, { modifiedon: new Date(Date.now() + 60_000), ...more })]);

    it.each(['full', 'automatic'] as const)(
      'K12 closes who was deleted and left the lists by it, in a run that is %s',
      async (type) => {
        const [one] = await twoSyncs();
        one.source.people.contact.delete(id);
        for (const members of one.source.members.values()) members.delete(id);
        one.runType = type;
        await one.run(3);
        expect((await one.outcome(3)).status).toBe('completed');
        expect(await found(one)).toBeNull();
        expect(await reason(one)).toBe('deleted');
      },
    );

    it.each([
      ['inactive', { statecode: 1 }, 'inactive', 'full'],
      ['inactive', { statecode: 1 }, 'inactive', 'automatic'],
      ['opted out', { donotbulkemail: true }, 'opted-out', 'full'],
      ['opted out', { donotemail: true }, 'opted-out', 'automatic'],
    ] as const)('K12 closes who is %s and still on the list (%j)', async (_which, more, expected, type) => {
      const [one, two] = await twoSyncs();
      changed(one, more);
      one.runType = type;
      await one.run(3);
      expect(await found(one)).toBeNull();
      expect(await reason(one)).toBe(expected);
      // Somebody who is well again is open as soon as a later run of any sync reads him.
      changed(one, { firstname: 'Again' });
      await two.run(4);
      expect((await found(one))?.values['firstname']).toBe('Again');
      expect(await reason(one)).toBeNull();
    });

    it('K12 closes who left the list by being deactivated', async () => {
      const [one] = await twoSyncs();
      changed(one, { statecode: 1 });
      one.source.members.get(rowId(1))?.delete(id);
      await one.run(3);
      expect(await reason(one)).toBe('inactive');
    });

    it('K12 leaves open who left one list only, who cannot be read, and who has no address any more', async () => {
      const [one] = await twoSyncs();
      one.source.members.get(rowId(1))?.delete(id);
      one.source.unreadable.add(personId('contact', 8));
      one.source.add('contact', [aPerson('contact', 9, { emailaddress1: null })]);
      await one.run(3);
      for (const number of [7, 8, 9]) {
        const person = personId('contact', number);
        expect(await one.reader((reader) => reader.profiles.find('contact', person))).not.toBeNull();
      }
    });

    it('K12 is not opened by a run that began before he was closed', async () => {
      const [one, two] = await twoSyncs();
      const storage = await store.backend.open();
      const since = new Date(Date.now() + 60_000);
      await storage.transaction((unit) => unit.closed.close({ table: 'contact', id, reason: 'inactive', since }));
      await two.runIn(storage, 3);
      await storage[Symbol.asyncDispose]();
      expect(await reason(one)).toBe('inactive');
      expect(await found(one)).toBeNull();
    });

    it('a lead of the same id is another person', async () => {
      const [one] = await twoSyncs();
      changed(one, { statecode: 1 });
      await one.run(3);
      expect(await one.reader((reader) => reader.profiles.find('lead', personId('lead', 7)))).not.toBeNull();
    });
  });

  describe('what was read on demand', () => {
    const id = personId('contact', 500);
    const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
    const fetched = (minute: number, firstname: string): FetchedProfile => ({
      table: 'contact',
      id,
      values: { firstname },
      labels: {},
      columns: {},
      fetchedAt: at(minute),
    });
    const name = async (): Promise<unknown> => {
      const reader = await store.backend.openReader();
      try {
        return (await reader.profiles.find('contact', id))?.values['firstname'] ?? null;
      } finally {
        await reader[Symbol.asyncDispose]();
      }
    };

    it('E11 is forgotten when somebody is closed, not taken back by what is older, and open to what is newer', async () => {
      const storage = await store.backend.open();
      const closed = { table: 'contact', id, reason: 'deleted', since: at(2) } as const;
      await storage.transaction((unit) => unit.closed.keepFetched(fetched(1, 'Ada')));
      expect(await name()).toBe('Ada');
      await storage.transaction((unit) => unit.closed.close(closed));
      expect(await name()).toBeNull();
      await storage.transaction((unit) => unit.closed.keepFetched(fetched(1, 'Ada')));
      expect(await name()).toBeNull();
      await storage.transaction((unit) => unit.closed.keepFetched(fetched(3, 'Ada again')));
      expect(await name()).toBe('Ada again');
      // Known later, and older all the same.
      await storage.transaction((unit) => unit.closed.close(closed));
      await storage[Symbol.asyncDispose]();
    });

    it('E11 is purged after its time, and so is the memory of who is closed and stored nowhere', async () => {
      const storage = await store.backend.open();
      await storage.transaction((unit) => unit.closed.keepFetched(fetched(5, 'Ada')));
      const gone = { table: 'lead', id: personId('lead', 1), reason: 'deleted', since: at(5) } as const;
      await storage.transaction((unit) => unit.closed.close(gone));
      const closed = async () => {
        const reader = await store.backend.openReader();
        const found = await reader.profiles.closed('lead', personId('lead', 1));
        await reader[Symbol.asyncDispose]();
        return found;
      };
      await storage.transaction((unit) => unit.closed.forgetBefore(at(5)));
      expect([await name(), (await closed())?.reason]).toEqual(['Ada', 'deleted']);
      await storage.transaction((unit) => unit.closed.forgetBefore(at(6)));
      expect([await name(), await closed()]).toEqual([null, null]);
      await storage[Symbol.asyncDispose]();
    });

    it('E11 gives way to a run that stores the same person, whose values are shown and counted once', async () => {
      const world = new World(store.backend);
      world.source.add('contact', [aPerson('contact', 500, { firstname: 'From the run' })]);
      world.enlist(1, 'contact', [500]);
      const storage = await store.backend.open();
      await storage.transaction((unit) => unit.closed.keepFetched(fetched(1, 'On demand')));
      await world.runIn(storage, 1);
      await storage[Symbol.asyncDispose]();
      expect(await name()).toBe('From the run');
      expect(await store.backend.execute('delete from fetched_profile', [])).toBe(0);
      expect(await world.reader(async (reader) => (await reader.state.counts()).profiles)).toBe(1);
    });
  });
}
