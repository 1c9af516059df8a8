import { isTerminal } from '@pmds/contracts/run/sync-status';
import { unchangedSync } from '../../support/unchanged-sync';
import { personId, aPerson, FakeDataverse } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { troubledWorld } from './troubled-world';
import { range, runIdOf, World, type Backend } from './world';

/** Runs that must not become Completed, and starts that must not become runs. */
export function endingsSuite(store: SuiteStore): void {
  it('N5 ends Failed when a stored row vanishes behind the back of the ledger', async () => {
    const world = troubledWorld(store.backend);
    expect(await dropOneProfile(world, store.backend)).toBe('ended');
    const outcome = await world.outcome(1);
    expect(outcome.status).toBe('failed');
    expect(['COUNT_MISMATCH', 'STORE_MISMATCH']).toContain(outcome.failure);
    expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 50)))).toBeNull();
  });

  it.each([
    ['a member that was found is not accounted for, although the store agrees', true, 'COUNT_MISMATCH'],
    ['a member that is accounted for is not stored', false, 'STORE_MISMATCH'],
  ])('N5 ends Failed when %s, and what was current stays', async (_, uncount, code) => {
    const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 100 }) });
    world.source.add('contact', [aPerson('contact', 1), aPerson('contact', 2)]);
    world.enlist(1, 'contact', [1, 2]);
    await world.run(1);
    world.lookAgain = async (run) => {
      await store.backend.dropProfile(run.generation, personId('contact', 2));
      const fewer =
        "update chunk_count set members = members - 1 where outcome in ('synced', 'unchanged') and run_id = ?";
      if (uncount) expect(await store.backend.execute(fewer, [run.runId])).toBe(1);
      return unchangedSync(run);
    };
    await world.run(2);
    expect(await world.outcome(2)).toMatchObject({ status: 'failed', failure: code });
    const profile = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 2)));
    expect(profile?.values['firstname']).toBe('Person 2');
  });

  it('ends Failed with the sentences of the start rules when they are not met', async () => {
    const sentence = 'Name is empty. Give the sync a name and save.';
    const claim = { kind: 'refused', problems: [{ code: 'NAME_MISSING', sentence }] } as const;
    const world = new World(store.backend, { claim });
    await world.run(1);
    const outcome = await world.outcome(1);
    const row = outcome.messages.find((message) => message.kind === 'sync-row');
    expect(row?.kind === 'sync-row' ? row.patch.message : null).toBe(sentence);
    expect(outcome).toMatchObject({ status: 'failed', failure: 'START_REFUSED', errors: 1 });
  });

  describe('E6 whose sync is deleted before it was claimed', () => {
    const addressees = ['ada@example.com'];
    const mailOf = async (world: World, run: number) =>
      (await world.outcome(run)).messages.flatMap((message) => (message.kind === 'mail' ? [message.notice] : []));
    function aWorld(): World {
      const world = new World(store.backend);
      world.source.add('contact', [aPerson('contact', 1)]);
      world.enlist(1, 'contact', [1]);
      const order = { ...world.order(), name: 'Spring', notificationEmails: addressees };
      world.claim = { kind: 'claimed', order };
      return world;
    }

    it('tells those whom the claim has read before', async () => {
      const world = aWorld();
      world.claim = { kind: 'gone', name: 'Spring', notificationEmails: addressees };
      await world.run(1);
      expect(await world.outcome(1)).toMatchObject({ status: 'cancelled', failure: 'SYNC_DELETED' });
      expect(await mailOf(world, 1)).toMatchObject([{ to: addressees, name: 'Spring', rowIsGone: true }]);
      expect(world.told).not.toContain('nobody-told');
    });

    it('tells those whom the run before it told', async () => {
      const world = aWorld();
      await world.run(1);
      world.claim = { kind: 'gone' };
      await world.run(2);
      await world.run(3);
      for (const run of [2, 3]) {
        expect(await mailOf(world, run)).toMatchObject([{ to: addressees, name: 'Spring', status: 'cancelled' }]);
      }
      expect(world.told).not.toContain('nobody-told');
    });

    it('tells them too where the deletion is noticed by somebody else', async () => {
      const world = aWorld();
      await world.run(1);
      const storage = await store.backend.open();
      world.claim = { kind: 'incompatible', detail: 'beside the point' };
      await storage.retention.keepDeleted([world.dataSyncId], new Date());
      await world.runIn(storage, 2);
      await storage[Symbol.asyncDispose]();
      expect(await world.outcome(2)).toMatchObject({ status: 'cancelled', failure: 'SYNC_DELETED' });
      expect(await mailOf(world, 2)).toMatchObject([{ to: addressees, rowIsGone: true }]);
    });

    it('tells operators that nobody could be told, where nobody is known', async () => {
      const world = aWorld();
      world.claim = { kind: 'gone' };
      await world.run(1);
      expect((await world.outcome(1)).status).toBe('cancelled');
      expect(await mailOf(world, 1)).toEqual([]);
      expect(world.told.filter((name) => name === 'nobody-told')).toHaveLength(1);
    });
  });

  it('CD-16 puts Completed on the row once, with the status that ends the run, and on no row before', async () => {
    const problems = [{ code: 'NAME_MISSING', sentence: 'Name is empty.' }] as const;
    const world = troubledWorld(store.backend);
    await world.run(1);
    world.claim = { kind: 'refused', problems };
    await world.run(2);
    for (const run of [1, 2]) {
      const { messages, status } = await world.outcome(run);
      const patches = messages.flatMap((message) => (message.kind === 'sync-row' ? [message.patch] : []));
      const dated = patches.filter(({ completedAt }) => completedAt !== undefined && completedAt !== null);
      expect(dated.map((patch) => patch.status)).toEqual([status]);
      const others = patches.filter((patch) => !dated.includes(patch));
      expect(others.filter((patch) => patch.status !== undefined && isTerminal(patch.status))).toEqual([]);
    }
  });

  it('ends Cancelled and keeps what was current when somebody cancels it', async () => {
    const world = new World(store.backend);
    world.source.add(
      'contact',
      range(0, 30).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 30));
    await world.run(1);
    const storage = await store.backend.open();
    // Pages that take much longer than the time between two looks at the ledger.
    world.source.beforePage = async () => {
      await storage.transaction((unit) => unit.starts.requestCancel(runIdOf(2)));
      await new Promise((resolve) => setTimeout(resolve, 500));
    };
    world.source.add('contact', [aPerson('contact', 1, { firstname: 'Later' })]);
    await world.runIn(storage, 2);
    await storage[Symbol.asyncDispose]();
    expect((await world.outcome(2)).status).toBe('cancelled');
    const profile = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 1)));
    expect(profile?.values['firstname']).toBe('Person 1');
  });

  it('ends a run whose history row is another sync’s, and leaves its end to be told under an id of its own', async () => {
    const world = new World(store.backend);
    world.claim = { kind: 'id-taken' };
    await world.run(1);
    const { status, messages } = await world.outcome(1);
    expect([status, messages]).toEqual(['failed', []]);
    expect(world.told.filter((name) => name === 'run-ended')).toHaveLength(1);
    const storage = await store.backend.open();
    const waiting = await storage.read.runs.open();
    await storage[Symbol.asyncDispose]();
    expect(waiting.map(({ dataSyncId, refusal }) => [dataSyncId, refusal?.code])).toEqual([
      [world.dataSyncId, 'START_REFUSED'],
    ]);
    expect(waiting[0]?.runId).not.toBe(runIdOf(1));
  });

  it('refuses a second start while one is on its way, and a run id it knows', async () => {
    const storage = await store.backend.open();
    const request = (number: number, sync: number) => ({
      runId: runIdOf(number),
      dataSyncId: runIdOf(sync) as never,
      runType: 'full' as const,
      trigger: 'button' as const,
      requestedAt: new Date(),
    });
    const add = (number: number, sync: number): Promise<boolean> =>
      storage.transaction((unit) => unit.starts.add(request(number, sync)));
    expect([await add(1, 50), await add(1, 50), await add(2, 50), await add(3, 51)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    await storage[Symbol.asyncDispose]();
  });
}

/** Works on a run and takes one stored profile away, on a connection of its own, when the last page was committed. */
async function dropOneProfile(world: World, backend: Backend): Promise<string> {
  const storage = await backend.open();
  const transaction = storage.transaction.bind(storage);
  let dropped = false;
  storage.transaction = async (unit) => {
    const run = await storage.read.runs.find(runIdOf(1));
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
