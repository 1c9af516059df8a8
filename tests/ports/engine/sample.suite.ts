import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, runIdOf, World } from './world';

/** The members by which a source is cut into ranges. */
export function sampleSuite(store: SuiteStore): void {
  it('E3 takes every n-th member of a source in the order of their ids, and nobody of another source', async () => {
    const lists = [aList(1, 'contact'), aList(2, 'contact', { kind: 'dynamic', name: 'Later', query: '<fetch/>' })];
    const world = new World(store.backend, { lists });
    const person = (number: number) => aPerson('contact', number);
    world.source.add('contact', range(0, 120).map(person));
    const inLater = new Set<string>(range(50, 120).map((number) => personId('contact', number)));
    world.source.queries.set('Later', ({ id }) => inLater.has(id));
    world.enlist(1, 'contact', range(0, 95));
    await world.run(1);
    const storage = await store.backend.open();
    try {
      const run = await storage.read.runs.find(runIdOf(1));
      const sample = (source: number, size: number) =>
        run === null ? null : storage.read.members.sample(run, 'contact', source, size);
      const ids = (numbers: readonly number[]) => numbers.map((number) => personId('contact', number)).sort();
      const [fixed, later] = [ids(range(0, 95)), ids(range(95, 120))];
      expect(await sample(0, 10)).toEqual(fixed.filter((_, at) => at % 10 === 9));
      expect(await sample(1, 1_000)).toEqual(later);
      expect(await sample(1, 1)).toEqual(later.slice(-1));
      expect(await sample(2, 10)).toEqual([]);
    } finally {
      await storage[Symbol.asyncDispose]();
    }
  });
}
