import PgBoss from 'pg-boss';
import type { RangeStage } from '../../ports/store/ledger/ranges.js';
import type { SyncRunId } from '@pmds/contracts/ids';

/** A range that somebody is to go on with. */
export interface RangeJob {
  readonly runId: SyncRunId;
  readonly stage: RangeStage;
  readonly range: number;
  /** When the first mail of the run is planned. */
  readonly plannedSend: Date | null;
}

/** What is kept of a job, as JSON. A job of before the send was known has none. */
interface KeptJob extends Omit<RangeJob, 'plannedSend'> {
  readonly plannedSend?: string | null;
}

/** `send`: jobs of the run whose mail is planned soonest first, the oldest of equals; `age`: the oldest of all. */
type JobOrder = 'send' | 'age';

const queue = 'pmds-range';

export interface TakenJob {
  readonly id: string;
  readonly job: RangeJob;
}

type RunStatement = (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

const rowsOf = (run: RunStatement) => async (text: string, values: unknown[]) => ({
  rows: [...(await run(text, values))],
});

/** Ranges handed from process to process through PostgreSQL. What a dead process held is handed on after a minute. */
export class RangeQueue implements AsyncDisposable {
  readonly #boss: PgBoss;

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /** @param onError Told of what pg-boss does beside our calls (maintenance) and could not do. */
  static async open(url: string, onError: (error: Error) => void): Promise<RangeQueue> {
    const boss = new PgBoss({ connectionString: url, max: 4, schedule: false, maintenanceIntervalSeconds: 10 });
    boss.on('error', onError);
    await boss.start();
    // One job per range waits at a time, however often it is sent.
    await boss.createQueue(queue, { name: queue, policy: 'short', expireInSeconds: 60, retryLimit: 1_000 });
    return new RangeQueue(boss);
  }

  /** @param run Where the job is to come and go with a transaction of the caller's. */
  async send({ runId, stage, range, plannedSend }: RangeJob, run?: RunStatement): Promise<void> {
    const within = run === undefined ? {} : { db: { executeSql: rowsOf(run) } };
    const priority = priorityOf(plannedSend);
    const options = { singletonKey: String(range), expireInSeconds: 60, retryLimit: 1_000, priority, ...within };
    const kept: KeptJob = { runId, stage, range, plannedSend: plannedSend?.toISOString() ?? null };
    await this.#boss.send(queue, kept, options);
  }

  /** At most `count` jobs, each under its id; none when nothing waits. */
  async take(count: number, order: JobOrder): Promise<readonly TakenJob[]> {
    if (count === 0) return [];
    const jobs = await this.#boss.fetch<KeptJob>(queue, { batchSize: count, priority: order === 'send' });
    return jobs.map(({ id, data }) => {
      const plannedSend = typeof data.plannedSend === 'string' ? new Date(data.plannedSend) : null;
      return { id, job: { ...data, plannedSend } };
    });
  }

  async done(id: string): Promise<void> {
    await this.#boss.complete(queue, id);
  }

  /** Lets somebody else have it at once. */
  async giveBack(id: string): Promise<void> {
    await this.#boss.fail(queue, id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#boss.stop({ graceful: false, wait: true });
  }
}

const largestPriority = 2 ** 31 - 1;

/** Jobs of a higher priority come first: the minutes until the mail, turned round; below all of them who plans none. */
function priorityOf(plannedSend: Date | null): number {
  return plannedSend === null ? 0 : Math.max(1, largestPriority - Math.floor(plannedSend.getTime() / 60_000));
}
