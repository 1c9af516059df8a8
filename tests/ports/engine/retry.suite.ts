import { noOutcomes } from '@pmds/contracts/run/counts';
import { aPerson, columns, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, World } from './world';

/** Runs that read again whoever failed, and nobody else. */
export function retrySuite(store: SuiteStore): void {
  describe('that retries what failed', () => {
    const failing = [3, 4, 5];

    /** 60 contacts: 0 to 2 inactive, 3 and 4 with a wrong value, 5 unreadable, 6 deleted while the run reads. */
    async function afterFirstRun(): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 20 }) });
      const trouble = (number: number) => (number < 3 ? { statecode: 1 } : number < 5 ? { birthdate: 'x' } : {});
      world.source.add(
        'contact',
        range(0, 60).map((number) => aPerson('contact', number, trouble(number))),
      );
      world.enlist(1, 'contact', range(0, 60));
      world.source.unreadable.add(personId('contact', 5));
      world.source.beforePage = () => void world.source.people.contact.delete(personId('contact', 6));
      await world.run(1);
      world.source.beforePage = () => undefined;
      world.runType = 'retry';
      Object.assign(world.source, { memberRows: 0, membershipPages: 0, pages: 0 });
      return world;
    }
    const stored = (world: World, number: number) =>
      world.reader((reader) => reader.profiles.find('contact', personId('contact', number)));
    const rest = { 'skipped-inactive': 3, 'skipped-deleted': 1 };

    it('N6 reads only who failed, and counts those that are well now as synced', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [aPerson('contact', 3)]);
      world.source.unreadable.clear();
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome).toMatchObject({ runType: 'retry', status: 'completed-with-errors', errors: 1 });
      expect(outcome.counts.contact).toEqual({ ...noOutcomes, ...rest, synced: 2, 'failed-value': 1, unchanged: 53 });
      expect([world.source.membershipPages, world.source.pages, world.source.memberRows]).toEqual([
        0,
        0,
        failing.length,
      ]);
      expect((await stored(world, 3))?.values['birthdate']).toBe('1980-05-17');
      expect(await stored(world, 4)).toBeNull();
    });

    it('N6 closes the Trace rows of the run before, and sends those of members that fail again', async () => {
      const world = await afterFirstRun();
      world.source.unreadable.clear();
      await world.run(2);
      const { messages, traces } = await world.outcome(2);
      const closed = messages.flatMap((message) => (message.kind === 'close-traces' ? message.ids : []));
      expect([...closed].sort()).toEqual((await world.outcome(1)).traces);
      expect(traces).toHaveLength(2);
    });

    it('N6 has nothing more to do once everybody is well', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [aPerson('contact', 3), aPerson('contact', 4)]);
      world.source.unreadable.clear();
      await world.run(2);
      await world.run(3);
      const outcome = await world.outcome(3);
      expect(outcome).toMatchObject({ runType: 'retry', status: 'completed', errors: 0 });
      expect(outcome.counts.contact).toEqual({ ...noOutcomes, ...rest, unchanged: 56 });
      expect(world.source.memberRows).toBe(failing.length);
    });

    it('N6 leaves what changed meanwhile to the next run, which does not miss it', async () => {
      const world = await afterFirstRun();
      // Later than the first run by more than the overlap, and earlier than the retry.
      const longAgo = new Date(Date.now() - 24 * 3_600_000).toISOString();
      await store.backend.execute('update current_generation set started_at = ?', [longAgo]);
      const modifiedon = new Date(Date.now() - 3_600_000);
      world.source.add('contact', [aPerson('contact', 30, { firstname: 'Changed', modifiedon })]);
      await world.run(2);
      expect((await stored(world, 30))?.values['firstname']).toBe('Person 30');
      world.runType = 'automatic';
      await world.run(3);
      expect((await world.outcome(3)).runType).toBe('incremental');
      expect((await stored(world, 30))?.values['firstname']).toBe('Changed');
    });

    const otherFields = (world: World): void => void (world.source.columns = columns.slice(0, 1));
    const otherLists = (world: World): void => void (world.lists = [aList(1, 'contact'), aList(2, 'contact')]);
    it.each([
      ['fields', otherFields, 'full'],
      ['lists', otherLists, 'incremental'],
    ] as const)('is an ordinary run when other %s are chosen', async (_, change, type) => {
      const world = await afterFirstRun();
      change(world);
      world.enlist(2, 'contact', [10]);
      await world.run(2);
      expect((await world.outcome(2)).runType).toBe(type);
      expect(world.source.membershipPages).toBeGreaterThan(0);
    });

    it('is an ordinary run when there is none before it', async () => {
      const world = new World(store.backend);
      world.source.add('contact', [aPerson('contact', 1)]);
      world.enlist(1, 'contact', [1]);
      world.runType = 'retry';
      await world.run(1);
      expect(await world.outcome(1)).toMatchObject({ runType: 'full', status: 'completed' });
    });
  });
}
