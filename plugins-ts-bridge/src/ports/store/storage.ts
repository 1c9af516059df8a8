import type { ChangedMembersReader, ChangedMembersWriter } from './changed-members.js';
import type { ClosedMembersWriter } from './closed-members.js';
import type { Leases } from './leases.js';
import type { CountReader, CountWriter } from './ledger/counts.js';
import type { DeliveryReader, DeliveryWriter } from './ledger/deliveries.js';
import type { OutboxReader, OutboxWriter } from './ledger/outbox.js';
import type { RangeReader, RangeWriter } from './ledger/ranges.js';
import type { RunReader, RunWriter, StartWriter } from './ledger/runs.js';
import type { TraceReader, TraceWriter } from './ledger/traces.js';
import type { Retention } from './retention.js';
import type { RevocationWriter } from './revocations.js';
import type { StagedMembers } from './staged-members.js';
import type { StagingReader, StagingWriter } from './staging.js';
import type { StoreIdentityWriter } from './store-identity.js';
import type { SubmissionWriter } from './responses/submissions.js';
import type { AccessLogWriter, LinkStops } from './responses/access-log.js';
import type { UserLimits } from './user-limits.js';
import type { WebForms, WebFormWriter } from './web-forms.js';
import type { WrittenLinks, WrittenLinkWriter } from './links/written-links.js';

/** All that can be read: of what is committed, or within a transaction. A use case names the part that it needs. */
export interface StoreReader {
  readonly runs: RunReader;
  readonly ranges: RangeReader;
  readonly counts: CountReader;
  readonly traces: TraceReader;
  readonly deliveries: DeliveryReader;
  readonly outbox: OutboxReader;
  readonly members: StagedMembers;
  readonly staging: StagingReader;
  readonly changed: ChangedMembersReader;
  readonly webForms: WebForms;
  readonly writtenLinks: WrittenLinks;
}

/** What one transaction hands out. All that is written by it happens, or nothing. A use case names the part that it needs. */
export interface UnitOfWork {
  /** Sees what was written by this transaction. */
  readonly read: StoreReader;
  readonly starts: StartWriter;
  readonly runs: RunWriter;
  readonly ranges: RangeWriter;
  readonly counts: CountWriter;
  readonly traces: TraceWriter;
  readonly deliveries: DeliveryWriter;
  readonly outbox: OutboxWriter;
  readonly staging: StagingWriter;
  readonly closed: ClosedMembersWriter;
  readonly changed: ChangedMembersWriter;
  readonly revocations: RevocationWriter;
  readonly identity: StoreIdentityWriter;
  readonly webForms: WebFormWriter;
  readonly writtenLinks: WrittenLinkWriter;
  readonly submissions: SubmissionWriter;
  readonly accessLog: AccessLogWriter;
  readonly linkStops: LinkStops;
}

/** Ledger and profiles in one store, so that one transaction covers both. Used by the worker only. */
export interface Storage {
  readonly read: StoreReader;
  readonly leases: Leases;
  readonly retention: Retention;
  readonly userLimits: UserLimits;
  transaction<Value>(work: (unit: UnitOfWork) => Promise<Value>): Promise<Value>;
  /**
   * Looks whether the store is still the one that the next start will open.
   * @throws Error with a sentence for people when its files were deleted or replaced.
   */
  refuseReplaced(): void;
  /** Removes what ended runs left behind, a small step at a time. @returns whether more is left. */
  sweep(): Promise<boolean>;
  [Symbol.asyncDispose](): Promise<void>;
}
