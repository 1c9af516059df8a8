import type { Run } from '../../domain/run/run.js';
import type { ConsentRule } from '../../domain/member/consent/rule.js';
import type { OptOutFlag } from '../../domain/member/settled-outcome.js';
import type { Clock, ServerClock } from '../../ports/clock.js';
import type { CallCounter, EngineEvents } from '../../ports/events.js';
import type { Destination } from '../../ports/destination.js';
import type { Hashing } from '../../ports/hashing.js';
import type { RecipientSource, SourceCall } from '../../ports/recipient-source.js';
import type { RunReporter } from '../../ports/run-reporter.js';
import type { Signing } from '../../ports/signing.js';
import type { Storage } from '../../ports/store/storage.js';
import type { Work } from '../../ports/work.js';

/** The consent rules by the flags that stand against a mailing, in the order in which they apply. */
export type RulesOf = (flags: readonly OptOutFlag[]) => readonly ConsentRule[];

/** What reading and committing pages needs from outside. */
export interface ReadingContext {
  readonly storage: Storage;
  readonly source: RecipientSource;
  readonly rulesOf: RulesOf;
  /** What the service can deliver to, beside the profile store. */
  readonly destinations: readonly Destination[];
  readonly clock: Clock;
  /** For all that is compared with a time of Dataverse, or written there. */
  readonly serverClock: ServerClock;
  readonly hashing: Hashing;
  readonly events: EngineEvents;
  readonly calls: CallCounter;
}

/** What working on whole runs needs besides. */
export interface RunContext extends ReadingContext {
  readonly reporter: RunReporter;
  readonly work: Work;
  readonly signing: Signing;
  /** Flags that stand against a mailing. */
  readonly optOutFlags: readonly OptOutFlag[];
  /** Version of the service, for the manifests. */
  readonly version: string;
  /** Told when something waits in the outbox. */
  readonly outboxFilled: () => void;
}

/** How requests of a run are asked: in its turns, as soon as its mail is planned. */
export function callOf({ runId, plannedSend }: Pick<Run, 'runId' | 'plannedSend'>, signal: AbortSignal): SourceCall {
  return { flow: runId, plannedSend, signal };
}

/** Somebody asked for the run to end. Reason of the abort signal that stops its work. */
export class CancelRequested extends Error {
  override readonly name = 'CancelRequested';
}

/** Another process took the run over; this one must not write to it any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
