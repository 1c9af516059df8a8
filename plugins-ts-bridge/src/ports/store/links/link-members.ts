import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { ProfileValues } from '../profiles.js';

/** A member whose link may be handed out. */
interface LinkMember {
  readonly id: RowId;
  /** The columns that his sync selects. */
  readonly values: ProfileValues;
}

/** What is known of somebody whose link is asked for: `closed` has opted out, is inactive or gone. */
export type LinkStanding = 'known' | 'closed' | 'opted-out' | 'unknown';

/** Who may be given links, read beside runs. */
export interface LinkMembers {
  /** The run that a sync's members are of, `null` before its first. */
  runOf(dataSyncId: RowId): Promise<SyncRunId | null>;
  /** Members that a sync's current generation stores, in the order of their ids; those that are closed are left out. */
  page(
    dataSyncId: RowId,
    table: SelectableTable,
    after: RowId | null,
    limit: number,
  ): Promise<{ readonly members: readonly LinkMember[]; readonly last: RowId | null }>;
  standings(table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, LinkStanding>>;
}
