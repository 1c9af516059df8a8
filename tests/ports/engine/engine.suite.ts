import { noOutcomes } from '@pmds/contracts/counts';
import { aPerson, columns, FakeDataverse, personId } from './fake-dataverse';
import { aList, range, runIdOf, World, type Backend } from './world';

/** What a run must do on any store. */
export function engineSuite(backendName: string, makeBackend: () => Promise<Backend>): void {
  describe(`a run on ${backendName}`, () => {
    let backend: Backend;
    beforeEach(async () => {
      backend = await makeBackend();
    });
    afterEach(() => backend.dispose());

    /** 100 contacts and 40 leads in overlapping lists, some with trouble. */
    function troubledWorld(): World {
      const source = new FakeDataverse({ pageRows: 5, concurrency: 3 });
      const trouble: Readonly<Record<number, Readonly<Record<string, unknown>>>> = {
        3: { statecode: 1 },
        4: { statecode: 1, emailaddress1: null },
        5: { emailaddress1: '' },
        6: { emailaddress1: null, donotbulkemail: true },
        7: { donotbulkemail: true },
        8: { donotemail: true, birthdate: 'yesterday' },
        9: { birthdate: 'yesterday' },
        10: { firstname: 42 },
      };
      source.add(
        'contact',
        range(0, 100).map((number) => aPerson('contact', number, trouble[number])),
      );
      source.add(
        'lead',
        range(0, 40).map((number) => aPerson('lead', number, number === 1 ? { statecode: 2 } : {})),
      );
      source.queries.set('Dynamic', (person) => person.id >= personId('contact', 60));
      const lists = [
        aList(1, 'contact'),
        aList(2, 'contact'),
        aList(3, 'lead'),
        aList(4, 'contact', { kind: 'dynamic', name: 'Dynamic', query: '<fetch/>' }),
        aList(5, 'lead'),
      ];
      const world = new World(backend, { source, lists });
      world.enlist(1, 'contact', range(0, 60));
      world.enlist(2, 'contact', range(40, 80));
      world.enlist(3, 'lead', range(0, 40));
      world.enlist(5, 'lead', []);
      source.unreadable.add(personId('contact', 20));
      source.beforePage = (page) => {
        if (page === 1) source.people.contact.delete(personId('contact', 30));
      };
      return world;
    }

    const expected = {
      contact: {
        ...noOutcomes,
        'failed-unreadable': 1,
        'skipped-deleted': 1,
        'skipped-inactive': 2,
        'skipped-no-email': 2,
        'skipped-opted-out': 2,
        'failed-value': 2,
        synced: 90,
      },
      lead: { ...noOutcomes, 'skipped-inactive': 1, synced: 39 },
    };

    it('CD-18 CD-19 gives every member of overlapping lists exactly one outcome', async () => {
      const world = troubledWorld();
      expect(await world.run(1)).toBe('ended');
      const outcome = await world.outcome(1);
      expect(outcome.counts).toEqual(expected);
      expect(outcome.members).toEqual({ contact: 100, lead: 40 });
      expect(outcome.status).toBe('completed-with-errors');
    });

    it('CD-20 counts as errors exactly the Trace rows it sends', async () => {
      const world = troubledWorld();
      await world.run(1);
      const outcome = await world.outcome(1);
      expect(outcome.errors).toBe(3);
      expect(new Set(outcome.traces).size).toBe(3);
    });

    it('CD-02 makes every synced member readable at the moment of Completed, and nobody else', async () => {
      const world = troubledWorld();
      await world.run(1);
      const found = await world.reader(async (reader) => {
        const hits = await Promise.all(
          range(0, 100).map((number) => reader.find('contact', personId('contact', number))),
        );
        return hits.flatMap((hit, number) => (hit === null ? [] : [number]));
      });
      expect(found).toEqual(range(0, 100).filter((number) => ![3, 4, 5, 6, 7, 8, 9, 10, 20, 30].includes(number)));
    });

    it('CD-01 stores the selected columns and their values, and nothing else', async () => {
      const world = new World(backend);
      world.source.add('contact', [aPerson('contact', 1, { jobtitle: 'Pilot', birthdate: undefined })]);
      world.enlist(1, 'contact', [1]);
      await world.run(1);
      const profile = await world.reader((reader) => reader.find('contact', personId('contact', 1)));
      expect(profile?.values).toEqual({ firstname: 'Person 1', birthdate: null });
      expect(profile?.runId).toBe(runIdOf(1));
    });

    it('CD-04 counts the same population alike as a static and as a dynamic list', async () => {
      const counts = async (kind: 'static' | 'dynamic', number: number): Promise<unknown> => {
        const world = new World(backend, { lists: [aList(1, 'contact', { kind, name: 'All' })] });
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
      const world = new World(backend);
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
      const world = new World(backend);
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
      expect(await world.reader((reader) => reader.find('contact', personId('contact', 7)))).toBeNull();
    });

    it('keeps a member of the scan that left its list before it was read', async () => {
      const world = new World(backend);
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
      const world = new World(backend);
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

    it('N5 ends Failed when a stored row vanishes behind the back of the ledger', async () => {
      const world = troubledWorld();
      expect(await dropOneProfile(world, backend)).toBe('ended');
      const outcome = await world.outcome(1);
      expect(outcome.status).toBe('failed');
      expect(['COUNT_MISMATCH', 'STORE_MISMATCH']).toContain(outcome.failure);
      expect(await world.reader((reader) => reader.find('contact', personId('contact', 50)))).toBeNull();
    });

    it('N4 ends with the same counts and Trace rows wherever it is stopped', async () => {
      const undisturbed = troubledWorld();
      await undisturbed.run(1);
      const reference = await undisturbed.outcome(1);
      for (let stopAt = 1; stopAt <= 31; stopAt += 6) {
        await backend.dispose();
        backend = await makeBackend();
        const world = troubledWorld();
        const before = world.source.beforePage;
        const stop = new AbortController();
        world.source.beforePage = async (page) => {
          await before(page);
          if (page === stopAt) stop.abort(new Error('killed'));
        };
        await world.run(1, stop.signal);
        expect(await world.run(1)).toBe('ended');
        const outcome = await world.outcome(1);
        expect(outcome.counts).toEqual(reference.counts);
        expect(outcome.traces).toEqual(reference.traces);
      }
    });

    it('N8 stops instead of replacing what is stored by nothing, and goes on when the start is repeated', async () => {
      const world = new World(backend);
      world.source.add(
        'contact',
        range(0, 25).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 25));
      await world.run(1);
      world.source.members.clear();
      await world.run(2);
      expect((await world.outcome(2)).failure).toBe('NO_MEMBERS');
      expect(await world.reader((reader) => reader.find('contact', personId('contact', 7)))).not.toBeNull();
      await world.run(3);
      expect((await world.outcome(3)).status).toBe('completed');
    });

    it('N8 stops when the set would shrink below half', async () => {
      const world = new World(backend);
      world.source.add(
        'contact',
        range(0, 40).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 40));
      await world.run(1);
      world.source.members.clear();
      world.enlist(1, 'contact', range(0, 19));
      await world.run(2);
      expect((await world.outcome(2)).failure).toBe('SHRINK_BRAKE');
      world.enlist(1, 'contact', [19]);
      await world.run(3);
      expect((await world.outcome(3)).status).toBe('completed');
    });

    it('ends Failed with the sentences of the start rules when they are not met', async () => {
      const sentence = 'Name is empty. Give the sync a name and save.';
      const claim = { kind: 'refused', problems: [{ code: 'NAME_MISSING', sentence }] } as const;
      const world = new World(backend, { claim });
      await world.run(1);
      const outcome = await world.outcome(1);
      const row = outcome.messages.find((message) => message.kind === 'sync-row');
      expect(row?.kind === 'sync-row' ? row.patch.message : null).toBe(sentence);
      expect(outcome).toMatchObject({ status: 'failed', failure: 'START_REFUSED', errors: 1 });
    });

    it('ends Cancelled and keeps what was current when somebody cancels it', async () => {
      const world = new World(backend);
      world.source.add(
        'contact',
        range(0, 30).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 30));
      await world.run(1);
      const storage = await backend.open();
      world.source.beforePage = async () => {
        await storage.transaction((writer) => writer.requestCancel(runIdOf(2)));
        await new Promise((resolve) => setTimeout(resolve, 80));
      };
      world.source.add('contact', [aPerson('contact', 1, { firstname: 'Later' })]);
      await world.runIn(storage, 2);
      await storage[Symbol.asyncDispose]();
      expect((await world.outcome(2)).status).toBe('cancelled');
      const profile = await world.reader((reader) => reader.find('contact', personId('contact', 1)));
      expect(profile?.values['firstname']).toBe('Person 1');
    });

    describe('that may be incremental', () => {
      const changed = (number: number, more: Readonly<Record<string, unknown>> = {}) =>
        aPerson('contact', number, { modifiedon: new Date(Date.now() + 60_000), ...more });

      /** A completed full run of 60 contacts, of whom 3 are inactive and 2 fail. */
      async function afterFirstRun(): Promise<World> {
        const world = new World(backend, { source: new FakeDataverse({ pageRows: 20 }) });
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
        world.reader((reader) => reader.find('contact', personId('contact', number)));

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

      it('RT-23 RT-24 is full when other fields are selected', async () => {
        const world = await afterFirstRun();
        world.source.columns = columns.slice(0, 1);
        await world.run(2);
        expect((await world.outcome(2)).runType).toBe('full');
        expect((await stored(world, 30))?.values).toEqual({ firstname: 'Person 30' });
      });

      it('OC-11 falls back to full, and ends right, when the store does not hold what it should', async () => {
        const world = await afterFirstRun();
        await backend.dropProfile(1, personId('contact', 30));
        await backend.addProfile(1, personId('contact', 99));
        await world.run(2);
        const outcome = await world.outcome(2);
        expect(outcome.status).toBe('completed-with-errors');
        expect(outcome.counts.contact).toMatchObject({ 'skipped-inactive': 3, 'failed-value': 2 });
        expect(outcome.counts.contact.synced + outcome.counts.contact.unchanged).toBe(55);
        expect((await stored(world, 30))?.values['firstname']).toBe('Person 30');
      });

      it('N4 ends with the same counts and store wherever it is stopped', async () => {
        for (let stopAt = 1; stopAt <= 2; stopAt += 1) {
          await backend.dispose();
          backend = await makeBackend();
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

    it('refuses a second start while one is on its way, and a run id it knows', async () => {
      const storage = await backend.open();
      const request = (number: number, sync: number) => ({
        runId: runIdOf(number),
        dataSyncId: runIdOf(sync) as never,
        runType: 'full' as const,
        trigger: 'button' as const,
        requestedAt: new Date(),
      });
      const add = (number: number, sync: number): Promise<boolean> =>
        storage.transaction((writer) => writer.addRun(request(number, sync)));
      expect([await add(1, 50), await add(1, 50), await add(2, 50), await add(3, 51)]).toEqual([
        true,
        false,
        false,
        true,
      ]);
      await storage[Symbol.asyncDispose]();
    });
  });
}

/** Works on a run and takes one stored profile away, on a connection of its own, when the last page was committed. */
async function dropOneProfile(world: World, backend: Backend): Promise<string> {
  const storage = await backend.open();
  const transaction = storage.transaction.bind(storage);
  let dropped = false;
  storage.transaction = async (unit) => {
    const run = await storage.read.run(runIdOf(1));
    if (run?.phase === 'verify' && !dropped) {
      dropped = true;
      await backend.dropProfile(run.generation, personId('contact', 50));
    }
    return transaction(unit);
  };
  const finishing = await world.runIn(storage, 1);
  await storage[Symbol.asyncDispose]();
  return finishing;
}
