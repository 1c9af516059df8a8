import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { KeptLinkSet, LinkSet, WrittenLink } from '../../../domain/links/written-link.js';

/** A time in which the service wrote to people of a table, by Dataverse's clock. */
export interface OwnWrites {
  readonly from: Date;
  readonly until: Date;
  /** The application users that wrote. */
  readonly users: readonly RowId[];
}

/** Reads which links the columns of people hold, and when the service wrote there. */
export interface WrittenLinks {
  /** The newest set of a form. */
  setOf(formId: RowId, table: SelectableTable): Promise<KeptLinkSet | null>;
  /** Sets by their numbers. */
  sets(numbers: readonly number[]): Promise<readonly KeptLinkSet[]>;
  /** What was written of these members. */
  written(formId: RowId, table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, WrittenLink>>;
  /** Until when links of these members were ended for themselves alone. */
  revokedMembers(ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Date>>;
  /** Whether all links of a set were ended: with their run, form or key, or by the time they were made. */
  isRevoked(set: LinkSet): Promise<boolean>;
  /** The newest times of own writes that reach beyond `since`. */
  ownWrites(table: SelectableTable, since: Date): Promise<readonly OwnWrites[]>;
}

export interface WrittenLinkWriter {
  /** Begins a set. */
  begin(set: LinkSet): Promise<KeptLinkSet>;
  /** Remembers what members' columns hold. */
  keep(formId: RowId, table: SelectableTable, links: ReadonlyMap<RowId, WrittenLink>): Promise<void>;
  /** Remembers when the service wrote; one that goes on from an earlier time takes its place. */
  wrote(table: SelectableTable, writes: OwnWrites): Promise<void>;
  /** Who was changed by somebody else has to be read by the next run, whatever the row says of its last change. */
  touched(table: SelectableTable, ids: readonly RowId[], at: Date): Promise<void>;
}
