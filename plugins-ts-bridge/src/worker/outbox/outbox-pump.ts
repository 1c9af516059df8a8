import type { RunContext } from '../../application/run/run-context.js';
import type { RowId } from '@pmds/contracts/ids';
import { keepMissing } from '../../application/retention/deleted-syncs.js';
import { traceOf } from '../../application/run/run-traces.js';
import { OutsideError } from '../../domain/failures.js';
import { mayBeAllowedLater, type RefusedReport } from '../../domain/outbox/dead-letter.js';
import {
  laneOf,
  loggedLane,
  type OutboxEntry,
  type OutboxMessage,
  type UnreadableEntry,
} from '../../domain/outbox/outbox.js';
import { againMs, backOffMs, backOffs } from '../../domain/retry-policy.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type { OutboxHandlers } from '../../ports/outbox.js';
import { deliverEntries } from './deliver-entries.js';
import type { WakeUp } from '../wake-up.js';

/** Entries looked at at a time. */
const batch = 500;
/** Lanes whose entries are under way at a time. */
const lanesAtOnce = 4;
const idleMs = 10_000;
/**
 * A report that Dataverse fails at (500, 408) so often, while it takes others, is one that it cannot take: with the pauses
 * between the attempts that is six to ten minutes.
 */
const mostAttempts = 15;
/** What was refused for want of rights is sent again by itself. */
const askAgainMs = 10_000;

/**
 * Delivers the outbox: of each lane in order, of several side by side, so that one whose entries are stuck holds up nobody
 * else's. What may succeed later is tried again, more and more slowly; what is refused for good, or cannot be read, becomes a
 * dead letter, and what comes after it goes on.
 */
export async function pumpOutbox(
  context: RunContext,
  handlers: OutboxHandlers,
  filled: WakeUp,
  signal: AbortSignal,
): Promise<void> {
  const pump = new Pump(context, handlers, signal);
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      await pump.askAgain();
      const restMs = (await pump.round()) ? 0 : await pump.restMs();
      if (restMs > 0) await filled.wait(restMs, signal);
    } catch (error) {
      if (stopped()) return;
      const delayMs = backOffMs(1, backOffs.reports, Math.random);
      context.events.event('outbox-delayed', { error: messageOf(error), delayMs });
      await filled.wait(delayMs, signal);
    }
  }
}

class Pump {
  readonly #context: RunContext;
  readonly #handlers: OutboxHandlers;
  readonly #signal: AbortSignal;
  /** On the steady clock: when Dataverse took a report last. */
  #takenMs = -Infinity;
  #askedMs = -Infinity;
  readonly #failingSince = new Map<string, number>();

  constructor(context: RunContext, handlers: OutboxHandlers, signal: AbortSignal) {
    this.#context = context;
    this.#handlers = handlers;
    this.#signal = signal;
  }

