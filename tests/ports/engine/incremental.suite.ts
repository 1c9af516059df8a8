import { noOutcomes } from '@pmds/contracts/run/counts';
import { aPerson, columns, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { range, runIdOf, World } from './world';

/** Runs that read only what differs from what is stored. */
export function incrementalSuite(store: SuiteStore): void {
  describe('that may be incremental', () => {
    const changed = (number: number, more: Readonly<Record<string, unknown>> = {}) =>
      aPerson('contact', number, { modifiedon: new Date(Date.now() + 60_000), ...more });

    /** A completed full run of 60 contacts, of whom 3 are inactive and 2 fail. */
    async function afterFirstRun(): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 20 }) });
      const trouble = (number: number) => (number < 3 ? { statecode: 1 } : number < 5 ? { birthdate: 'x' } : {});
      world.source.add(
        'contact',
        range(0, 60).map((number) => aPerson('contact', number, trouble(number))),
      );
      world.enlist(1, 'contact', range(0, 60));
      world.runType = 'automatic';
      await world.run(1);
      world.source.memberRows = 0;
      return world;
    }
    const stored = (world: World, number: number) =>
      world.reader((reader) => reader.profiles.find('contact', personId('contact', number)));

    it('is full the first time, and IZ-01 writes nothing and reads next to nothing when nothing changed', async () => {
      const world = await afterFirstRun();
      await world.run(2);
      const outcome = await world.outcome(2);
      expect((await world.outcome(1)).runType).toBe('full');
      expect(outcome).toMatchObject({ runType: 'incremental', status: 'completed-with-errors', errors: 2 });
      expect(outcome.counts.contact).toEqual({
        ...noOutcomes,
        'skipped-inactive': 3,
        'failed-value': 2,
        unchanged: 55,
      });
      // Whoever failed is looked at in every run.
      expect(world.source.memberRows).toBe(2);
    });

    it('IZ-02 is full when other flags stand against the mailing, and skips by the new ones', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [aPerson('contact', 10, { donotphone: true })]);
      world.optOutFlags = ['donotphone'];
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome).toMatchObject({ runType: 'full', counts: { contact: { 'skipped-opted-out': 1 } } });
      expect(await stored(world, 10)).toBeNull();
      // The same flags again: nobody has to be read anew but those who failed.
      world.source.memberRows = 0;
      await world.run(3);
      expect((await world.outcome(3)).runType).toBe('incremental');
      expect(world.source.memberRows).toBe(2);
    });

    it('PR-10 PR-04 writes joiners and changed values, and removes leavers, deactivated and deleted members', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [
        changed(10, { firstname: 'Changed' }),
        changed(11, { statecode: 1 }),
        aPerson('contact', 70),
      ]);
      world.source.add('contact', [changed(12), changed(0)]);
      world.enlist(1, 'contact', [70]);
      const list = world.source.members.values().next().value;
      list?.delete(personId('contact', 20));
      list?.delete(personId('contact', 21));
      world.source.people.contact.delete(personId('contact', 21));
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome.runType).toBe('incremental');
      expect(outcome.members).toEqual({ contact: 59, lead: 0 });
      expect(outcome.counts.contact).toEqual({
        ...noOutcomes,
        'skipped-inactive': 3,
        'failed-value': 2,
        synced: 3,
        unchanged: 51,
      });
      expect((await stored(world, 10))?.values['firstname']).toBe('Changed');
      expect((await stored(world, 70))?.values['firstname']).toBe('Person 70');
      expect((await stored(world, 0))?.values['firstname']).toBe('Person 0');
      for (const gone of [11, 20, 21]) expect(await stored(world, gone)).toBeNull();
      expect((await stored(world, 30))?.runId).toBe(runIdOf(2));
    });

    it('N6 heals a failed member in the next run without writing anybody else', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [aPerson('contact', 3)]);
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome.counts.contact).toMatchObject({ synced: 1, 'failed-value': 1, unchanged: 55 });
      expect(outcome.errors).toBe(1);
    });

    it('goes on from several incremental runs as from one', async () => {
      const world = await afterFirstRun();
      for (const number of [2, 3, 4]) {
        world.source.add('contact', [changed(10 + number, { firstname: `Run ${number}` })]);
        await world.run(number);
      }
      expect((await world.outcome(4)).counts.contact).toMatchObject({ synced: 1, unchanged: 54 });
      expect((await stored(world, 12))?.values['firstname']).toBe('Run 2');
    });

    it('RT-23 RT-24 is full when other fields are selected: a removed one leaves every row, an added one reaches who did not change', async () => {
      const world = await afterFirstRun();
      const all = async () => {
        const found = await Promise.all(range(0, 60).map((number) => stored(world, number)));
        return found.flatMap((profile) => (profile === null ? [] : [profile.values]));
      };
      const whole = await all();
      expect(whole).toHaveLength(55);
      world.source.columns = columns.slice(0, 1);
      await world.run(2);
      expect((await world.outcome(2)).runType).toBe('full');
      // The two whose birth date is none are stored now: nobody asks for it.
      expect(await all()).toEqual(range(3, 60).map((number) => ({ firstname: `Person ${number}` })));
      world.source.columns = columns;
      await world.run(3);
      expect((await world.outcome(3)).runType).toBe('full');
      expect(await all()).toEqual(whole);
    });

    it('PR-05 changes the row of the same person when the address changes, and makes no second one', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [changed(10, { emailaddress1: 'new@example.com', firstname: 'Moved' })]);
      await world.run(2);
      const { counts, members } = await world.outcome(2);
      expect(members?.contact).toBe(60);
      expect(counts.contact).toEqual({
        ...noOutcomes,
        'skipped-inactive': 3,
        'failed-value': 2,
        synced: 1,
        unchanged: 54,
      });
      expect((await stored(world, 10))?.values['firstname']).toBe('Moved');
    });

    it('OC-11 ends right when the store holds one too few and one too many', async () => {
      const world = await afterFirstRun();
      await store.backend.dropProfile(1, personId('contact', 30));
      await store.backend.addProfile(1, personId('contact', 99));
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome.status).toBe('completed-with-errors');
      expect(outcome.counts.contact).toMatchObject({ 'skipped-inactive': 3, 'failed-value': 2 });
      expect(outcome.counts.contact.synced + outcome.counts.contact.unchanged).toBe(55);
      expect((await stored(world, 30))?.values['firstname']).toBe('Person 30');
    });

    it('N4 ends with the same counts and store wherever it is stopped', async () => {
      for (let stopAt = 1; stopAt <= 2; stopAt += 1) {
        await store.renew();
        const world = await afterFirstRun();
        world.source.add('contact', [changed(10, { firstname: 'Changed' })]);
        world.source.pages = 0;
        const stop = new AbortController();
        world.source.beforePage = (page) => {
          if (page === stopAt) stop.abort(new Error('killed'));
        };
        await world.run(2, stop.signal);
        await world.run(2);
        expect((await world.outcome(2)).counts.contact).toMatchObject({
          synced: 1,
          'failed-value': 2,
          unchanged: 54,
        });
      }
    });
  });
}
