import { noOutcomes } from '@pmds/contracts/run/counts';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { PgBossWork } from '@pmds/bridge/adapters/work/pg-boss';
import type { RangeQueue } from '@pmds/bridge/adapters/work/pg-boss-queue';
import { pulse } from '@pmds/bridge/application/run/run-pulse';
import { createRangeWorker } from '@pmds/bridge/application/planning/range-worker';
import { RunFailure } from '@pmds/bridge/domain/failures';
import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import type { SharedStorage } from '@pmds/bridge/adapters/sql/postgres';
import type { Range } from '@pmds/bridge/ports/store/ledger/ranges';
import type { Storage, UnitOfWork } from '@pmds/bridge/ports/store/storage';
import { until } from '../support/waiting';
import { aPerson, FakeDataverse, personId } from './engine/fake-dataverse';
import { keptDatabases } from './engine/kept-database';
import { openQueue, openShared, postgresBackend, postgresUrl, type PostgresBackend } from './engine/postgres-backend';
import { range, runIdOf, World } from './engine/world';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function first<Value>(values: readonly (Value | null)[]): Value {
  const [value] = values;
  if (value === undefined || value === null) throw new Error('There is none.');
  return value;
}

/** The same storage, whose transactions wait when a page is written and its calls are not counted yet. */
function waitingAfterPages(storage: Storage, wait: () => Promise<void>): Storage {
  const wrapped = <Value extends object>(value: Value, name: keyof Value, replaced: unknown): Value =>
    new Proxy(value, {
      get: (target, key): unknown => {
        if (key === name) return replaced;
        const found: unknown = Reflect.get(target, key, target);
        return typeof found === 'function' ? (found.bind(target) as unknown) : found;
      },
    });
  const transaction: Storage['transaction'] = (work) =>
    storage.transaction((unit) => {
      const add: UnitOfWork['traces']['add'] = async (traces) => {
        await unit.traces.add(traces);
        await wait();
      };
      return work({ ...unit, traces: wrapped(unit.traces, 'add', add) });
    });
  return wrapped(storage, 'transaction', transaction);
}

