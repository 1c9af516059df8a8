import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { splitPlaces } from '../../domain/run/send-order.js';
import type { Clock } from '../../ports/clock.js';
import type { Leases } from '../../ports/store/leases.js';
import type { Chains, RangeWorker, StageOfRun, Work } from '../../ports/work.js';
import { Bell } from '../../application/bell.js';
import { idleChainsFor } from './idle-chains.js';
import type { RangeJob, RangeQueue, TakenJob } from './pg-boss-queue.js';
import type { RangeHolds } from '../../ports/range-holds.js';
import { StalledRanges } from './stalled-ranges.js';

interface PgBossWorkOptions {
  readonly worker: RangeWorker;
  readonly queue: RangeQueue;
  readonly leases: Leases;
  readonly holds: RangeHolds;
  readonly clock: Clock;
  /** A range that has not moved for so long is sent again, even if it seems to be held. */
  readonly stalledMs?: number;
}

const usualStalledMs = 20_000;
/** Without news from this process: what others hand on is seen so much later at most. */
const lookAgainMs = 100;
const announceEveryMs = 2_000;
/** A process that has not announced itself for so long is not counted on. */
const announcedForMs = 10_000;

/**
 * Chains spread over processes, a job a page. The holder of a run's lease sends its open ranges and waits; every process
 * takes as many as its application users allow, and the job of a range's next page is committed with the page before.
 * Runs take turns by themselves, since a range goes to the end of the queue after each page; where a mail is planned,
 * most turns are its run's. The ledger alone says what
 * is done: a job that comes twice finds its page committed.
 */
export class PgBossWork implements Work {
  readonly #options: PgBossWorkOptions;
  readonly #name = randomUUID();
  readonly #news: Bell;
  /** Idle chains for which ranges are being cut. */
  #beingCutFor = 0;
  /** Jobs taken so far. */
  #turn = 0;

  constructor(options: PgBossWorkOptions) {
    this.#options = options;
    this.#news = new Bell(options.clock);
  }

  async drain({ runId, stage, plannedSend }: StageOfRun, signal: AbortSignal): Promise<void> {
    const { worker, clock, stalledMs = usualStalledMs } = this.#options;
    const stalled = new StalledRanges(this.#options.holds, stalledMs);
    for (;;) {
      signal.throwIfAborted();
      const { rings } = this.#news;
      const failure = await worker.takeFailure(runId);
      if (failure !== null) throw failure;
      const open = await worker.open(runId, stage);
      if (open.length === 0) return;
      for (const range of await stalled.toSend(open, clock.now().getTime())) {
        await this.#send({ runId, stage, range, plannedSend });
      }
      await this.#news.wait(rings, lookAgainMs, signal);
    }
  }

  async chains(): Promise<Chains> {
    const { leases, clock } = this.#options;
    const chains = Math.max(this.#chains(), await leases.announced(clock.now().getTime()));
    return { pages: chains, most: chains };
  }

  async serve(signal: AbortSignal): Promise<void> {
    const { worker, clock } = this.#options;
    // Every request under way listens to it.
    setMaxListeners(0, signal);
    const running = new Set<Promise<void>>();
    let announcedMs = 0;
    while (!signal.aborted) {
      const { rings } = this.#news;
      const now = clock.now().getTime();
      if (now - announcedMs >= announceEveryMs) {
        announcedMs = now;
        await this.#options.leases.announce(this.#name, this.#chains(), now + announcedForMs);
      }
      const free = worker.concurrency() + 1 - running.size;
      const jobs = free > 0 ? await this.#take(free) : [];
      for (const { id, job } of jobs) {
        const page = this.#page(id, job, signal).finally(() => {
          running.delete(page);
          this.#news.ring();
        });
        running.add(page);
      }
      if (jobs.length === 0) await this.#news.wait(rings, lookAgainMs, signal);
    }
    await Promise.allSettled(running);
    await this.#options.leases.announce(this.#name, 0, 0);
  }

  /** Most places go to the run whose mail is planned soonest, the others to the jobs that have waited longest. */
  async #take(places: number): Promise<readonly TakenJob[]> {
    const { queue } = this.#options;
    const { bySend, byAge } = splitPlaces(places, this.#turn);
    const first = await queue.take(bySend, 'send');
    const jobs = first.length < bySend ? first : [...first, ...(await queue.take(byAge, 'age'))];
    this.#turn += jobs.length;
    return jobs;
  }

  /** Reads a page of a range; the job of the next one comes with its commit. */
  async #page(id: string, job: RangeJob, signal: AbortSignal): Promise<void> {
    const { worker, queue, holds } = this.#options;
    holds.hold(job.range);
    try {
      await this.#split(job, signal);
      if ((await worker.step(job, signal)) === 'again') await this.#send(job);
      await queue.done(id);
    } catch (error) {
      if (signal.aborted) {
        await queue.giveBack(id);
        return;
      }
      await worker.fail(job.runId, error);
      await queue.done(id);
    } finally {
      holds.release(job.range);
    }
  }

  /**
   * Ranges are cut when all processes together could go on with more than there are; never while a page is read. Chains
   * whose pages end together must not all cut for the same idle ones: the pieces would be many and unlike each other.
   */
  async #split(job: RangeJob, signal: AbortSignal): Promise<void> {
    const { worker } = this.#options;
    const { most } = await this.chains();
    const open = (await worker.open(job.runId, job.stage)).length;
    const idle = idleChainsFor(most - open - this.#beingCutFor, open);
    if (idle <= 0) return;
    this.#beingCutFor += idle;
    try {
      for (const range of await worker.split(job, idle, signal)) await this.#send({ ...job, range });
    } finally {
      this.#beingCutFor -= idle;
    }
  }

  /**
   * Chains that this process keeps going: one more than pages may be under way bridges the time of a commit, and counts
   * like the others, so that ranges are planned for it and all end together. Where one page is allowed there is one chain.
   */
  #chains(): number {
    const pages = this.#options.worker.concurrency();
    return pages > 1 ? pages + 1 : pages;
  }

  async #send(job: RangeJob): Promise<void> {
    await this.#options.queue.send(job);
    this.#news.ring();
  }
}
