import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { MemberChange } from '../../domain/member/member-change.js';
import type { ClosedMember } from './closed-members.js';

/** Somebody who was changed in Dataverse and has to be looked at. */
export type ChangedMember = Pick<MemberChange, 'id' | 'at' | 'merged'>;

/** People of whom Dataverse said that they were changed, until somebody has looked. */
export interface ChangedMembersReader {
  /** Those who wait longest, at most `limit`. */
  oldest(table: SelectableTable, limit: number): Promise<readonly ChangedMember[]>;
}

/** What a look came to. */
export interface LookedAt {
  readonly table: SelectableTable;
  readonly members: readonly ChangedMember[];
  readonly closed: readonly ClosedMember[];
  /** Found to be as everybody else, by a read that began at `readAt`. */
  readonly open: readonly RowId[];
  readonly readAt: Date;
}

export interface ChangedMembersWriter {
  /**
   * Closes somebody where the message itself said so, and has him looked at where the store knows anything of him or
   * a run is on its way: others are read when their link is opened.
   */
  keep(change: MemberChange): Promise<void>;
  /** Closes and opens, and forgets that these have to be looked at, unless they were changed again meanwhile. */
  settle(looked: LookedAt): Promise<void>;
}
