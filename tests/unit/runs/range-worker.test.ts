import { createRangeWorker } from '@pmds/bridge/application/planning/range-worker';
import type { RangeStage } from '@pmds/bridge/ports/store/ledger/ranges';
import { aRun, runId } from '../edges/builders';

const lists = [{ table: 'contact', lists: [0], query: { kind: 'static', listIds: [] } }];

/** A range of 16 slow pages of which one is read, asked to be cut for four idle chains. */
async function cutOf(stage: RangeStage, state: { readonly done?: boolean; readonly phase?: RangeStage } = {}) {
  let asked = 0;
  const range = {
    runId,
    number: 1,
    stage,
    subject: { kind: 'source', position: 0, table: 'contact' },
    slice: { from: null, to: null },
    at: { page: 1, cookie: 'c' },
    lastId: null,
    rowsExpected: 80_000,
    rowsRead: 5_000,
    pivots: [10, 20, 30, 40, 50],
    done: state.done ?? false,
  };
  const run = {
    ...aRun(),
    known: 'order',
    order: { lists: [{ id: 'list' }] },
    columns: {},
    phase: state.phase ?? stage,
  };
  const context = {
    storage: {
      read: { runs: { find: async () => run }, ranges: { find: async () => range } },
      transaction: async (act: (unit: unknown) => Promise<unknown>) =>
        act({ ranges: { split: async (_: unknown, cut: { others: readonly unknown[] }) => numbered(cut.others) } }),
    },
    source: {
      pace: { concurrency: 4, pageRows: 5_000, pageMs: () => 2_000 },
      lists: {
        sources: () => lists,
        membershipSpan: async () => ((asked += 1), { smallest: 0, largest: 60, rowsAtMost: 80_000 }),
      },
    },
  } as unknown as Parameters<typeof createRangeWorker>[0];
  const made = await createRangeWorker(context).split({ runId, range: 1 }, 4, new AbortController().signal);
  return { made: made.length, asked };
}
const numbered = (pieces: readonly unknown[]) => pieces.map((_, index) => ({ number: index + 2 }));

describe('a range with more to do than one chain does well', () => {
  it.each(['scan', 'read'] as const)('is cut for idle chains while its run is in the stage %s', async (stage) => {
    expect((await cutOf(stage)).made).toBeGreaterThan(0);
  });

  it.each(['verify', 'deliver'] as const)(
    'is never cut in the stage %s, and nothing is asked for it',
    async (stage) => {
      expect(await cutOf(stage)).toEqual({ made: 0, asked: 0 });
    },
  );

  it('is left alone when it is done, and when its run has moved on', async () => {
    expect(await cutOf('scan', { done: true })).toEqual({ made: 0, asked: 0 });
    expect(await cutOf('scan', { phase: 'read' })).toEqual({ made: 0, asked: 0 });
  });
});
