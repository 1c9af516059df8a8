import type { SyncRunId } from '@pmds/contracts/ids';
import type { DeadLetter, Delay, RefusedReport } from '../../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage, UnreadableEntry } from '../../../domain/outbox/outbox.js';

/** What is due. */
export interface DueEntries {
  readonly entries: readonly OutboxEntry[];
  readonly unreadable: readonly UnreadableEntry[];
}

export interface OutboxReader {
  /** Oldest entries that this version can read; of one run when named. */
  oldest(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]>;
  /** Oldest entries of lanes that are not held back. */
  due(limit: number, nowMs: number): Promise<DueEntries>;
  /** Lanes whose entries could not be delivered so far. */
  delays(): Promise<readonly Delay[]>;
  /** Oldest reports that were refused for good, or could not be read. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
}

/** What became of a letter that was to be sent again. `overtaken`: a later run has told of the sync since; it is dropped. */
export type Resent = 'resent' | 'unknown' | 'overtaken';

export interface OutboxWriter {
  send(messages: readonly OutboxMessage[]): Promise<void>;
  /** Forgets entries that were told. */
  delivered(seqs: readonly number[]): Promise<void>;
  /** Holds back the entries of one lane; those of the others go on. */
  delay(delay: Delay): Promise<void>;
  endDelay(lane: string): Promise<void>;
  /** Keeps what was refused for good. */
  bury(reports: readonly RefusedReport[]): Promise<void>;
  /** Makes dead letters of entries that cannot be read, as they stand. */
  buryUnreadable(entries: readonly UnreadableEntry[]): Promise<void>;
  resendLetter(number: number): Promise<Resent>;
  /** @returns false where there is no such letter. */
  dropLetter(number: number): Promise<boolean>;
}
