import { personId } from './fake-dataverse';
import { ScopedSync } from './scoped-sync';
import type { SuiteStore } from './suite-store';
import { range, runIdOf } from './world';

/** Runs over some lists of a sync: the others keep their members, their counts and what is known of each. */
export function scopeSuite(store: SuiteStore): void {
  describe('that covers some lists', () => {
    /** A completed full run with people of every outcome on covered lists, on others and on both. */
    async function afterFullRun(): Promise<ScopedSync> {
      const sync = new ScopedSync(store.backend);
      const trouble = [{ statecode: 1 }, { birthdate: 'x' }, { emailaddress1: null }, { donotbulkemail: true }];
      for (const [at, more] of trouble.entries()) {
        for (const first of [0, 8, 14]) sync.change('contact', first + at, more);
      }
      sync.change('contact', 22, { birthdate: 'x' });
      sync.change('contact', 28, { birthdate: 'x' });
      sync.change('lead', 1, { birthdate: 'x' });
      await sync.run(1, null);
      expect(await sync.seen(1)).toEqual(sync.expected());
      return sync;
    }

    /** Something of everything, on covered lists and on others. */
    function changeEverywhere(sync: ScopedSync): void {
      // On the first list alone, on both, on the second alone.
      for (const number of [5, 10, 18, 25]) sync.change('contact', number, { firstname: `Changed ${number}` });
      // Healed, and failing now.
      for (const number of [1, 9, 15]) sync.change('contact', number, {});
      for (const number of [6, 11, 19, 26]) sync.change('contact', number, { birthdate: 'x' });
      sync.change('contact', 7, { statecode: 1 });
      sync.change('lead', 2, { firstname: 'Changed lead' });
      // Joined each, left each; number 8 leaves the first list and stays on the second.
      sync.world.enlist(1, 'contact', [27]);
      sync.world.enlist(2, 'contact', [29, 4]);
      sync.leave(1, 'contact', 8);
      sync.leave(1, 'contact', 3);
      sync.leave(2, 'contact', 20);
      sync.delete('contact', 2);
      sync.delete('contact', 17);
      sync.world.enlist(4, 'lead', [5]);
    }

    it.each([
      ['one static list of two', [1]],
      ['a dynamic list', [3]],
      ['the leads', [4]],
      ['a static and the dynamic one', [2, 3]],
    ])('leaves the others as they were: %s, then all', async (_, lists) => {
      const sync = await afterFullRun();
      changeEverywhere(sync);
      await sync.run(2, lists);
      expect(await sync.world.outcome(2)).toMatchObject({ runType: 'incremental', failure: null });
      expect(await sync.seen(2)).toEqual(sync.expected());
      await sync.run(3, null);
      expect(await sync.seen(3)).toEqual(sync.expected());
      await sync.run(4, null, 'full');
      expect(await sync.seen(4)).toEqual(sync.expected());
    });

    it('scans the covered lists alone, and reads nobody who is on others alone', async () => {
      const sync = await afterFullRun();
      changeEverywhere(sync);
      const { source } = sync.world;
      Object.assign(source, { membershipPages: 0, memberRows: 0 });
      await sync.run(2, [4]);
      // Six leads in pages of four; of them one was changed, one joined and one failed before.
      expect([source.membershipPages, source.memberRows]).toEqual([2, 3]);
    });

    it('says which lists it covered, and how many members, beside the counts of all', async () => {
      const sync = await afterFullRun();
      await sync.run(2, [1, 4]);
      const { messages, members } = await sync.world.outcome(2);
      const rows = messages.flatMap((message) => (message.kind === 'run-row' ? [message.patch] : []));
      expect(rows.map(({ scope }) => scope)).toEqual(['List 1; List 4', 'List 1; List 4']);
      const end = rows.at(-1);
      expect(end?.covered).toEqual({ lists: 2, listsInAll: 4, members: 17 });
      expect(end?.members).toEqual(members);
      expect(end?.message).toContain('This run covered 2 of 4 marketing lists with 17 members');
      expect(JSON.parse(await sync.world.manifest(2))).toMatchObject({ manifest: { covered: end?.covered } });
      const first = (await sync.world.outcome(1)).messages.find((message) => message.kind === 'run-row');
      expect(first?.kind === 'run-row' && first.patch).toMatchObject({ scope: 'All lists' });
    });

    it('goes on from run to run over one list after the other', async () => {
      const sync = await afterFullRun();
      for (const [at, lists] of [[1], [3], [2], [1, 4], [2, 3]].entries()) {
        for (const number of range(0, 30)) {
          if (number % 5 === at) sync.change('contact', number, { firstname: `Round ${at} ${number}` });
        }
        sync.leave(2, 'contact', 12 + at);
        sync.world.enlist(1, 'contact', [12 + at, 20 + at]);
        await sync.run(2 + at, lists);
        expect(await sync.seen(2 + at)).toEqual(sync.expected());
      }
      await sync.run(9, null);
      expect(await sync.seen(9)).toEqual(sync.expected());
    });

    it('N6 is followed by a retry that looks at whoever failed, covered or not, and at nobody else', async () => {
      const sync = await afterFullRun();
      changeEverywhere(sync);
      await sync.run(2, [1]);
      const { source } = sync.world;
      for (const number of [11, 22, 28]) sync.change('contact', number, { firstname: `Well ${number}` });
      sync.change('lead', 1, {});
      sync.change('contact', 21, { firstname: 'Not looked at' });
      Object.assign(source, { membershipPages: 0, pages: 0 });
      sync.ask(null, 'retry');
      await sync.world.run(3);
      sync.expectRetried();
      expect(await sync.world.outcome(3)).toMatchObject({ runType: 'retry', failure: null });
      expect(await sync.seen(3)).toEqual(sync.expected());
      expect([source.membershipPages, source.pages]).toEqual([0, 0]);
      await sync.run(4, [2]);
      expect(await sync.seen(4)).toEqual(sync.expected());
      await sync.run(5, null);
      expect(await sync.seen(5)).toEqual(sync.expected());
    });

    it('reads everybody whom it covers where it is asked for a full one, and where many have joined', async () => {
      const sync = await afterFullRun();
      sync.change('contact', 18, { firstname: 'Not covered' });
      const old = sync.world.source.people.contact.get(personId('contact', 5));
      // Said by nothing that an incremental run looks at.
      if (old !== undefined) sync.world.source.add('contact', [{ ...old, firstname: 'Silently changed' }]);
      sync.world.source.memberRows = 0;
      await sync.run(2, [1], 'full');
      expect(await sync.seen(2)).toEqual(sync.expected());
      expect(sync.world.source.memberRows).toBeGreaterThanOrEqual(12);
    });

    it('N4 ends the same wherever it dies', async () => {
      const sync = await afterFullRun();
      changeEverywhere(sync);
      let undisturbed = false;
      for (let at = 1; !undisturbed; at += 1) {
        sync.ask([1, 3]);
        undisturbed = await runDyingAt(sync, 1 + at, at);
        sync.expectRead([1, 3]);
        const { status, failure } = await sync.world.outcome(1 + at);
        expect([status, failure]).toEqual(['completed-with-errors', null]);
        expect(await sync.seen(1 + at)).toEqual(sync.expected());
        // The next one has something to do again.
        sync.change('contact', 5, { firstname: `After ${at}` });
        sync.leave(1, 'contact', at % 2 === 0 ? 4 : 10);
        sync.world.enlist(1, 'contact', [at % 2 === 0 ? 10 : 4]);
        sync.change('contact', 18, { firstname: `Not covered ${at}` });
        expect(at).toBeLessThan(60);
      }
    });

    /** Dies when it is about to commit for the n-th time, then goes on. @returns whether it was over before. */
    async function runDyingAt(sync: ScopedSync, run: number, transaction: number): Promise<boolean> {
      const dying = new AbortController();
      {
        await using storage = await store.backend.open();
        let begun = -1;
        const commit = storage.transaction.bind(storage);
        storage.transaction = (work) =>
          commit(async (unit) => {
            const value = await work(unit);
            // The first one is the start itself.
            begun += 1;
            if (begun >= transaction) {
              dying.abort(new Error('killed'));
              throw new Error('killed');
            }
            return value;
          });
        await sync.world.runIn(storage, run, dying.signal);
      }
      if (!dying.signal.aborted) return true;
      expect(await sync.world.run(run)).toBe('ended');
      return false;
    }

    it('is of the run that completed: a run over some lists that fails changes nothing', async () => {
      const sync = await afterFullRun();
      const before = await sync.seen(1);
      changeEverywhere(sync);
      sync.world.lookAgain = () => null;
      sync.ask([1]);
      await sync.world.run(2);
      expect((await sync.world.outcome(2)).failure).toBe('SYNC_DELETED');
      {
        await using storage = await store.backend.open();
        expect((await storage.read.runs.currentGeneration(sync.world.dataSyncId))?.runId).toBe(runIdOf(1));
      }
      expect((await sync.seen(1)).stored).toEqual(before.stored);
    });
  });
}
