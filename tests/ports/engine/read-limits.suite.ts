import { noOutcomes } from '@pmds/contracts/run/counts';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { range, World } from './world';

/** People who go out of the service's reach between two runs. */
export function readLimitsSuite(store: SuiteStore): void {
  describe('whose application user reads less than before', () => {
    async function afterFirstRun(): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 20 }) });
      world.source.add(
        'contact',
        range(0, 30).map((number) => aPerson('contact', number, number === 0 ? { birthdate: 'x' } : {})),
      );
      world.enlist(1, 'contact', range(0, 30));
      world.runType = 'automatic';
      await world.run(1);
      for (const number of [7, 8]) world.source.unreadable.add(personId('contact', number));
      world.source.limits = [{ table: 'contact', level: 'Local', unseen: false }];
      return world;
    }
    const expected = { ...noOutcomes, 'failed-unreadable': 2, 'failed-value': 1, unchanged: 27 };

    it.each(['automatic', 'retry'] as const)(
      'B6 takes nobody over unseen in a run that is %s: whoever is out of reach is unreadable, not ready',
      async (runType) => {
        const world = await afterFirstRun();
        world.runType = runType;
        await world.run(2);
        const outcome = await world.outcome(2);
        expect(outcome).toMatchObject({ status: 'completed-with-errors', errors: 3 });
        expect(outcome.counts.contact).toEqual(expected);
        expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 7)))).toBeNull();
      },
    );

    it('B6 is refused while members could be missing that nobody can count; what was synced stays', async () => {
      const world = await afterFirstRun();
      world.source.limits = [{ table: 'contact', level: 'Deep', unseen: true }];
      await world.run(2);
      expect(await world.outcome(2)).toMatchObject({ status: 'failed', failure: 'READ_LIMITED' });
      expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 7)))).not.toBeNull();
    });
  });
}
