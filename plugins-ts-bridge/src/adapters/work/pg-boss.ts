import { randomUUID } from 'node:crypto';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { Clock } from '../../ports/clock.js';
import type { Leases, RangeStage } from '../../ports/storage.js';
import type { RangeWorker, Work } from '../../ports/work.js';
import type { RangeJob, RangeQueue } from './pg-boss-queue.js';

export interface PgBossWorkOptions {
  readonly worker: RangeWorker;
  readonly queue: RangeQueue;
  readonly leases: Leases;
  readonly clock: Clock;
  /** A range that has not moved for so long is sent again: whoever had it is dead, or died before sending it on. */
  readonly stalledMs?: number;
}

/** A process goes on with a range for so long before it puts it back into the queue, so that runs take turns. */
const turnMs = 10_000;
const usualStalledMs = 20_000;
const lookAgainMs = 100;
const announceEveryMs = 2_000;
/** A process that has not announced itself for so long is not counted on. */
const announcedForMs = 10_000;

/**
 * Chains spread over processes. The holder of a run's lease sends its open ranges and waits; every process takes ranges
 * as its application users allow. The ledger alone says what is done: a job that comes twice finds its page committed.
 */
export class PgBossWork implements Work {
  readonly #options: PgBossWorkOptions;
  readonly #name = randomUUID();

  constructor(options: PgBossWorkOptions) {
    this.#options = options;
  }

  async drain({ runId, stage }: { runId: SyncRunId; stage: RangeStage }, signal: AbortSignal): Promise<void> {
    const { worker, queue, clock, stalledMs = usualStalledMs } = this.#options;
    const seen = new Map<number, { readonly page: number; readonly sinceMs: number }>();
    for (;;) {
      signal.throwIfAborted();
      const failure = await worker.takeFailure(runId);
      if (failure !== null) throw failure;
      const open = await worker.open(runId, stage);
      if (open.length === 0) return;
      const now = clock.now().getTime();
      for (const { range, page } of open) {
        const before = seen.get(range);
        if (before?.page === page && now - before.sinceMs < stalledMs) continue;
        seen.set(range, { page, sinceMs: now });
        if (before === undefined || before.page === page) await queue.send({ runId, stage, range });
      }
      await clock.sleep(lookAgainMs, signal);
    }
  }

  async concurrency(): Promise<number> {
    const { worker, leases, clock } = this.#options;
    return Math.max(worker.concurrency(), await leases.announced(clock.now().getTime()));
  }

  async serve(signal: AbortSignal): Promise<void> {
    const { worker, queue, clock } = this.#options;
    const running = new Set<Promise<void>>();
    let announcedMs = 0;
    while (!signal.aborted) {
      const now = clock.now().getTime();
      if (now - announcedMs >= announceEveryMs) {
        announcedMs = now;
        await this.#options.leases.announce(this.#name, worker.concurrency(), now + announcedForMs);
      }
      const free = worker.concurrency() + 1 - running.size;
      const jobs = free > 0 ? await queue.take(free) : [];
      for (const { id, job } of jobs) {
        const turn = this.#turn(id, job, signal).finally(() => running.delete(turn));
        running.add(turn);
      }
      if (jobs.length === 0) await Promise.race([...running, clock.sleep(lookAgainMs, signal).catch(() => undefined)]);
    }
    await Promise.allSettled(running);
    await this.#options.leases.announce(this.#name, 0, 0);
  }

  /** Goes on with a range, page by page. */
  async #turn(id: string, job: RangeJob, signal: AbortSignal): Promise<void> {
    const { worker, queue, clock } = this.#options;
    const untilMs = clock.now().getTime() + turnMs;
    try {
      while ((await worker.step(job, signal)) === 'more') {
        await this.#split(job, signal);
        if (clock.now().getTime() < untilMs) continue;
        await queue.send(job);
        break;
      }
      await queue.done(id);
    } catch (error) {
      if (signal.aborted) {
        await queue.giveBack(id);
        return;
      }
      await worker.fail(job.runId, error);
      await queue.done(id);
    }
  }

  /** Ranges are cut when all processes together could go on with more than there are. */
  async #split(job: RangeJob, signal: AbortSignal): Promise<void> {
    const { worker, queue } = this.#options;
    const idle = (await this.concurrency()) + 1 - (await worker.open(job.runId, job.stage)).length;
    if (idle <= 0) return;
    for (const range of await worker.split(job, idle, signal)) await queue.send({ ...job, range });
  }
}
