import { inProcessWork } from '@pmds/bridge/adapters/work/in-process';
import type { RangeWorker } from '@pmds/bridge/ports/work';
import type { SyncRunId } from '@pmds/contracts/ids';

const runId = 'run' as SyncRunId;

/** Ranges of three pages each; every offer to cut one is noted and declined. */
function aWorker(ranges: number, concurrency: number, slow = false) {
  const pages = new Map(Array.from({ length: ranges }, (_, number) => [number, 0]));
  const offers: number[] = [];
  const worker: RangeWorker = {
    open: () => Promise.resolve([...pages].map(([range, page]) => ({ range, page }))),
    step: async ({ range }) => {
      await Promise.resolve();
      const page = (pages.get(range) ?? 0) + 1;
      pages.set(range, page);
      return page === 3 ? 'done' : 'more';
    },
    split: (_key, idle) => {
      offers.push(idle);
      return Promise.resolve([]);
    },
    fail: () => Promise.resolve(),
    takeFailure: () => Promise.resolve(null),
    concurrency: () => concurrency,
    slow: () => slow,
  };
  return { worker, offers, pages };
}

describe('the work of one process', () => {
  it('E3 offers each chain its share of the idle ones, so that none is cut to single pages while others stay long', async () => {
    const { worker, offers } = aWorker(4, 15);
    await inProcessWork(worker).drain({ runId, stage: 'read', plannedSend: null }, new AbortController().signal);
    // Four ranges and sixteen places: three for each.
    expect(offers.length).toBeGreaterThan(0);
    expect(offers[0]).toBe(3);
  });

  it('E3 may be planned for chains that bridge commits where pages are slow, and never for more than one where one is allowed', async () => {
    const planned = (concurrency: number, slow: boolean) =>
      inProcessWork(aWorker(1, concurrency, slow).worker).chains(runId);
    expect(await Promise.all([planned(16, false), planned(16, true), planned(4, true), planned(1, true)])).toEqual([
      { pages: 16, most: 16 },
      { pages: 16, most: 18 },
      { pages: 4, most: 5 },
      { pages: 1, most: 1 },
    ]);
  });

  it('E3 cuts nothing for chains that would only wait for their turn where pages are slow', async () => {
    const offered = async (ranges: number, slow: boolean): Promise<number> => {
      const { worker, offers } = aWorker(ranges, 8, slow);
      await inProcessWork(worker).drain({ runId, stage: 'read', plannedSend: null }, new AbortController().signal);
      return offers[0] ?? 0;
    };
    // As many ranges as pages may be under way: one chain more bridges commits, and has something to do where pages are quick.
    expect(await offered(8, false)).toBe(1);
    expect(await offered(8, true)).toBe(0);
  });

  it('reads every range to its end, more ranges than chains too', async () => {
    const { worker, pages, offers } = aWorker(9, 2);
    await inProcessWork(worker).drain({ runId, stage: 'scan', plannedSend: null }, new AbortController().signal);
    expect([...pages.values()].every((page) => page === 3)).toBe(true);
    expect(offers.every((idle) => idle <= 2)).toBe(true);
  });
});