  /** @returns whether there was anything to do. */
  async round(): Promise<boolean> {
    const { storage, clock } = this.#context;
    const { entries, unreadable } = await storage.read.outbox.due(batch, clock.now().getTime());
    await this.#setAside(unreadable);
    const lanes = [...byLane(entries)];
    for (let at = 0; at < lanes.length; at += lanesAtOnce) {
      await Promise.all(lanes.slice(at, at + lanesAtOnce).map(([lane, some]) => this.#deliver(lane, some)));
      if (this.#signal.aborted) break;
    }
    return lanes.length > 0 || unreadable.length > 0;
  }

  /** Until the first of the reports that wait is due. */
  async restMs(): Promise<number> {
    const { storage, clock } = this.#context;
    const now = clock.now().getTime();
    const due = (await storage.read.outbox.delays()).map(({ untilMs }) => untilMs - now);
    // A clock that was set back must not make anybody wait longer than any pause is.
    return Math.max(50, Math.min(idleMs, ...due));
  }

  /** Sends again what was refused because the service had no right to write it. */
  async askAgain(): Promise<void> {
    const { storage, clock, events } = this.#context;
    if (clock.steadyMs() - this.#askedMs < askAgainMs) return;
    this.#askedMs = clock.steadyMs();
    const letters = (await storage.read.outbox.deadLetters(batch)).filter(({ refusal }) => mayBeAllowedLater(refusal));
    for (const { number } of letters) {
      const became = await storage.transaction((unit) => unit.outbox.resendLetter(number));
      events.event('dead-letter-sent-again', { number, became });
    }
  }

  async #setAside(unreadable: readonly UnreadableEntry[]): Promise<void> {
    if (unreadable.length === 0) return;
    const { storage, events } = this.#context;
    await storage.transaction((unit) => unit.outbox.buryUnreadable(unreadable));
    for (const { kind, problem } of unreadable) {
      events.event('report-refused', { kind, status: 0, code: '', reason: problem, columns: '' });
    }
  }

  async #deliver(lane: string, entries: readonly OutboxEntry[]): Promise<void> {
    const { storage, clock } = this.#context;
    const begunMs = clock.steadyMs();
    const delay = (await storage.read.outbox.delays()).find((one) => one.lane === lane);
    const attempts = (delay?.attempts ?? 0) + 1;
    const since = this.#failingSince.get(lane) ?? begunMs;
    const lastAttempt = attempts >= mostAttempts && this.#takenMs > since;
    try {
      const { followUps, later, refused, gone, unsent } = await deliverEntries(this.#handlers, entries, {
        signal: this.#signal,
        lastAttempt,
      });
      await storage.transaction(async (unit) => {
        await unit.outbox.delivered(entries.map((entry) => entry.seq));
        await unit.outbox.bury(refused);
        await unit.traces.add([...followUps, ...this.#warnings(refused)]);
        if (delay !== undefined) await unit.outbox.endDelay(lane);
        for (const { message, dueAt } of later) {
          await unit.outbox.send([message]);
          const untilMs = dueAt.getTime();
          await unit.outbox.delay({ lane: laneOf(message), attempts: 0, untilMs, error: '' });
        }
      });
      this.#failingSince.delete(lane);
      if (refused.length < entries.length) this.#takenMs = clock.steadyMs();
      for (const report of refused) this.#tell(report);
      for (const { runId, addresses, again } of unsent) {
        if (addresses === null) this.#context.events.event('nobody-told', { runId });
        else this.#context.events.event('mail-not-sent', { runId, addresses, again });
      }
      await this.#keepMissing(gone);
    } catch (error) {
      if (this.#signal.aborted) return;
      this.#failingSince.set(lane, since);
      await this.#delay(lane, attempts, error);
    }
  }

  async #keepMissing(gone: readonly RowId[]): Promise<void> {
    for (const id of gone) {
      try {
        await keepMissing(this.#context, id, this.#context.clock.now(), this.#signal);
      } catch (error) {
        // The next look at all syncs finds it, too.
        if (!this.#signal.aborted) this.#context.events.event('worker-error', { error: messageOf(error) });
      }
    }
  }

  async #delay(lane: string, attempts: number, error: unknown): Promise<void> {
    const { storage, clock, events } = this.#context;
    const asked = error instanceof OutsideError ? (error.retry?.afterMs ?? 0) : 0;
    const delayMs = againMs(attempts, backOffs.reports, asked, Math.random);
    const untilMs = clock.now().getTime() + delayMs;
    events.event('outbox-delayed', { lane: loggedLane(lane), error: messageOf(error), delayMs, attempts });
    await storage.transaction((unit) => unit.outbox.delay({ lane, attempts, untilMs, error: messageOf(error) }));
  }

  #tell({ message, refusal }: RefusedReport): void {
    const { status, code, reason, columns } = refusal;
    this.#context.events.event('report-refused', {
      ...aboutOf(message),
      kind: message.kind,
      status,
      code,
      reason,
      columns: columns.join(),
    });
  }

  /** One warning per run; a warning that is refused itself is followed by no other. */
  #warnings(refused: readonly RefusedReport[]): readonly TraceRow[] {
    const { hashing, serverClock } = this.#context;
    return refused.flatMap(({ message, refusal }) => {
      const isWarning = message.kind === 'trace' && message.trace.code === 'REPORT_REFUSED';
      // What is about no run says so on its own row.
      if (message.subject.of !== 'run' || mayBeAllowedLater(refusal) || isWarning) return [];
      const what =
        refusal.columns.length > 0 ? `the columns ${refusal.columns.join(', ')}` : `a part (${message.kind})`;
      const text = `Dataverse refused ${what} of what the service reported of this run: ${refusal.reason}`;
      const about = {
        stage: 'finish',
        code: 'REPORT_REFUSED',
        severity: 'warning',
        message: text,
        part: what,
      } as const;
      return [traceOf(message.subject, about, { hashing, now: serverClock.now() })];
    });
  }
}

function aboutOf({ subject }: OutboxMessage): Readonly<Record<string, string>> {
  if (subject.of === 'run') return { runId: subject.runId, dataSyncId: subject.dataSyncId };
  return { table: subject.table, row: subject.id };
}

function byLane(entries: readonly OutboxEntry[]): ReadonlyMap<string, readonly OutboxEntry[]> {
  const lanes = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    const lane = laneOf(entry.message);
    const own = lanes.get(lane) ?? [];
    lanes.set(lane, own);
    own.push(entry);
  }
  return lanes;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
