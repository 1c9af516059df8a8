import { noOutcomes } from '@pmds/contracts/run/counts';
import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { troubledOutcome, troubledWorld } from './troubled-world';
import { aList, range, runIdOf, World } from './world';

/** Who is counted as what, and what is readable then. */
export function countsSuite(store: SuiteStore): void {
  it('CD-18 CD-19 gives every member of overlapping lists exactly one outcome', async () => {
    const world = troubledWorld(store.backend);
    expect(await world.run(1)).toBe('ended');
    const outcome = await world.outcome(1);
    expect(outcome.counts).toEqual(troubledOutcome);
    expect(outcome.members).toEqual({ contact: 100, lead: 40 });
    expect(outcome.status).toBe('completed-with-errors');
  });

  it('CD-20 counts as errors exactly the Trace rows it sends', async () => {
    const world = troubledWorld(store.backend);
    await world.run(1);
    const outcome = await world.outcome(1);
    expect(outcome.errors).toBe(3);
    expect(new Set(outcome.traces).size).toBe(3);
  });

  it('IZ-02 says by which flag people opted out, also of those that an incremental run does not read', async () => {
    const world = troubledWorld(store.backend);
    await world.run(1);
    world.runType = 'automatic';
    await world.run(2);
    for (const number of [1, 2]) {
      const row = (await world.outcome(number)).messages.findLast((message) => message.kind === 'run-row');
      expect(row?.kind === 'run-row' ? row.patch.optOuts : null).toEqual({ donotbulkemail: 1, donotemail: 1 });
      expect((await world.outcome(number)).counts.contact['skipped-opted-out']).toBe(2);
    }
    expect((await world.outcome(2)).runType).toBe('incremental');
  });

  it('CD-02 makes every synced member readable at the moment of Completed, and nobody else', async () => {
    const world = troubledWorld(store.backend);
    await world.run(1);
    const found = await world.reader(async (reader) => {
      const hits = await Promise.all(
        range(0, 100).map((number) => reader.profiles.find('contact', personId('contact', number))),
      );
      return hits.flatMap((hit, number) => (hit === null ? [] : [number]));
    });
    expect(found).toEqual(range(0, 100).filter((number) => ![3, 4, 5, 6, 7, 8, 9, 10, 20, 30].includes(number)));
  });

  it('CD-01 stores the selected columns and their values, and nothing else', async () => {
    const world = new World(store.backend);
    world.source.add('contact', [aPerson('contact', 1, { jobtitle: 'Pilot', birthdate: undefined })]);
    world.enlist(1, 'contact', [1]);
    await world.run(1);
    const profile = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 1)));
    expect(profile?.values).toEqual({ firstname: 'Person 1', birthdate: null });
    expect(profile?.runId).toBe(runIdOf(1));
  });

  it('CD-04 counts the same population alike as a static and as a dynamic list', async () => {
    const counts = async (kind: 'static' | 'dynamic', number: number): Promise<unknown> => {
      const world = new World(store.backend, { lists: [aList(1, 'contact', { kind, name: 'All' })] });
      world.source.add(
        'contact',
        range(0, 45).map((person) => aPerson('contact', person, { statecode: person % 7 === 0 ? 1 : 0 })),
      );
      world.source.queries.set('All', () => true);
      world.enlist(1, 'contact', range(0, 45));
      await world.run(number);
      return (await world.outcome(number)).members;
    };
    expect(await counts('static', 1)).toEqual(await counts('dynamic', 2));
  });

  it('CD-31 counts members whose values did not change as unchanged in the next run', async () => {
    const world = new World(store.backend);
    world.source.add(
      'contact',
      range(0, 25).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 25));
    await world.run(1);
    world.source.add('contact', [aPerson('contact', 5, { firstname: 'Renamed' })]);
    await world.run(2);
    const { counts } = await world.outcome(2);
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 1, unchanged: 24 });
  });

  it('PR-04 no longer finds a member that left the lists, and counts it as removed', async () => {
    const world = new World(store.backend);
    world.source.add(
      'contact',
      range(0, 25).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 25));
    await world.run(1);
    world.source.members.values().next().value?.delete(personId('contact', 7));
    await world.run(2);
    const ending = (await world.outcome(2)).messages.find((message) => message.kind === 'run-row');
    expect(ending?.kind === 'run-row' ? ending.patch.removed : null).toBe(1);
    expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 7)))).toBeNull();
  });

  it('keeps a member of the scan that left its list before it was read', async () => {
    const world = new World(store.backend);
    world.source.add(
      'contact',
      range(0, 25).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 25));
    world.source.beforePage = (page) => {
      if (page === 1) world.source.members.values().next().value?.delete(personId('contact', 12));
    };
    await world.run(1);
    expect((await world.outcome(1)).counts.contact.synced).toBe(25);
  });

  it('leaves out somebody who joined after the scan', async () => {
    const world = new World(store.backend);
    world.source.add(
      'contact',
      range(0, 25).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 20));
    world.source.beforePage = (page) => {
      if (page === 1) world.enlist(1, 'contact', range(20, 25));
    };
    await world.run(1);
    expect((await world.outcome(1)).members).toEqual({ contact: 20, lead: 0 });
    expect((await world.outcome(1)).counts.contact.synced).toBe(20);
  });
}
