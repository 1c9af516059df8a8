import { noOutcomes } from '@pmds/contracts/counts';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { PgBossWork } from '@pmds/bridge/adapters/work/pg-boss';
import type { RangeQueue } from '@pmds/bridge/adapters/work/pg-boss-queue';
import { createRangeWorker } from '@pmds/bridge/application/range-worker';
import { RunFailure } from '@pmds/bridge/domain/failures';
import type { Storage } from '@pmds/bridge/ports/storage';
import { aPerson, FakeDataverse } from './engine/fake-dataverse';
import { openQueue, openShared, postgresBackend, postgresUrl } from './engine/postgres-backend';
import { range, runIdOf, World, type Backend } from './engine/world';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('two processes on one PostgreSQL', () => {
  let backend: Backend & { readonly url: string };
  let queue: RangeQueue;
  let storage: Storage;
  let world: World;
  let stop: AbortController;
  const served: Promise<unknown>[] = [];
  const opened: AsyncDisposable[] = [];

  beforeEach(async () => {
    stop = new AbortController();
    backend = await postgresBackend(postgresUrl ?? '');
    queue = await openQueue(backend.url);
    opened.push(queue);
    storage = await openShared(backend.url, queue);
    opened.push(storage);
    world = new World(backend, { source: new FakeDataverse({ pageRows: 5, concurrency: 2 }) });
    world.source.add(
      'contact',
      range(0, 200).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 200));
  });
  afterEach(async () => {
    stop.abort();
    await Promise.allSettled(served.splice(0));
    for (const resource of opened.splice(0).reverse()) await resource[Symbol.asyncDispose]();
    await backend.dispose();
  });

  /** A second process with its own view of Dataverse; it takes ranges and holds no lease. */
  async function anotherProcess(source: FakeDataverse, signal: AbortSignal): Promise<void> {
    const others = await openQueue(backend.url);
    opened.push(others);
    const worker = createRangeWorker({ ...world.context(storage), source });
    const work = new PgBossWork({ worker, queue: others, leases: storage.leases, clock: systemClock });
    served.push(work.serve(signal));
  }

  /** The first process, which holds the lease. */
  async function runHere(stalledMs: number): Promise<void> {
    world.openWork = () =>
      Promise.resolve({
        make: (worker) => new PgBossWork({ worker, queue, leases: storage.leases, clock: systemClock, stalledMs }),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      });
    await world.runIn(storage, 1);
  }

  it('E8 share the pages of one run, and every member has one outcome', async () => {
    const other = world.source.alike();
    await anotherProcess(other, stop.signal);
    // Neither process gets far before the other has had a page as well.
    world.source.beforePage = () => (other.pages > 0 ? undefined : pause(250));
    other.beforePage = () => (world.source.pages > 0 ? undefined : pause(250));
    await runHere(20_000);
    expect((await world.outcome(1)).counts.contact).toEqual({ ...noOutcomes, synced: 200 });
    expect(Math.min(world.source.pages, other.pages)).toBeGreaterThan(0);
  });

  it('N16 go on with the ranges of a process that died holding them', async () => {
    const dying = await openQueue(backend.url);
    opened.push(dying);
    const taken = (async () => {
      // Takes jobs like a process that is killed right after.
      for (let count = 0; count === 0;) count = (await dying.take(2)).length;
      world.source.beforePage = () => undefined;
    })();
    // The run cannot end before the other one has taken something.
    world.source.beforePage = () => pause(100);
    await Promise.all([runHere(300), taken]);
    expect((await world.outcome(1)).counts.contact).toEqual({ ...noOutcomes, synced: 200 });
  });

  it('end the run with the reason that the other one met', async () => {
    const other = world.source.alike();
    other.beforePage = () => {
      throw new RunFailure('FIELD_MISSING', 'The field went.');
    };
    world.source.beforePage = () => pause(250);
    await anotherProcess(other, stop.signal);
    await runHere(20_000);
    expect(await storage.read.run(runIdOf(1))).toMatchObject({
      status: 'failed',
      failure: { code: 'FIELD_MISSING', detail: 'The field went.' },
    });
  });
});
