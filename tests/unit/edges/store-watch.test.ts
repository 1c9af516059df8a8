import { watchStore, type StoreClaim, type StoreWatchDependencies } from '@pmds/bridge/application/watch/store-watch';
import { dataSyncId, noon, otherRunId, runId } from './builders.js';

type Held = Awaited<ReturnType<StoreWatchDependencies['syncs']['held']>>;

const halfAMinute = 30_000;
const marked: StoreClaim = {
  dataSyncId,
  etag: 'W/"1"',
  runId,
  active: false,
  startedAt: noon.toISOString(),
  ready: { contact: 2, lead: 1 },
  silentForMs: 600_000,
};
const active: StoreClaim = { ...marked, active: true };
const whole: Held = { runId, profiles: { contact: 2, lead: 1 } };

/** One row of Dataverse and what the store has of it. */
function setting(claim: StoreClaim, store: { exists?: boolean; held?: Held; knows?: boolean; works?: boolean } = {}) {
  const { exists = true, held = whole, knows = false, works = false } = store;
  const said: string[] = [];
  const ended: unknown[] = [];
  let woken = 0;
  const look = (changedMeanwhile = false) =>
    watchStore(
      {
        claims: {
          list: async () => [claim],
          withdraw: async (_claim, why) => {
            said.push(why);
            return !changedMeanwhile;
          },
        },
        runs: { activeRunOf: async () => (works ? runId : null), knowsRun: async () => knows },
        syncs: { held: async () => held },
        state: { exists: async () => exists },
        intake: { addLostRun: async (run) => void ended.push(run) },
        wakeWorker: () => (woken += 1),
      },
      new AbortController().signal,
    );
  return { look, said, ended, woken: () => woken };
}

describe('S5 a row that is marked safe to send', () => {
  it('keeps its mark while the store holds all that it promises', async () => {
    const { look, said, woken } = setting(marked);
    expect(await look()).toEqual({ withdrawn: [], lost: [] });
    expect([said, woken()]).toEqual([[], 0]);
  });

  it.each([
    ['nobody of the sync', null, 'holds nobody of this sync'],
    ['an older run', { runId: otherRunId, profiles: { contact: 2, lead: 1 } }, 'holds an older run'],
    ['fewer contacts', { runId, profiles: { contact: 1, lead: 1 } }, 'holds 1 contact and 1 lead'],
    ['more contacts', { runId, profiles: { contact: 3, lead: 1 } }, 'holds 3 contacts and 1 lead'],
    ['fewer leads', { runId, profiles: { contact: 2, lead: 0 } }, 'holds 2 contacts and 0 leads'],
  ])('loses its mark where the store holds %s, with the reason and what to do', async (_, held, reason) => {
    const { look, said } = setting(marked, { held: held });
    expect(await look()).toEqual({ withdrawn: [dataSyncId], lost: [] });
    expect(said).toEqual([expect.stringContaining(reason)]);
    expect(said[0]).toMatch(/^Not safe to send any more: .* Start the sync again\.$/);
  });

  it('is not reported as taken back when somebody changed it meanwhile', async () => {
    const { look } = setting(marked, { held: null });
    expect(await look(true)).toEqual({ withdrawn: [], lost: [] });
  });

  it.each([
    ['the store is not made yet', { exists: false, held: null }],
    ['this store works on the sync', { works: true, held: null }],
  ])('is left alone where %s', async (_, store) => {
    const { look, said } = setting(marked, store);
    expect(await look()).toEqual({ withdrawn: [], lost: [] });
    expect(said).toEqual([]);
  });
});

describe('S6 a row whose run is on its way', () => {
  it('is ended by the worker once nothing was heard of it and the store does not know it', async () => {
    const { look, ended, woken } = setting({ ...active, silentForMs: halfAMinute });
    expect(await look()).toEqual({ withdrawn: [], lost: [runId] });
    expect(ended).toEqual([{ runId, dataSyncId, startedAt: noon.toISOString() }]);
    expect(woken()).toBe(1);
  });

  it.each([
    ['something was heard of it', { ...active, silentForMs: halfAMinute - 1 }, {}],
    ['the row names no run', { ...active, runId: null }, {}],
    ['the store knows it', active, { knows: true }],
    ['this store works on the sync', active, { works: true }],
  ])('goes on where %s', async (_, claim, store) => {
    const { look, ended, woken } = setting(claim, store);
    expect(await look()).toEqual({ withdrawn: [], lost: [] });
    expect([ended, woken()]).toEqual([[], 0]);
  });
});
