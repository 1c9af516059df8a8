import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Run } from '../../domain/run/run.js';
import type { FetchedProfile } from './intake.js';

/** A member of whom Dataverse has said that no form may be filled in for him. */
export interface ClosedMember {
  readonly table: SelectableTable;
  readonly id: RowId;
  readonly reason: ClosedReason;
  /** When it was known. Only a read that began after it opens the member again. */
  readonly since: Date;
}

/** Writes of a transaction about members that are closed, and about those that were read on demand. */
export interface ClosedMembersWriter {
  /** Closes a member for all syncs, and forgets what was read of him on demand before. */
  close(closed: ClosedMember): Promise<void>;
  /** Opens a member, if the read began after he was known to be closed. @returns whether he is open now. */
  reopen(table: SelectableTable, id: RowId, readAt: Date): Promise<boolean>;
  /**
   * Closes whom a run has skipped as deleted, inactive or opted out, and opens whom it stores, unless he was closed while
   * it ran. Forgets what was read on demand of both. In bulk: what it costs depends on those who are closed.
   */
  settle(run: Run, at: Date): Promise<void>;
  /** Keeps what was read on demand, unless the member was closed after that; opens him otherwise. */
  keepFetched(profile: FetchedProfile): Promise<void>;
  /** Forgets what was read on demand before a time, and closed members of that age whom no sync stores. */
  forgetBefore(time: Date): Promise<void>;
}
