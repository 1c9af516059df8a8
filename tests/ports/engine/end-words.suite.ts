import { noOutcomes } from '@pmds/contracts/run/counts';
import { mayFollow, syncStatuses } from '@pmds/contracts/run/sync-status';
import { RunFailure } from '@pmds/bridge/domain/failures';
import type { OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, runIdOf, World } from './world';

/** What a run leaves on its rows, in the Trace and in the mail, however it ends. */
export function endWordsSuite(store: SuiteStore): void {
  describe('that has ended', () => {
    const third = {
      runId: runIdOf(3),
      dataSyncId: rowId(3),
      runType: 'full',
      trigger: 'api',
      requestedAt: new Date(),
    } as const;
    /** 20 contacts and 10 leads, of whom the first run has synced all but one contact and one lead. */
    async function syncedWorld(): Promise<World> {
      const source = new FakeDataverse({ pageRows: 10 });
      const world = new World(store.backend, { source, lists: [aList(1, 'contact'), aList(2, 'lead')] });
      source.add(
        'contact',
        range(0, 20).map((number) => aPerson('contact', number, number === 3 ? { statecode: 1 } : {})),
      );
      source.add(
        'lead',
        range(0, 10).map((number) => aPerson('lead', number, number === 4 ? { birthdate: 'x' } : {})),
      );
      world.enlist(1, 'contact', range(0, 20));
      world.enlist(2, 'lead', range(0, 10));
      await world.run(1);
      return world;
    }

    const rowOf = (messages: readonly OutboxMessage[]) => {
      const row = messages.findLast((message) => message.kind === 'sync-row');
      return row?.kind === 'sync-row' ? row.patch : null;
    };
    const runRowOf = (messages: readonly OutboxMessage[]) => {
      const row = messages.findLast((message) => message.kind === 'run-row');
      return row?.kind === 'run-row' ? row.patch : null;
    };
    const mailOf = (messages: readonly OutboxMessage[]) => {
      const mails = messages.flatMap((message) => (message.kind === 'mail' ? [message.notice] : []));
      expect(mails).toHaveLength(1);
      return mails[0];
    };
    const tracesOf = (messages: readonly OutboxMessage[]) =>
      messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));

    it('says of a completed run that it is safe to send only where nobody failed, with its counts and calls', async () => {
      const world = await syncedWorld();
      world.source.add('lead', [aPerson('lead', 4)]);
      // Once for each table, when all pages are counted.
      world.source.beforeCheck = () => void (world.uncounted += 7);
      await world.run(2);
      const { messages, counts } = await world.outcome(2);
      expect(counts.lead).toEqual({ ...noOutcomes, synced: 1, unchanged: 9 });
      const common = { status: 'completed', errors: 0 };
      expect(rowOf(messages)).toMatchObject({ ...common, contactsSynced: 19, leadsSynced: 10, safeToSend: true });
      expect(runRowOf(messages)).toMatchObject({ ...common, counts, removed: 0, apiCalls: 14 });
      expect(mailOf(messages)).toMatchObject({ ...common, counts, safeToSend: true, to: ['owner@example.org'] });
      const before = await world.outcome(1);
      expect(rowOf(before.messages)).toMatchObject({ status: 'completed-with-errors', errors: 1, safeToSend: false });
      expect(mailOf(before.messages)).toMatchObject({ status: 'completed-with-errors', safeToSend: false });
      expect(runRowOf(before.messages)?.manifest).toBeDefined();
    });

    it('says of a failed run that it is not safe to send, and what is readable from before, with its last calls', async () => {
      const world = await syncedWorld();
      let thrown = false;
      const from = world.source.pages;
      world.source.beforePage = (page) => {
        if (page <= from + 1) return;
        // Pages are read side by side: only the first of them has made calls.
        if (!thrown) world.uncounted = 5;
        thrown = true;
        throw new RunFailure('PAGE_INVALID', 'The page is none.');
      };
      await world.run(2);
      const { messages, counts } = await world.outcome(2);
      const message = 'The page is none.';
      // A lead whose value is wrong may have been read before: pages come in no order.
      const failed = tracesOf(messages).filter(({ code }) => code === 'VALUE_NOT_ALLOWED');
      const errors = 1 + failed.length;
      const common = { status: 'failed', errors, completedAt: expect.any(Date) as Date };
      const row = rowOf(messages);
      expect(row).toMatchObject({ ...common, currentRunId: runIdOf(2), progress: null, safeToSend: false });
      expect(row).toMatchObject({ contactsSynced: 19, leadsSynced: 9, completionMail: null });
      expect(row?.message).toContain(message);
      expect(row?.readiness).toBe(row?.message);
      const runRow = runRowOf(messages);
      expect(runRow).toMatchObject({ ...common, members: { contact: 20, lead: 10 }, counts, removed: 0 });
      expect(runRow?.manifest).toBeUndefined();
      expect(runRow?.apiCalls).toBe(5);
      expect(mailOf(messages)).toMatchObject({
        ...common,
        safeToSend: false,
        message: row?.message,
        to: ['owner@example.org'],
      });
      expect(tracesOf(messages).filter((trace) => !failed.includes(trace))).toMatchObject([
        { code: 'PAGE_INVALID', severity: 'error', stage: 'read', member: null, message },
      ]);
      expect(await currentRunOf(world)).toBe(runIdOf(1));
    });

    it('says of a run that was cancelled just that: no error, no Trace, not safe to send, with its last calls', async () => {
      const world = await syncedWorld();
      world.source.add('lead', [aPerson('lead', 4)]);
      let asked = false;
      const storage = await store.backend.open();
      world.source.beforePage = async () => {
        await storage.transaction((unit) => unit.starts.requestCancel(runIdOf(2)));
        world.uncounted = asked ? world.uncounted : 3;
        asked = true;
        // Until the run has seen it: it looks every 50 ms.
        await new Promise((resolve) => setTimeout(resolve, 500));
      };
      await world.runIn(storage, 2);
      await storage[Symbol.asyncDispose]();
      const { messages, failure } = await world.outcome(2);
      expect(failure).toBe('CANCELLED');
      const common = { status: 'cancelled', errors: 0 };
      expect(rowOf(messages)).toMatchObject({
        ...common,
        safeToSend: false,
        progress: null,
        contactsSynced: 19,
        leadsSynced: 9,
      });
      expect(runRowOf(messages)).toMatchObject({ ...common, apiCalls: 3 });
      expect(mailOf(messages)).toMatchObject({ ...common, safeToSend: false });
      expect(tracesOf(messages)).toEqual([]);
      expect(await currentRunOf(world)).toBe(runIdOf(1));
    });

    it('counts nobody as readable where the first run failed', async () => {
      const world = new World(store.backend);
      world.source.add('contact', [aPerson('contact', 1)]);
      world.enlist(1, 'contact', [1]);
      world.source.beforePage = () => {
        throw new RunFailure('PAGE_INVALID', 'The page is none.');
      };
      await world.run(1);
      const { messages } = await world.outcome(1);
      expect(rowOf(messages)).toMatchObject({ contactsSynced: 0, leadsSynced: 0, safeToSend: false });
      expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 1)))).toBeNull();
    });

    it('keeps the time it began with when it is stopped and goes on, and is told of once', async () => {
      const world = await syncedWorld();
      const stop = new AbortController();
      const from = world.source.pages;
      world.source.beforePage = (page) => {
        if (page === from + 2) stop.abort(new Error('killed'));
      };
      await world.run(2, stop.signal);
      const began = await runOf(world, 2);
      expect(began).toMatchObject({ status: 'in-progress', startedAt: expect.any(Date) as Date });
      world.source.beforePage = () => undefined;
      // So that another time would be another one.
      await new Promise((resolve) => setTimeout(resolve, 5));
      await world.run(2);
      const ended = await runOf(world, 2);
      expect(ended?.startedAt).toEqual(began?.startedAt);
      const { messages } = await world.outcome(2);
      expect(runRowOf(messages)?.startedAt).toEqual(began?.startedAt);
      expect(rowOf(messages)?.startedAt).toEqual(began?.startedAt);
      // Whoever works on it once more finds nothing to do, and says nothing again.
      expect(await world.run(2)).toBe('ended');
      expect((await world.outcome(2)).messages).toEqual(messages);
      mailOf(messages);
    });

    it('cannot end a second time, and stays as it has ended', async () => {
      const world = await syncedWorld();
      const before = await runOf(world, 1);
      const storage = await store.backend.open();
      const again = {
        status: 'failed',
        endedAt: new Date(),
        failure: null,
        makeCurrent: false,
        manifest: null,
      } as const;
      const ending = storage.transaction((unit) => unit.runs.end(before!, again));
      await expect(ending).rejects.toThrow('has ended already');
      // Nor does anybody work on it again.
      expect(await storage.leases.acquire(runIdOf(1), 'other', Date.now() + 60_000, Date.now())).toBe(false);
      await storage[Symbol.asyncDispose]();
      expect(await runOf(world, 1)).toEqual(before);
    });

    it.each(syncStatuses)('goes to %s from nowhere but where a run may go there from', async (to) => {
      await syncedWorld();
      const storage = await store.backend.open();
      // Ended: every state that somebody who comes late would write is one that may not follow.
      await storage.transaction((unit) => unit.runs.setStatus(runIdOf(1), to));
      expect((await storage.read.runs.find(runIdOf(1)))?.status).toBe('completed-with-errors');
      await storage.transaction((unit) => unit.starts.add(third));
      await storage.transaction((unit) => unit.runs.setStatus(runIdOf(3), to));
      expect((await storage.read.runs.find(runIdOf(3)))?.status).toBe(mayFollow('queued', to) ? to : 'queued');
      await storage[Symbol.asyncDispose]();
    });

    it('is Completed from no run that has not begun', async () => {
      await syncedWorld();
      const storage = await store.backend.open();
      await storage.transaction((unit) => unit.starts.add(third));
      const queued = await storage.read.runs.find(runIdOf(3));
      const early = {
        status: 'completed',
        endedAt: new Date(),
        failure: null,
        makeCurrent: false,
        manifest: null,
      } as const;
      await expect(storage.transaction((unit) => unit.runs.end(queued!, early))).rejects.toThrow(
        'cannot become completed',
      );
      expect(await storage.read.runs.find(runIdOf(3))).toEqual(queued);
      await storage[Symbol.asyncDispose]();
    });
  });

  async function runOf(world: World, number: number) {
    const storage = await store.backend.open();
    const run = await storage.read.runs.find(runIdOf(number));
    await storage[Symbol.asyncDispose]();
    return run?.dataSyncId === world.dataSyncId ? run : null;
  }
  async function currentRunOf(world: World) {
    const storage = await store.backend.open();
    const current = await storage.read.runs.currentGeneration(world.dataSyncId);
    await storage[Symbol.asyncDispose]();
    return current?.runId;
  }
}
