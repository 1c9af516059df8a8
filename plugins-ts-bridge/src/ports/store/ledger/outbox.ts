import type { SyncRunId } from '@pmds/contracts/ids';
import type { DeadLetter, Delay, RefusedReport } from '../../../domain/outbox/dead-letter.js';
import type { OutboxEntry, OutboxMessage } from '../../../domain/outbox/outbox.js';

export interface OutboxReader {
  /** Oldest entries; of one run when named. */
  oldest(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]>;
  /** Oldest entries of syncs whose reports are not held back. */
  due(limit: number, nowMs: number): Promise<readonly OutboxEntry[]>;
  /** Syncs whose reports could not be delivered so far. */
  delays(): Promise<readonly Delay[]>;
  /** Oldest reports that Dataverse refused for good. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
}

export interface OutboxWriter {
  send(messages: readonly OutboxMessage[]): Promise<void>;
  /** Forgets entries that Dataverse has taken. */
  delivered(seqs: readonly number[]): Promise<void>;
  /** Holds back the reports of one subject; those of the others go on. */
  delay(delay: Delay): Promise<void>;
  endDelay(subject: string): Promise<void>;
  /** Keeps what Dataverse refused for good. */
  bury(reports: readonly RefusedReport[]): Promise<void>;
  /** @returns `overtaken` where a later run has told Dataverse about the sync since: the letter is dropped. */
  resendLetter(number: number): Promise<'resent' | 'unknown' | 'overtaken'>;
  /** @returns false where there is no such letter. */
  dropLetter(number: number): Promise<boolean>;
}
