import type { SyncRunId } from '@pmds/contracts/ids';
import type { RunContext } from '../application/run/run-context.js';
import { createRangeWorker } from '../application/planning/range-worker.js';
import { runSync } from '../application/run/run-sync.js';
import { backOffMs, backOffs } from '../domain/retry-policy.js';
import type { IntakeSource } from '../ports/store/intake.js';
import type { OutboxHandlers } from '../ports/outbox.js';
import type { RangeWorker, Work } from '../ports/work.js';
import { followDeletions } from '../application/retention/deleted-syncs.js';
import { followWebForms } from '../application/web-forms/follow-web-forms.js';
import type { RequestDependencies } from '../application/requests/answer-requests.js';
import { keepAnswering, type RequestTimes } from './answer-requests.js';
import { following } from './following.js';
import { forgettingFetched } from './forget-fetched.js';
import type { MergedMembers } from '../ports/merged-members.js';
import type { WebFormSource } from '../ports/web-form-source.js';
import { lookingAtChanged } from './look-at-changed.js';
import { moveIntake } from './move-intake.js';
import { pumpOutbox } from './outbox/outbox-pump.js';
import { Triage } from './triage.js';
import { WakeUp } from './wake-up.js';

export interface WorkerDependencies extends Omit<RunContext, 'outboxFilled' | 'work'>, RequestTimes {
  /** Rows that ask something of the service, and who answers them. */
  readonly answering: Pick<RequestDependencies, 'requests' | 'handlers'>;
  /** Makes the driver that says who does the next chunk. */
  readonly work: (worker: RangeWorker) => Work;
  readonly intake: IntakeSource;
  readonly merged: MergedMembers;
  /** Who tells what waits in the outbox. */
  readonly outbox: OutboxHandlers;
  /** Rung when the intake has something new. */
  readonly wake: WakeUp;
  /** Keeps in step with other processes that sign in to Dataverse as the same users, until aborted. */
  readonly shareLimits: (signal: AbortSignal) => Promise<void>;
  /** How long what was read on demand is kept, in milliseconds. */
  readonly keepFetchedMs: number;
  /** How long what is stored of a sync is kept after its row was found deleted, in milliseconds. */
  readonly keepDeletedMs: number;
  /** How often syncs are looked for whose row was deleted, in milliseconds. */
  readonly lookForDeletedEveryMs: number;
  readonly webForms: WebFormSource;
  /** Tells on the records of web forms what is to be pasted into their pages. */
  readonly writeSnippets: (signal: AbortSignal) => Promise<void>;
  /** How often web forms are looked at, in milliseconds. */
  readonly lookAtWebFormsEveryMs: number;
  /** Name of this process in leases; unlike any other that lives. */
  readonly owner: string;
}

/** Runs side by side; they share the application users by the governor's turns. */
const runsAtOnce = 4;
const runsLookedAt = 64;
const leaseMs = 15_000;
const pulseMs = 2_000;
/** Without being woken: leases run out and suspended runs are tried again. */
const lookAgainMs = 5_000;

/**
 * Works until aborted: moves the intake into the ledger, takes runs under lease, delivers the outbox, sweeps.
 * Resolves when everything has stopped; an abandoned page is read again at the next start.
 */
export async function runWorker(dependencies: WorkerDependencies, signal: AbortSignal): Promise<void> {
  const { intake, wake, events, storage } = dependencies;
  const filled = new WakeUp();
  const work = dependencies.work(createRangeWorker(dependencies));
  const context: RunContext = { ...dependencies, work, outboxFilled: () => filled.ring() };
  events.event('worker-started', { owner: dependencies.owner });
  const pump = pumpOutbox(context, dependencies.outbox, filled, signal);
  const serving = work.serve(signal);
  const sharing = dependencies.shareLimits(signal);
  const now = (): Date => dependencies.serverClock.now();
  const answering = keepAnswering({ ...context, ...dependencies.answering, now }, dependencies, signal);
  const triage = new Triage(context);
  const runs = new RunSet(context, dependencies, signal);
  const forgetFetched = forgettingFetched(storage, dependencies.clock, dependencies.keepFetchedMs);
  const followDeleted = following(
    context,
    dependencies.lookForDeletedEveryMs,
    (until) => followDeletions(context, { now: context.clock.now(), keepMs: dependencies.keepDeletedMs }, until),
    signal,
  );
  const lookAtForms = following(
    context,
    dependencies.lookAtWebFormsEveryMs,
    async (until) => {
      await followWebForms(dependencies, until);
      await dependencies.writeSnippets(until);
    },
    signal,
  );
  const lookAtChanged = lookingAtChanged({ ...context, merged: dependencies.merged }, signal);
  while (!signal.aborted) {
    try {
      followDeleted();
      lookAtForms();
      const { hashing, clock, serverClock } = context;
      const terms = { hashing, events, now: serverClock.now(), localNow: clock.now() };
      if (await moveIntake(intake, storage, terms)) filled.ring();
      lookAtChanged();
      await triage.look(signal);
      await runs.start();
      await forgetFetched();
      if (runs.size === 0) await sweep(context, signal);
    } catch (error) {
      events.event('worker-error', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    await wake.wait(lookAgainMs, signal);
  }
  await runs.settled();
  await pump;
  await serving;
  await sharing;
  await answering;
  events.event('worker-stopped', { owner: dependencies.owner });
}

async function sweep({ storage }: RunContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await storage.sweep()));
}

/** The runs this process works on. */
class RunSet {
  readonly #context: RunContext;
  readonly #dependencies: WorkerDependencies;
  readonly #signal: AbortSignal;
  readonly #running = new Map<SyncRunId, Promise<void>>();
  readonly #notBefore = new Map<SyncRunId, number>();

  constructor(context: RunContext, dependencies: WorkerDependencies, signal: AbortSignal) {
    this.#context = context;
    this.#dependencies = dependencies;
    this.#signal = signal;
  }

  get size(): number {
    return this.#running.size;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  /** Takes the open runs that nobody works on. */
  async start(): Promise<void> {
    const { storage, clock } = this.#context;
    if (this.#running.size >= runsAtOnce) return;
    // Beside those at work here and those that rest, and those of other processes.
    const limit = runsLookedAt + this.#running.size + this.#notBefore.size;
    for (const { runId, cancelRequested } of await storage.read.runs.openIds(limit)) {
      if (this.#running.size >= runsAtOnce) return;
      if (this.#running.has(runId)) continue;
      // Who cancels a run that waits is not kept waiting.
      if (!cancelRequested && (this.#notBefore.get(runId) ?? -Infinity) > clock.steadyMs()) continue;
      const now = clock.now().getTime();
      if (!(await storage.leases.acquire(runId, this.#dependencies.owner, now + leaseMs, now))) continue;
      const work = this.#work(runId).finally(() => {
        this.#running.delete(runId);
        this.#dependencies.wake.ring();
      });
      this.#running.set(runId, work);
    }
  }

  async #work(runId: SyncRunId): Promise<void> {
    const { storage, clock, events } = this.#context;
    const { owner } = this.#dependencies;
    try {
      const result = await runSync(this.#context, runId, { owner, leaseMs, everyMs: pulseMs }, this.#signal);
      if (result === 'suspended')
        this.#notBefore.set(runId, clock.steadyMs() + backOffMs(1, backOffs.run, Math.random));
      else this.#notBefore.delete(runId);
    } catch (error) {
      this.#notBefore.set(runId, clock.steadyMs() + backOffMs(1, backOffs.run, Math.random));
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      events.event('worker-error', { runId, error: text });
    } finally {
      await storage.leases.release(runId, owner);
    }
  }
}
