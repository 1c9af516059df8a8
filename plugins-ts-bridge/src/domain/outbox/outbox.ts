import type { z } from 'zod';
import { adoptedTraces } from './kinds/adopt-traces.js';
import { closedTraces } from './kinds/close-traces.js';
import { linkStateReport } from './kinds/link-state.js';
import { mail } from './kinds/mail.js';
import { runRow } from './kinds/run-row.js';
import { reviewEntry, submissionEntry } from './kinds/submission.js';
import { syncRow } from './kinds/sync-row.js';
import { traceReport } from './kinds/trace.js';
import { laneOfSubject, rowSubject, runSubject, type OutboxSubject } from './subject.js';

/** How a kind is read back from the store: what it is about, and what it says. */
export interface KindSchema {
  readonly subject: z.ZodType<OutboxSubject>;
  readonly payload: z.ZodType<object>;
}

/**
 * Every kind of entry; `ports/outbox.ts` asks for a handler of each. Within a lane they are told in this order: runs before their
 * Trace rows, which point to them; both before the row that says how many there are; people last.
 */
export const outboxKinds = {
  'run-row': { subject: runSubject, payload: runRow },
  trace: { subject: runSubject, payload: traceReport },
  'adopt-traces': { subject: runSubject, payload: adoptedTraces },
  'close-traces': { subject: runSubject, payload: closedTraces },
  'sync-row': { subject: runSubject, payload: syncRow },
  mail: { subject: runSubject, payload: mail },
  submission: { subject: rowSubject, payload: submissionEntry },
  'submission-review': { subject: rowSubject, payload: reviewEntry },
  'link-state': { subject: rowSubject, payload: linkStateReport },
} as const satisfies Readonly<Record<string, KindSchema>>;

type Kinds = typeof outboxKinds;
export type OutboxKind = keyof Kinds;

type MessagesByKind = {
  readonly [Kind in OutboxKind]: {
    readonly kind: Kind;
    readonly subject: z.output<Kinds[Kind]['subject']>;
  } & z.output<Kinds[Kind]['payload']>;
};

/** An entry of one kind. */
export type OutboxMessageOf<Kind extends OutboxKind> = MessagesByKind[Kind];

/**
 * Something Dataverse or people have to be told, committed together with what it tells. Delivered in the order of `seq` within
 * a lane, at least once; every delivery is idempotent (primary keys are the run id and name-based UUIDs).
 */
export type OutboxMessage = MessagesByKind[OutboxKind];

/** Whose reports keep their order among each other. A mail that is tried again waits alone. */
export function laneOf(message: OutboxMessage): string {
  if (message.kind === 'mail' && message.attempts !== undefined) return `mail ${message.subject.runId}`;
  // What one person sends is written in its order.
  if (message.kind === 'submission') return `${personsLane}${message.submission.table} ${message.submission.memberId}`;
  return laneOfSubject(message.subject);
}

const personsLane = 'submissions of ';

/** A lane as a log may name it: without who a person is. */
export function loggedLane(lane: string): string {
  return lane.startsWith(personsLane) ? `${personsLane}a person` : lane;
}

export interface OutboxEntry {
  readonly seq: number;
  readonly message: OutboxMessage;
}

/** An entry that this version cannot read. It becomes a dead letter; the others go on. */
export interface UnreadableEntry {
  readonly seq: number;
  readonly kind: string;
  /** A sentence that names kind and place, and no value. */
  readonly problem: string;
}
