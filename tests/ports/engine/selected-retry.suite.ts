import { noOutcomes } from '@pmds/contracts/run/counts';
import type { RowId } from '@pmds/contracts/ids';
import type { MemberTrace } from '@pmds/bridge/domain/run/trace';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { verifyRun } from '@pmds/bridge/application/proof/prove-run';
import { aPerson, columns, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { manifestSigning, range, rowId, runIdOf, World } from './world';

/** Retries that name Trace rows, and what becomes of the Trace rows of a sync from run to run. */
export function selectedRetrySuite(store: SuiteStore): void {
  describe('that retries some of what failed', () => {
    /** 30 contacts: 3 and 4 with a wrong value, 5 unreadable; all three are well again when the retry comes. */
    async function afterFirstRun(): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 20 }) });
      world.source.add(
        'contact',
        range(0, 30).map((number) =>
          aPerson('contact', number, number === 3 || number === 4 ? { birthdate: 'x' } : {}),
        ),
      );
      world.enlist(1, 'contact', range(0, 30));
      world.source.unreadable.add(personId('contact', 5));
      await world.run(1);
      world.source.add('contact', [aPerson('contact', 3), aPerson('contact', 4)]);
      world.source.unreadable.clear();
      world.runType = 'retry';
      Object.assign(world.source, { memberRows: 0, membershipPages: 0, pages: 0 });
      return world;
    }
    /** Ids of the Trace rows that a run wrote, by the number of the member. */
    async function tracesOf(world: World, run: number): Promise<ReadonlyMap<number, RowId>> {
      const traces = (await world.outcome(run)).messages.flatMap((one) => (one.kind === 'trace' ? [one.trace] : []));
      return new Map(traces.map(({ member, id }) => [Number(member?.id.slice(-12)), id as RowId]));
    }
    async function closedBy(world: World, run: number): Promise<readonly string[]> {
      const { messages } = await world.outcome(run);
      return messages.flatMap((message) => (message.kind === 'close-traces' ? message.ids : [])).sort();
    }
    const open = (world: World, ids: Iterable<RowId>, sync = world.dataSyncId): Promise<readonly MemberTrace[]> =>
      world.reader((reader) => reader.runs.openTraces(sync, [...ids]));
    const stored = (world: World, number: number) =>
      world.reader((reader) => reader.profiles.find('contact', personId('contact', number)));

    it('N6 reads the members of the named Trace rows alone; the others stay failed, open and counted', async () => {
      const world = await afterFirstRun();
      const traces = await tracesOf(world, 1);
      world.traceIds = [traces.get(3)!];
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome).toMatchObject({ runType: 'retry', status: 'completed-with-errors', errors: 2, traces: [] });
      expect(outcome.counts.contact).toEqual({
        ...noOutcomes,
        synced: 1,
        unchanged: 27,
        'failed-value': 1,
        'failed-unreadable': 1,
      });
      expect([world.source.membershipPages, world.source.pages, world.source.memberRows]).toEqual([0, 0, 1]);
      expect((await stored(world, 3))?.values['birthdate']).toBe('1980-05-17');
      expect([await stored(world, 4), await stored(world, 5)]).toEqual([null, null]);
      expect(await closedBy(world, 2)).toEqual([traces.get(3)]);
      const left = (await open(world, traces.values())).map(({ id, member }) => [id, member.id]);
      expect(left.sort()).toEqual([4, 5].map((number) => [traces.get(number)!, personId('contact', number)]).sort());
    });

    it('N6 leaves a manifest that holds, although most errors were found by the run before', async () => {
      const world = await afterFirstRun();
      world.traceIds = [(await tracesOf(world, 1)).get(5)!];
      await world.run(2);
      const proof = store.backend.openProof();
      try {
        const by = { proof, signing: manifestSigning, hashing: nodeHashing };
        expect(await verifyRun(runIdOf(2), await world.manifest(2), by)).toMatchObject({ holds: true, findings: [] });
      } finally {
        await proof[Symbol.asyncDispose]();
      }
    });

    it('N6 can be followed by a retry of the rest, which closes their Trace rows', async () => {
      const world = await afterFirstRun();
      const traces = await tracesOf(world, 1);
      world.traceIds = [traces.get(3)!];
      await world.run(2);
      world.traceIds = null;
      await world.run(3);
      expect(await world.outcome(3)).toMatchObject({ runType: 'retry', status: 'completed', errors: 0 });
      expect((await world.outcome(3)).counts.contact).toEqual({ ...noOutcomes, synced: 2, unchanged: 28 });
      expect(world.source.memberRows).toBe(3);
      expect(await closedBy(world, 3)).toEqual([traces.get(4)!, traces.get(5)!].sort());
      expect(await open(world, traces.values())).toEqual([]);
    });

    it('N6 traces a named member anew that fails again, and counts it once', async () => {
      const world = await afterFirstRun();
      world.source.add('contact', [aPerson('contact', 3, { birthdate: 'still wrong' })]);
      const traces = await tracesOf(world, 1);
      world.traceIds = [traces.get(3)!];
      await world.run(2);
      expect(await world.outcome(2)).toMatchObject({ status: 'completed-with-errors', errors: 3 });
      expect([...(await tracesOf(world, 2)).keys()]).toEqual([3]);
      expect(await closedBy(world, 2)).toEqual([traces.get(3)]);
    });

    it('N6 changes nothing when it names Trace rows that are settled, or those of another sync', async () => {
      const world = await afterFirstRun();
      const traces = await tracesOf(world, 1);
      world.traceIds = [rowId(77)];
      await world.run(2);
      expect(await world.outcome(2)).toMatchObject({ status: 'completed-with-errors', errors: 3, traces: [] });
      expect(world.source.memberRows).toBe(0);
      expect(await closedBy(world, 2)).toEqual([]);
      expect(await open(world, traces.values())).toHaveLength(3);
      expect(await open(world, traces.values(), rowId(2))).toEqual([]);
    });

    it('keeps the Trace rows open where they are when the retry fails', async () => {
      const world = await afterFirstRun();
      const traces = await tracesOf(world, 1);
      world.traceIds = [traces.get(3)!];
      const byId = world.source.membersById.bind(world.source);
      world.source.membersById = () => Promise.reject(new Error('Broken.'));
      await world.run(2);
      expect((await world.outcome(2)).status).toBe('failed');
      expect(await open(world, traces.values())).toHaveLength(3);
      world.source.membersById = byId;
      await world.run(3);
      expect(await world.outcome(3)).toMatchObject({ status: 'completed-with-errors', errors: 2 });
    });

    it('is an ordinary run, which looks at all who failed, when other fields are chosen', async () => {
      const world = await afterFirstRun();
      world.source.columns = columns.slice(0, 1);
      world.traceIds = [(await tracesOf(world, 1)).get(3)!];
      await world.run(2);
      expect(await world.outcome(2)).toMatchObject({ runType: 'full', status: 'completed', errors: 0 });
    });

    it('N6 keeps open, and counts, what no retry can heal', async () => {
      const world = await afterFirstRun();
      const page = world.source.membershipPage.bind(world.source);
      world.source.membershipPage = async (...given) => ({ ...(await page(...given)), invalidIds: ['nobody'] });
      world.runType = 'full';
      await world.run(2);
      const [trace] = (await world.outcome(2)).messages.flatMap((one) => (one.kind === 'trace' ? [one.trace.id] : []));
      world.runType = 'retry';
      await world.run(3);
      expect(await world.outcome(3)).toMatchObject({ status: 'completed-with-errors', errors: 1, traces: [] });
      expect(await open(world, [trace as RowId])).toMatchObject([{ code: 'MEMBER_ID_INVALID' }]);
    });

    it.each(['full', 'automatic'] as const)(
      'N6 closes what earlier runs traced when a run (%s) completes',
      async (type) => {
        const world = await afterFirstRun();
        const first = await tracesOf(world, 1);
        world.source.unreadable.add(personId('contact', 5));
        world.runType = type;
        await world.run(2);
        expect(await closedBy(world, 2)).toEqual([...first.values()].sort());
        const second = await tracesOf(world, 2);
        expect([...second.keys()]).toEqual([5]);
        expect(await open(world, [...first.values(), ...second.values()])).toMatchObject([{ id: second.get(5) }]);
      },
    );
  });
}
