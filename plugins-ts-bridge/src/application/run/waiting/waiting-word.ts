import type { Run } from '../../../domain/run/run.js';
import type { SourcePace } from '../../../ports/recipient-source.js';
import type { RunContext } from '../run-context.js';

type Wait = NonNullable<SourcePace['waiting']>;

/** Shorter waits are over before anybody has read of them. */
const worthSayingMs = 1_500;
/** A word that did not arrive is said again so much later: each is a call that Dataverse did not ask for. */
const sayAgainMs = 30_000;
const noticeMs = 10_000;

/**
 * Says on a sync's row that its run waits: who asked for it, and until when. Once per wait, by a call that goes in spite of
 * the pause: any other would arrive when the wait is over.
 */
export class WaitingWord {
  readonly #context: Pick<RunContext, 'storage' | 'reporter' | 'clock' | 'serverClock'>;
  #told: boolean;
  #triedMs = -Infinity;

  constructor(context: Pick<RunContext, 'storage' | 'reporter' | 'clock' | 'serverClock'>, run: Run) {
    this.#context = context;
    // The row of a run that is taken over says that it waits.
    this.#told = run.phase !== 'claim';
  }

  /** Whether the row says something else than what is so. */
  isNews(wait: Wait | null): boolean {
    if (wait === null) return this.#told;
    if (this.#told || wait.untilMs - this.#context.clock.now().getTime() < worthSayingMs) return false;
    return this.#context.clock.steadyMs() - this.#triedMs >= sayAgainMs;
  }

  /** The row was told that the run goes on. */
  over(): void {
    this.#told = false;
    this.#triedMs = -Infinity;
  }

  async tell(run: Run, { untilMs, reason }: Wait, signal: AbortSignal): Promise<void> {
    const { storage, reporter, clock, serverClock } = this.#context;
    this.#triedMs = clock.steadyMs();
    await storage.transaction((unit) => unit.runs.setStatus(run.runId, 'waiting'));
    const seconds = Math.max(1, Math.ceil((untilMs - clock.now().getTime()) / 1000));
    const waiting = { seconds, reason };
    const at = serverClock.now();
    const progress = { stage: stageOf(run), done: 0, total: 0, ratePerSecond: 0, waiting, at } as const;
    const until = new Date(untilMs).toISOString().slice(0, 19).replace('T', ' ');
    const message = `Waiting until ${until} UTC: ${reason}`;
    this.#told = await reporter.notice(run, { status: 'waiting', progress, message }, signal);
  }
}

/**
 * Says at once that a run has ended while it waited; the outbox tells the rest when the wait is over. What does not arrive
 * is told then as well.
 */
export async function tellEndWhileWaiting(context: RunContext, run: Run): Promise<void> {
  const { source, storage, reporter } = context;
  if (source.pace.waiting === null) return;
  const entries = await storage.read.outbox.oldest(100, run.runId);
  const patches = entries.flatMap(({ message }) => (message.kind === 'sync-row' ? [message.patch] : []));
  const last = patches.at(-1);
  if (last !== undefined) await reporter.notice(run, last, AbortSignal.timeout(noticeMs));
}

function stageOf({ phase }: Run): 'scan' | 'read' | 'verify' {
  return phase === 'scan' || phase === 'read' ? phase : 'verify';
}
