import PgBoss from 'pg-boss';
import type { RangeStage } from '../../ports/storage.js';
import type { SyncRunId } from '@pmds/contracts/ids';

/** A range that somebody is to go on with. */
export interface RangeJob {
  readonly runId: SyncRunId;
  readonly stage: RangeStage;
  readonly range: number;
}

const queue = 'pmds-range';

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
  async send({ runId, stage, range }: RangeJob, run?: RunStatement): Promise<void> {
    const within = run === undefined ? {} : { db: { executeSql: rowsOf(run) } };
    const options = { singletonKey: String(range), expireInSeconds: 60, retryLimit: 1_000, ...within };
    await this.#boss.send(queue, { runId, stage, range }, options);
  }

  /** At most `count` jobs, each under its id; none when nothing waits. */
  async take(count: number): Promise<readonly { readonly id: string; readonly job: RangeJob }[]> {
    const jobs = await this.#boss.fetch<RangeJob>(queue, { batchSize: count });
    return jobs.map(({ id, data }) => ({ id, job: data }));
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
