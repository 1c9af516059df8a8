import pg from 'pg';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { readSyncState } from '@pmds/scripts/sync/watch-run';
import type { RunResult } from '@pmds/scripts/sync/run-result';
import { aDataSync, aStart, aSystem, callsSeen, theEnd, type StartedRun, type TestSystem } from '../support/system';
import { until } from '../support/waiting';
import { postgresBackend, postgresUrl, type PostgresBackend } from './engine/postgres-backend';
import { aWorkerProcess, type WorkerProcess } from './engine/worker-process';

// Jest leaves this file out where PMDS_TEST_POSTGRES names no server.
describe('processes on one PostgreSQL', () => {
  let database: PostgresBackend;
  let system: TestSystem;
  let ledger: pg.Client;
  let workers: WorkerProcess[] = [];
  let undisturbed: Outcome;

  beforeAll(async () => {
    database = await postgresBackend(postgresUrl ?? '');
    system = await aSystem(1_100, {
      // Many small pages that take their time: the one that dies is in the middle of something.
      dataverseOptions: ['--page-ms', '60'],
      bridgeEnvironment: { PMDS_STORE: database.url, PMDS_PAGE_ROWS: '50' },
    });
    ledger = new pg.Client(database.url);
    await ledger.connect();
    // The first run meets the deletions that happen while it goes on; from the second on the data stands still.
    await theEnd(system, await started());
    undisturbed = await outcomeOf(await started());
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.kill('SIGTERM')));
  });
  afterAll(async () => {
    await ledger.end();
    await system[Symbol.asyncDispose]();
    await database.dispose();
  });

  it('N16 two of them end a run as one does alone, though one is killed', async () => {
    workers = await workersBeside(1);
    const run = await started();
    await inTheMiddle(run);
    await Promise.all(workers.splice(0, 1).map((worker) => worker.kill('SIGKILL')));
    expect(await outcomeOf(run)).toEqual(undisturbed);
  });

  it('N16 four of them end a run as one does alone, though the one that answers is killed', async () => {
    workers = await workersBeside(3);
    const run = await started();
    await inTheMiddle(run);
    const { child } = system.bridge();
    child.kill('SIGKILL');
    await child.ended;
    try {
      expect(await outcomeOf(run)).toEqual(undisturbed);
    } finally {
      await system.restartBridge();
    }
  });

  it('N16 the row says Waiting when the process that has the run is killed, and another one ends it', async () => {
    workers = await workersBeside(1);
    await askAdmin(system.dataverse.adminUrl, 'POST', 'page-time', { ms: 1_000 });
    const run = await started();
    await inTheMiddle(run);
    const [{ owner } = { owner: '' }] = (
      await ledger.query<{ owner: string }>('select lease_owner as owner from run where run_id = $1', [run.runId])
    ).rows;
    const own = workers.find((worker) => owner.split(' ').includes(String(worker.pid)));
    const { child } = system.bridge();
    await (own?.kill('SIGKILL') ?? (child.kill('SIGKILL'), child.ended));
    try {
      await until('the row says Waiting', async () => {
        return (await readSyncState(system.dataverse, run.dataSyncId, run.runId))?.status === 'waiting';
      });
      await askAdmin(system.dataverse.adminUrl, 'POST', 'page-time', { ms: 60 });
      expect(await outcomeOf(run)).toEqual(undisturbed);
    } finally {
      await askAdmin(system.dataverse.adminUrl, 'POST', 'page-time', { ms: 60 });
      if (own === undefined) await system.restartBridge();
    }
  });

  it('N17 all of them keep a Retry-After that one received, and none calls before it is over', async () => {
    workers = await workersBeside(2);
    const run = await started();
    await inTheMiddle(run);
    await askAdmin(system.dataverse.adminUrl, 'POST', 'throttle', { count: 1, retryAfter: 6 });
    const logs = [...workers.map((worker) => () => worker.hasLogged('throttled'))];
    await until('everybody has heard of it', () => [...logs, inTheBridge].every((heard) => heard()));
    const before = await callsButNotices();
    let during = before;
    await until('the pause is over', async () => {
      const calls = await callsButNotices();
      const over = (await pauseLeftMs()) <= 0;
      if (!over) during = calls;
      return over;
    });
    expect(during).toBe(before);
    expect(await outcomeOf(run)).toEqual(undisturbed);
  });

  const inTheBridge = (): boolean => system.bridge().child.said().includes('throttled');

  /** That a run waits is said on its row at once: an update that goes past the pause. */
  async function callsButNotices(): Promise<number> {
    const { total = 0, byKind } = (await callsSeen(system)) as Readonly<Record<string, unknown>> & {
      readonly total?: number;
      readonly byKind: { readonly update?: number };
    };
    return total - (byKind.update ?? 0);
  }

  /** By the clock of the database. */
  async function pauseLeftMs(): Promise<number> {
    const { rows } = await ledger.query<{ left: string }>(
      'select max(pause_until_ms) - extract(epoch from clock_timestamp()) * 1000 as left from user_limit',
    );
    return Number(rows[0]?.left);
  }

  async function started(): Promise<StartedRun> {
    return aStart(system, await aDataSync(system));
  }

  function workersBeside(count: number): Promise<WorkerProcess[]> {
    return Promise.all(Array.from({ length: count }, () => aWorkerProcess(system.env)));
  }

  /** Some pages of members are committed, and more are to come. */
  async function inTheMiddle({ runId }: StartedRun): Promise<void> {
    await until('some pages are committed', async () => {
      const { rows } = await ledger.query<{ pages: number }>(
        "select coalesce(sum(page), 0)::int as pages from range where run_id = $1 and stage = 'read'",
        [runId],
      );
      return (rows[0]?.pages ?? 0) >= 3;
    });
  }

  async function outcomeOf(run: StartedRun): Promise<Outcome> {
    const { status, tables, errors, traces, traceReasons } = await theEnd(system, run);
    const pointer = 'select generation from current_generation where data_sync_id = $1';
    const { rows } = await ledger.query<{ generation: string }>(pointer, [run.dataSyncId]);
    const stored = await ledger.query<{ profiles: string }>(
      `select md5(string_agg(tbl || encode(id, 'hex') || cells, ',' order by tbl, id)) as profiles
        from profile_${String(rows[0]?.generation)}`,
    );
    return { status, tables, errors, traces, traceReasons, profiles: stored.rows[0]?.profiles };
  }
});

type Outcome = Pick<RunResult, 'status' | 'tables' | 'errors' | 'traces' | 'traceReasons'> & {
  readonly profiles: string | undefined;
};
