import { noOutcomes } from '@pmds/contracts/run/counts';
import { RunFailure } from '@pmds/bridge/domain/failures';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { aPerson, FakeDataverse } from './fake-dataverse';
import { LineOfPages } from './line-of-pages';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, runIdOf, World, type WorldOptions } from './world';

const places = 2;
const chains = places + 1;
const members = 200;
const pages = members / 5;
const syncs = [1, 2] as const;
/** Those that were there before the other came, and those at the edges. */
const aFewPages = 3;

interface Served {
  /** Sync by sync, until both have ended. */
  readonly order: readonly number[];
  /** As long as both had a page to ask for with every chain. */
  readonly contested: readonly number[];
}

/** Whose mail goes out first is ready first. */
export function sendOrderSuite(store: SuiteStore): void {
  describe('beside which another sync runs', () => {
    const soon = new Date(Date.now() + 3_600_000);

    function aWorld(more: WorldOptions = {}): World {
      const source = new FakeDataverse({ pageRows: 20, concurrency: 1 });
      const world = new World(store.backend, { source, ...more });
      world.source.add(
        'contact',
        range(0, 60).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 60));
      return world;
    }
    /** Another sync was started and waits for somebody to work on it. */
    async function another(): Promise<void> {
      const storage = await store.backend.open();
      try {
        const request = { runId: runIdOf(9), dataSyncId: rowId(9), requestedAt: new Date() } as const;
        await storage.transaction((unit) => unit.starts.add({ ...request, runType: 'full', trigger: 'button' }));
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    }
    /** What the ledger says of runs. */
    async function plannedSends(...runs: readonly number[]): Promise<readonly (Date | null | undefined)[]> {
      const storage = await store.backend.open();
      try {
        const found = runs.map(async (run) => (await storage.read.runs.find(runIdOf(run)))?.plannedSend);
        return await Promise.all(found);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    }

    /** Two syncs of as many people each, run side by side: whose page was served, page by page. */
    async function sideBySide(plannedSend: Date | null): Promise<Served> {
      const source = new LineOfPages({ places, runs: syncs.length });
      const worlds = syncs.map((sync) => {
        const world = new World(store.backend, { source, lists: [aList(sync, 'contact')], dataSyncId: rowId(sync) });
        const people = range(sync * 1_000, sync * 1_000 + members);
        source.add(
          'contact',
          people.map((number) => aPerson('contact', number)),
        );
        world.enlist(sync, 'contact', people);
        return world;
      });
      source.firstSend = (lists) => (lists.includes(rowId(1)) ? plannedSend : null);
      const contested = { from: Infinity, to: 0 };
      const storage = await store.backend.open();
      try {
        source.allWait = async (waiting) => {
          const open = await openRanges(storage);
          if (open === null) return false;
          if (Math.min(...open) >= chains) {
            contested.from = Math.min(contested.from, source.served.length);
            contested.to = source.served.length;
          }
          return waiting >= chainsOf(open);
        };
        await Promise.all(worlds.map((world, index) => world.runIn(storage, index + 1)));
      } finally {
        await storage[Symbol.asyncDispose]();
      }
      for (const [index, world] of worlds.entries()) {
        expect((await world.outcome(index + 1)).counts.contact).toEqual({ ...noOutcomes, synced: members });
      }
      const order = source.served.map((flow) => (flow === runIdOf(1) ? 1 : 2));
      return { order, contested: order.slice(contested.from, contested.to) };
    }

    /** Ranges that each run still reads; `null` until both have begun to. */
    async function openRanges(storage: Storage): Promise<readonly number[] | null> {
      const open: number[] = [];
      for (const sync of syncs) {
        const phase = (await storage.read.runs.find(runIdOf(sync)))?.phase ?? 'claim';
        if (phase === 'claim' || phase === 'scan') return null;
        const ranges = phase === 'read' ? await storage.read.ranges.ofStage(runIdOf(sync), 'read') : [];
        open.push(ranges.filter((range) => !range.done).length);
      }
      return open;
    }

    /** Chains that are to wait for their turn before the next page is served; when one run has ended, the other is free. */
    function chainsOf(open: readonly number[]): number {
      if (open.includes(0)) return 0;
      const own = open.map((ranges) => Math.min(ranges, chains));
      // Handed on through one queue, a range may be gone on with by the chains of either.
      const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
      return store.backend.openWork === undefined ? sum(own) : Math.min(sum(open), chains * syncs.length);
    }

    const ofTheOther = (served: readonly number[]): number => served.filter((sync) => sync === 2).length;

    it('N15 takes turns with it where no mail is planned', async () => {
      const { contested } = await sideBySide(null);
      expect(contested.length).toBeGreaterThan(pages / 2);
      expect(Math.abs(ofTheOther(contested) - contested.length / 2)).toBeLessThanOrEqual(aFewPages);
    });

    it('N15 has three of four turns where its mail is planned, and the other one the fourth', async () => {
      const { order, contested } = await sideBySide(soon);
      expect(contested.length).toBeGreaterThan(pages / 2);
      expect(Math.abs(ofTheOther(contested) - contested.length / 4)).toBeLessThanOrEqual(aFewPages);
      const streaks = contested.join('').split('2');
      expect(Math.max(...streaks.map((streak) => streak.length))).toBeLessThan(15);
      // It is done long before the other one.
      const end = order.lastIndexOf(1);
      expect(ofTheOther(order.slice(0, end))).toBeLessThan(0.9 * pages);
    });

    it('N15 asks once when the first mail to its lists is planned, and keeps it', async () => {
      await another();
      const world = aWorld();
      const asked: (readonly [readonly string[], Date])[] = [];
      world.source.firstSend = (lists, from) => {
        asked.push([lists, from]);
        return soon;
      };
      await world.run(1);
      expect(await plannedSends(1)).toEqual([soon]);
      expect(asked.map(([lists]) => lists)).toEqual([[rowId(1)]]);
      const day = 24 * 3_600_000;
      expect(Date.now() - (asked[0]?.[1].getTime() ?? 0)).toBeGreaterThanOrEqual(day);
      expect(world.told).not.toContain('send-order-unknown');
    });

    it('N15 knows that no mail is planned, which is another thing than not to know', async () => {
      await another();
      const world = aWorld();
      await world.run(1);
      expect(await plannedSends(1)).toEqual([null]);
      expect(world.told.filter((name) => name.startsWith('send-order'))).toEqual(['send-order-known']);
    });

    it('N15 asks nothing as long as it is alone', async () => {
      const world = aWorld();
      world.source.firstSend = () => {
        throw new Error('It was asked.');
      };
      await world.run(1);
      expect((await world.outcome(1)).status).toBe('completed');
      expect(world.told).not.toContain('send-order-unknown');
    });

    it('N15 asks for the one that was alone before as well, and for neither again when a third comes', async () => {
      const asked: string[] = [];
      const plans = new Map([
        [rowId(1), new Date(soon.getTime() + 1)],
        [rowId(2), soon],
      ]);
      const worlds = [1, 2, 3].map((sync) => {
        const world = aWorld({ lists: [aList(sync, 'contact')], dataSyncId: rowId(sync) });
        world.enlist(sync, 'contact', range(0, 60));
        world.source.firstSend = ([list = rowId(0)]) => {
          asked.push(list);
          return plans.get(list) ?? null;
        };
        return world;
      });
      // Each stops when it has its row, and stays open.
      for (const [index, world] of worlds.entries()) {
        const stop = new AbortController();
        world.onEvent = (name) => {
          if (name === 'run-claimed') stop.abort(new Error('stopped'));
        };
        expect(await world.run(index + 1, stop.signal)).toBe('stopped');
        expect(asked.slice().sort()).toEqual([rowId(1), rowId(2), rowId(3)].slice(0, index === 0 ? 0 : index + 1));
      }
      expect(await plannedSends(1, 2, 3)).toEqual([plans.get(rowId(1)), soon, null]);
    });

    it.each([
      ['the organisation has no campaigns', new RunFailure('DATAVERSE_REFUSED', 'Resource not found for the segment.')],
      ['it may not read campaign activities', new RunFailure('ACCESS_DENIED', 'Principal user is missing privilege.')],
      ['the answer makes no sense', new RangeError('Invalid time value')],
    ])('N15 completes without an order where %s', async (_, error) => {
      await another();
      const world = aWorld();
      world.source.firstSend = () => {
        throw error;
      };
      await world.run(1);
      expect((await world.outcome(1)).status).toBe('completed');
      expect(await plannedSends(1)).toEqual([null]);
      expect(world.told.filter((name) => name === 'send-order-unknown')).toHaveLength(1);
    });

    it('N15 goes on by what it has learnt when another process takes it over', async () => {
      await another();
      const world = aWorld();
      world.source.firstSend = () => soon;
      const killed = new AbortController();
      world.source.beforePage = (page) => {
        if (page === 2) killed.abort(new Error('killed'));
      };
      expect(await world.run(1, killed.signal)).toBe('stopped');
      world.source.beforePage = () => undefined;
      world.source.firstSend = () => {
        throw new Error('It is asked again.');
      };
      expect(await world.run(1)).toBe('ended');
      expect((await world.outcome(1)).status).toBe('completed');
      expect(await plannedSends(1)).toEqual([soon]);
      expect(world.told).not.toContain('send-order-unknown');
    });
  });
}
