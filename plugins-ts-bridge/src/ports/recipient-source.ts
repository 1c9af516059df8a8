import type { FieldSelection, SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { RunReadLimit } from '../domain/access/read-limit.js';
import type { ColumnPlan } from '../domain/member/columns.js';
import type { RecordLayout } from '../domain/member/record/record-layout.js';
import type { RecordView } from '../domain/member/record/record-view.js';
import type { PlannedList } from '../domain/run/run.js';
import type { OwnWrites } from './store/links/written-links.js';

/** One query that yields members: all static lists of a table together, or one dynamic list. */
export interface MemberSource {
  readonly table: SelectableTable;
  /** The lists it stands for, by their position in the order. */
  readonly lists: readonly number[];
  /** It cannot be cut into slices: its query has as many conditions as there may be. */
  readonly whole?: boolean;
  readonly query:
    | { readonly kind: 'static'; readonly listIds: readonly RowId[] }
    | { readonly kind: 'dynamic'; readonly fetchXml: string; readonly listName: string }
    /** The query selects accounts whose primary contacts are the members, and has no room to ask for these. */
    | { readonly kind: 'accounts'; readonly fetchXml: string; readonly listName: string };
}

/**
 * A slice of a source: from (inclusive) to (exclusive), `null` for an open end. Members are sliced by the time of their
 * creation (milliseconds), memberships of static lists by their version number, which differs where many were added in
 * the same second.
 */
export interface Slice {
  readonly from: number | null;
  readonly to: number | null;
}

/** The smallest and the largest value that memberships of a source are sliced by. */
export interface SliceSpan {
  readonly smallest: number;
  readonly largest: number;
  /** Rows in between at most, 0 when unknown. */
  readonly rowsAtMost: number;
}

/** Where a chain of pages stands. `null` before the first page. */
export interface PagePosition {
  /** Pages read so far. */
  readonly page: number;
  /** Paging cookie as Dataverse expects it back. */
  readonly cookie: string;
}

/** Which page of members, and what of them. */
export interface MemberPageRequest {
  readonly source: MemberSource;
  readonly layout: RecordLayout;
  readonly slice: Slice;
  /** Only members modified since then; `null` for all. */
  readonly changedSince: Date | null;
  /** With `changedSince`: times in which the service wrote to people itself; whom nobody changed after it is left out. */
  readonly ownWrites?: readonly OwnWrites[];
  /** With `changedSince`: members of whom a selected lookup names a row that was changed since then, too. */
  readonly relabelled?: boolean;
  readonly at: PagePosition | null;
}

/** Who of a table changed, and what is read of them. */
export interface ChangedMembersRequest {
  /** All sources of the table. */
  readonly sources: readonly MemberSource[];
  readonly layout: RecordLayout;
  readonly changedSince: Date;
  /** As in `MemberPageRequest`. */
  readonly ownWrites?: readonly OwnWrites[];
}

/** Ids found by the id scan. */
export interface MembershipPage {
  readonly rows: readonly MembershipRow[];
  /** Ids that are no GUIDs, as they came. */
  readonly invalidIds: readonly string[];
  readonly next: PagePosition | null;
}

export interface MembershipRow {
  /** Position of the list in the order. */
  readonly list: number;
  readonly id: RowId;
}

/** One page of members, each already turned into what is needed of it: a page's bytes are given back when it was read. */
export interface MemberPage<Value> {
  readonly rows: readonly PageMember<Value>[];
  /** Ids that are no GUIDs, as they came. */
  readonly invalidIds: readonly string[];
  readonly next: PagePosition | null;
}

export interface PageMember<Value> {
  readonly id: RowId;
  readonly value: Value;
}

/** Turns a member's record into what is needed of it; the record is another one as soon as it returns. */
export type TakeRecord<Value> = (record: RecordView) => Value;

/** Logical names of columns that decide what becomes of a member, by table. */
export type DecidingColumns = Readonly<Partial<Record<SelectableTable, readonly string[]>>>;

export interface AccountCount {
  readonly atLeast: number;
  /** Counting ended at the first page. */
  readonly more: boolean;
}

export type Presence = 'readable' | 'unreadable' | 'gone';

/** What is asked before a run: whether all that it needs can be read. */
export interface SourceChecks {
  /**
   * Checks the selection, and the columns that decide what becomes of a member, against the metadata and what the
   * application users may read.
   * @param deciding They are checked and not planned.
   * @throws RunFailure FIELD_* naming the column.
   */
  planColumns(
    fields: FieldSelection,
    tables: readonly SelectableTable[],
    call: SourceCall,
    deciding?: DecidingColumns,
  ): Promise<Readonly<Record<SelectableTable, readonly ColumnPlan[]>>>;
  /**
   * Tables of the lists that the application users do not read as a whole.
   * @throws RunFailure FIELD_SECURED for a dynamic list that filters by a column which they may not read.
   */
  checkAccess(lists: readonly PlannedList[], call: SourceCall): Promise<readonly RunReadLimit[]>;
  /** What dynamic lists ask for that a run changes or cannot honour. Asks Dataverse only where a time zone matters. */
  queryNotes(lists: readonly PlannedList[], call: SourceCall): Promise<readonly QueryNote[]>;
}

/** Who is on the lists, and what a run is planned by. */
export interface ListReads {
  /** @throws RunFailure LIST_QUERY_* for a dynamic list whose query cannot be used. */
  sources(lists: readonly PlannedList[]): readonly MemberSource[];
  /** Accounts on a list of accounts that name no primary contact, so that nobody stands for them. One call. */
  accountsWithoutContact(list: PlannedList, call: SourceCall): Promise<AccountCount>;
  /** Ids alone. @throws RunFailure LIST_QUERY_REFUSED, PAGE_INVALID, PAGING_STUCK */
  membershipPage(
    source: MemberSource,
    slice: Slice,
    at: PagePosition | null,
    call: SourceCall,
  ): Promise<MembershipPage>;
  /** Two calls; `null` where memberships cannot be sliced. */
  membershipSpan(source: MemberSource, call: SourceCall): Promise<SliceSpan | null>;
  /** When some members were created, at most `maxSampledPerCall`; by this sample a source is cut into equal slices. */
  createdOn(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<readonly Date[]>;
  /**
   * When the first mail to one of the lists is planned, not counting those planned for before `from`; `null` when none is.
   * One call.
   */
  plannedSend(lists: readonly PlannedList[], from: Date, call: SourceCall): Promise<Date | null>;
  readonly maxSampledPerCall: number;
}

/** What members hold. */
export interface MemberReads {
  /** Members as their rows are; a page of thousands is not turned into objects for it. */
  memberPage<Value>(request: MemberPageRequest, take: TakeRecord<Value>, call: SourceCall): Promise<MemberPage<Value>>;
  /**
   * Whether a row that a selected lookup names was changed since then, so that its name may be another; `null` where
   * Dataverse does not tell, or where their queries have no room to ask. At most one call.
   * @param sources All sources of the table.
   */
  labelsChanged(
    sources: readonly MemberSource[],
    columns: readonly ColumnPlan[],
    since: Date,
    call: SourceCall,
  ): Promise<boolean | null>;
  /**
   * Members modified since then, the last ones first: one call, so the first page alone.
   * May hold rows of the table that are on none of the lists.
   */
  changedMembers<Value>(
    request: ChangedMembersRequest,
    take: TakeRecord<Value>,
    call: SourceCall,
  ): Promise<MemberPage<Value>>;
  /** Members by id, at most `maxIdsPerCall`. Those that are gone or unreadable are left out by Dataverse. */
  membersById<Value>(
    ids: readonly RowId[],
    layout: RecordLayout,
    take: TakeRecord<Value>,
    call: SourceCall,
  ): Promise<MemberPage<Value>>;
  /** For members that no query returned: whether they still exist. At most `maxIdsPerCall`, one call. */
  presence(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<ReadonlyMap<RowId, Presence>>;
  readonly maxIdsPerCall: number;
}

/** How quickly pages come. */
export interface SourcePace {
  readonly pageRows: number;
  /** How long a page takes by itself, in milliseconds, as the run of this flow has seen it; 0 before its first page. */
  pageMs(flow: string): number;
  /** Pages that may be under way at a time, now. */
  readonly concurrency: number;
  /** What every call waits for, `null` when nothing. */
  readonly waiting: { readonly untilMs: number; readonly reason: string } | null;
}

/** Who the members are and what their columns hold, as Dataverse says it at the moment of asking. */
export interface RecipientSource {
  readonly checks: SourceChecks;
  readonly lists: ListReads;
  readonly members: MemberReads;
  readonly pace: SourcePace;
}

export interface SourceCall {
  /** Takes turns under this name; calls are counted for it. */
  readonly flow: string;
  /** When the first mail of the run is planned: whose is soonest has most of the turns. */
  readonly plannedSend?: Date | null;
  readonly signal: AbortSignal;
}