describe('two processes on one PostgreSQL', () => {
  const database = keptDatabases(postgresUrl ?? '');
  let backend: PostgresBackend;
  let queue: RangeQueue;
  let storage: SharedStorage;
  let world: World;
  let stop: AbortController;
  const served: Promise<unknown>[] = [];
  const opened: AsyncDisposable[] = [];

  beforeEach(async () => {
    stop = new AbortController();
    backend = await database();
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
    const own = await openShared(backend.url, others, 'another');
    opened.push(others, own);
    const worker = createRangeWorker({ ...world.context(own), source: source.source });
    const { leases, holds } = own;
    const work = new PgBossWork({ worker, queue: others, leases, holds, clock: systemClock });
    served.push(work.serve(signal));
  }

  /** The first process, which holds the lease. */
  async function runHere(stalledMs: number): Promise<void> {
    world.openWork = () =>
      Promise.resolve({
        make: (worker) =>
          new PgBossWork({
            worker,
            queue,
            leases: storage.leases,
            holds: storage.holds,
            clock: systemClock,
            stalledMs,
          }),
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
    const session = await openShared(backend.url, dying, 'dying');
    const taken = (async () => {
      // Takes jobs like a process that is killed right after.
      const jobs = await until('there is something to take', async () => {
        const some = await dying.take(2, 'age');
        return some.length > 0 && some;
      });
      const ranges = jobs.map(({ job }) => job.range);
      for (const range of ranges) session.holds.hold(range);
      await until('it is seen at work', async () => (await storage.holds.held(ranges)).size === ranges.length);
      await session[Symbol.asyncDispose]();
      world.source.beforePage = () => undefined;
    })();
    // The run cannot end before the other one has taken something.
    world.source.beforePage = () => pause(100);
    await Promise.all([runHere(Infinity), taken]);
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
    expect(await storage.read.runs.find(runIdOf(1))).toMatchObject({
      status: 'failed',
      failure: { code: 'FIELD_MISSING', detail: 'The field went.' },
    });
  });

  it('N16 take a run over at once when its owner is dead, and never while it lives', async () => {
    const [alive, dying] = [
      await openShared(backend.url, queue, 'alive'),
      await openShared(backend.url, queue, 'dying'),
    ];
    opened.push(alive);
    await addRun();
    const [now, muchLater] = [Date.now(), Date.now() + 3_600_000];
    expect(await dying.leases.acquire(runIdOf(1), 'dying', muchLater, now)).toBe(true);
    expect(await alive.leases.acquire(runIdOf(1), 'alive', muchLater, now)).toBe(false);
    // Its connection ends, as the operating system ends those of a process that is killed.
    await dying[Symbol.asyncDispose]();
    await until('the lease is free', () => alive.leases.acquire(runIdOf(1), 'alive', muchLater, now));
    expect(await alive.leases.renew(runIdOf(1), 'dying', muchLater)).toBe(false);
  });

  it('E8 have the places of one application user in equal shares, never more than all together', async () => {
    const [first, second] = [await openShared(backend.url, queue, 'a'), await openShared(backend.url, queue, 'b')];
    opened.push(first);
    const places = async (of: SharedStorage, busy: number): Promise<number | null> =>
      (await of.userLimits.look('user', busy, Date.now())).places;
    await first.userLimits.note('user', [{ kind: 'hint', hint: 5 }], Date.now());
    expect(await places(first, 5)).toBe(5);
    // The first is busy in all of them, then in some, then in few.
    expect(await places(second, 0)).toBe(0);
    expect([await places(first, 4), await places(second, 0)]).toEqual([4, 1]);
    expect([await places(first, 1), await places(second, 1)]).toEqual([3, 2]);
    expect([await places(first, 3), await places(second, 2)]).toEqual([3, 2]);
    // Dead, without giving anything back.
    await second[Symbol.asyncDispose]();
    await until('the other has all places', async () => (await places(first, 3)) === 5);
  });

  it('E8 with an application user each have all the places of their own', async () => {
    const other = await openShared(backend.url, queue, 'other');
    opened.push(other);
    await storage.userLimits.note('mine', [{ kind: 'hint', hint: 4 }], Date.now());
    await other.userLimits.note('yours', [{ kind: 'hint', hint: 6 }], Date.now());
    expect((await storage.userLimits.look('mine', 0, Date.now())).places).toBe(4);
    expect((await other.userLimits.look('yours', 0, Date.now())).places).toBe(6);
  });

  it('tell each other at once what Dataverse said to one of them', async () => {
    const other = await openShared(backend.url, queue, 'other');
    opened.push(other);
    const told = new Promise<void>((resolve) => other.userLimits.onChange(resolve));
    await storage.userLimits.note('user', [{ kind: 'hint', hint: 4 }], Date.now());
    await told;
    expect((await other.userLimits.look('user', 0, Date.now())).limit.hint).toBe(4);
  });

  it('E8 commit a page while another of the same run is written and has not ended', async () => {
    await addRun();
    const whole = {
      stage: 'scan',
      subject: { kind: 'source', position: 0 },
      slice: { from: null, to: null },
      at: null,
      lastId: null,
    } as const;
    const [one, two] = await storage.transaction(async (unit) => {
      await claimed(unit);
      const planned = { ...whole, rowsExpected: 0, pivots: [] };
      return unit.ranges.add(runIdOf(1), [planned, planned]);
    });
    let otherEnded: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (otherEnded = resolve));
    let pageWritten: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (pageWritten = resolve));
    const waiting = waitingAfterPages(storage, async () => {
      pageWritten();
      await ended;
    });
    const context = { ...world.context(storage), calls: { drain: () => 1 } };
    const step = (through: Storage, { number }: Range): Promise<unknown> =>
      createRangeWorker({ ...context, storage: through }).step({ runId: runIdOf(1), range: number }, stop.signal);
    const slow = step(waiting, first([one ?? null]));
    await written;
    expect(await step(storage, first([two ?? null]))).toBe('more');
    otherEnded();
    expect(await slow).toBe('more');
    expect((await storage.read.runs.find(runIdOf(1)))?.apiCalls).toBe(2);
  });

  it('N16 tell of no progress after the end, even when both happen at the same moment', async () => {
    await addRun();
    const runId = runIdOf(1);
    await storage.transaction(async (unit) => {
      await unit.runs.keepOrder(runId, world.order(), { contact: [], lead: [] });
      await unit.runs.setPhase(runId, 'scan');
    });
    await storage.leases.acquire(runId, 'here', Date.now() + 60_000, Date.now());
    const run = first([await storage.read.runs.find(runId)]);
    let told = 0;
    const end = (written: () => void): Promise<void> =>
      storage.transaction(async (unit) => {
        const failure = { code: 'INTERNAL', detail: '' } as const;
        await unit.runs.end(run, {
          status: 'failed',
          endedAt: new Date(),
          failure,
          makeCurrent: false,
          manifest: null,
        });
        const patch = { status: 'failed', message: 'The end.' } as const;
        await unit.outbox.send([{ kind: 'sync-row', subject: aboutRun(run), patch }]);
        written();
        await until('progress waits or was told', async () => told > 0 || (await backend.waitingSessions()) > 0);
      });
    // Asked for while progress is measured: that moment another transaction ends the run, and is not committed yet.
    const ends: Promise<void>[] = [];
    const { counts } = storage.read;
    const outcomes = counts.outcomes.bind(counts);
    counts.outcomes = async (of) => {
      if (ends.length === 0) await new Promise<void>((written) => ends.push(end(written)));
      return outcomes(of);
    };
    const context = { ...world.context(storage), outboxFilled: () => void (told += 1) };
    const options = { owner: 'here', leaseMs: 60_000, everyMs: 1 };
    await pulse(context, run, options, new AbortController(), new AbortController().signal);
    await Promise.all(ends);
    const last = (await storage.read.outbox.oldest(100, runId)).at(-1)?.message;
    expect(last).toMatchObject({ kind: 'sync-row', patch: { message: 'The end.' } });
  });

  it('E8 let the server know how many members there are as soon as they are sealed', async () => {
    await runHere(20_000);
    const { generation } = first([await storage.read.runs.find(runIdOf(1))]);
    expect(await backend.rowsInStatistics(`member_${generation}`)).toBe(200);
    expect(await backend.rowsInStatistics(`profile_${generation}`)).toBe(200);
  });

  it('commit a page with the job of the next one, or neither', async () => {
    await addRun();
    const scan = {
      stage: 'scan',
      subject: { kind: 'source', position: 0 },
      slice: { from: null, to: null },
      at: null,
      lastId: null,
    } as const;
    const made = await storage.transaction(async (unit) => {
      await claimed(unit);
      return unit.ranges.add(runIdOf(1), [{ ...scan, rowsExpected: 0, pivots: [] }]);
    });
    const run = first([await storage.read.runs.find(runIdOf(1))]);
    const scanned = first(made);
    const page = { rows: 0, lastId: null, next: { page: 1, cookie: 'c' } };
    const broken = storage.transaction(async (unit) => {
      await unit.ranges.advance(run, scanned, page);
      throw new Error('The process dies.');
    });
    await expect(broken).rejects.toThrow('The process dies.');
    expect(await queue.take(5, 'send')).toEqual([]);
    expect(await storage.transaction((unit) => unit.ranges.advance(run, scanned, page))).toBe(true);
    expect((await queue.take(5, 'send')).map(({ job }) => job)).toEqual([
      { runId: runIdOf(1), stage: 'scan', range: scanned.number, plannedSend: null },
    ]);
  });

  it('N15 take the job of the run whose mail is planned soonest first, and by age the oldest of all', async () => {
    const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 1, hour));
    const plans = [null, at(12), at(9), null, at(9)];
    for (const [range, plannedSend] of plans.entries()) {
      await queue.send({ runId: runIdOf(range), stage: 'read', range, plannedSend });
    }
    expect((await queue.take(1, 'age')).map(({ job }) => job)).toEqual([
      { runId: runIdOf(0), stage: 'read', range: 0, plannedSend: null },
    ]);
    expect(await queue.take(0, 'send')).toEqual([]);
    const bySend = [await queue.take(1, 'send'), await queue.take(1, 'send'), await queue.take(1, 'send')].flat();
    expect(bySend.map(({ job }) => [job.range, job.plannedSend])).toEqual([
      [2, at(9)],
      [4, at(9)],
      [1, at(12)],
    ]);
    expect((await queue.take(5, 'send')).map(({ job }) => job.range)).toEqual([3]);
  });

  it('N15 take a job of before there was an order of the sends', async () => {
    await queue.send({ runId: runIdOf(1), stage: 'read', range: 7, plannedSend: null });
    await backend.execute(`update pgboss.job set data = data - 'plannedSend' where name = ?`, ['pmds-range']);
    expect((await queue.take(1, 'send')).map(({ job }) => job)).toEqual([
      { runId: runIdOf(1), stage: 'read', range: 7, plannedSend: null },
    ]);
  });

  it('bring a new database up to date though they start at the same time', async () => {
    const fresh = await postgresBackend(postgresUrl ?? '');
    try {
      const stores = await Promise.all([0, 1, 2, 3].map(() => fresh.open()));
      const runs = await Promise.all(stores.map((store) => store.read.runs.open()));
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
      expect(runs).toEqual([[], [], [], []]);
    } finally {
      await fresh.dispose();
    }
  });

  it('store any text a column can hold', async () => {
    await addRun();
    const cells = JSON.stringify(['tab\t', 'line\n\r', 'back\\slash', '\\N', '\u0000', 'שלום 👋', '"', '']);
    const id = personId('contact', 7);
    await storage.transaction(claimed);
    const run = first([await storage.read.runs.find(runIdOf(1))]);
    const read = {
      stage: 'read',
      subject: { kind: 'source', position: 0 },
      slice: { from: null, to: null },
      at: null,
      lastId: null,
    } as const;
    await storage.transaction(async (unit) => {
      const range = first(await unit.ranges.add(runIdOf(1), [{ ...read, rowsExpected: 0, pivots: [] }]));
      expect(await unit.ranges.advance(run, range, { rows: 1, lastId: id, next: null })).toBe(true);
      const profiles = [{ id, cells, hash: new Uint8Array(16).fill(255), outcome: 'synced' } as const];
      await unit.staging.append(run, 'contact', { profiles, settled: [] });
    });
    expect(await backend.cellsOf(run.generation, id)).toBe(cells);
  });

  async function claimed(unit: UnitOfWork): Promise<void> {
    await unit.runs.keepOrder(runIdOf(1), world.order(), { contact: [], lead: [] });
    await unit.staging.open(first([await unit.read.runs.find(runIdOf(1))]));
  }

  async function addRun(): Promise<void> {
    const request = { runId: runIdOf(1), dataSyncId: world.dataSyncId, runType: 'full', trigger: 'button' } as const;
    await storage.transaction((unit) => unit.starts.add({ ...request, requestedAt: new Date() }));
  }
});
