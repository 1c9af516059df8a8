import type { OutboxMessage } from './outbox.js';

/** Why Dataverse does not take a report, however often it is sent. */
export interface Refusal {
  /** HTTP status; 0 where the report could not even be sent. */
  readonly status: number;
  /** Dataverse's own code, empty where there was none. */
  readonly code: string;
  /** Dataverse's own words. They name columns and rows, never values of members. */
  readonly reason: string;
  /** Columns that were refused, where the others of the row were taken; empty for all of the report. */
  readonly columns: readonly string[];
}

/** A report that was refused. */
export interface RefusedReport {
  readonly message: OutboxMessage;
  readonly refusal: Refusal;
}

/** A refused report as it is kept, until somebody sends it again or drops it. */
export interface DeadLetter {
  readonly number: number;
  readonly kind: string;
  /** `null` where this version of the service cannot read the report. */
  readonly message: OutboxMessage | null;
  readonly refusal: Refusal;
  readonly refusedAt: Date;
  /** How often it was refused. */
  readonly tries: number;
}

/** What is to become of a dead letter. */
export type LetterOrder =
  { readonly action: 'resend'; readonly number: number } | { readonly action: 'drop'; readonly number: number };

/** How the entries of a lane (`laneOf`) are held back after an attempt that may succeed later. */
export interface Delay {
  readonly lane: string;
  readonly attempts: number;
  readonly untilMs: number;
  readonly error: string;
}

/** Missing rights are given by people, who do not know that a report waits for them: it is sent again by itself. */
export function mayBeAllowedLater({ status }: Refusal): boolean {
  return status === 403;
}
