import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Run } from '../../../domain/run/run.js';
import type { PagePosition, Slice } from '../../recipient-source.js';

interface SourceSubject {
  readonly kind: 'source';
  /** Position among the run's sources. */
  readonly position: number;
}

interface TableSubject {
  readonly kind: 'table';
  readonly table: SelectableTable;
}

interface DestinationSubject {
  readonly kind: 'destination';
  /** Position among the run's destinations. */
  readonly position: number;
}

export type RangeSubject = SourceSubject | TableSubject | DestinationSubject;

/** A stage, and what its pages are of. */
export type StageOfRange =
  | { readonly stage: 'scan'; readonly subject: SourceSubject }
  | { readonly stage: 'read'; readonly subject: SourceSubject }
  | { readonly stage: 'verify'; readonly subject: TableSubject }
  | { readonly stage: 'deliver'; readonly subject: DestinationSubject };

export type RangeStage = StageOfRange['stage'];

interface RangeToGo {
  readonly slice: Slice;
  readonly at: PagePosition | null;
  /** Id of the last row of the last page: a repeated row is its neighbour. */
  readonly lastId: RowId | null;
  /** Rows expected in all, by the sample; 0 when unknown. */
  readonly rowsExpected: number;
  /** Values strictly inside the slice, ascending: where it can be cut. */
  readonly pivots: readonly number[];
}

export type NewRange = StageOfRange & RangeToGo;

/**
 * A chain of pages: one slice of one subject, in one stage of a run. `number` identifies it. The page after
 * the last committed one is the only work that depends on the one before, so ranges spread over workers by themselves.
 */
export type Range = NewRange & {
  readonly runId: SyncRunId;
  readonly number: number;
  readonly rowsRead: number;
  readonly done: boolean;
};

/** A range of these stages alone. */
export type RangeIn<Stage extends RangeStage> = Extract<Range, { readonly stage: Stage }>;

/** What becomes of a range that is cut: it keeps the first piece. */
export interface RangeCut {
  readonly to: number | null;
  readonly pivots: readonly number[];
  readonly rowsExpected: number;
  readonly others: readonly NewRange[];
}

/** Where a page leaves its range. */
export interface Checkpoint {
  /** Rows of the page. */
  readonly rows: number;
  readonly lastId: RowId | null;
  /** `null` when this was the last page of the range. */
  readonly next: PagePosition | null;
}

export interface RangeReader {
  ofStage(runId: SyncRunId, stage: RangeStage): Promise<readonly Range[]>;
  find(runId: SyncRunId, number: number): Promise<Range | null>;
}

export interface RangeWriter {
  add(runId: SyncRunId, ranges: readonly NewRange[]): Promise<readonly Range[]>;
  /**
   * Cuts an unfinished range; all pieces go on from where it stands, since a paging cookie holds the last id alone.
   * @returns the new pieces, none when the range has moved on meanwhile.
   */
  split(range: Range, cut: RangeCut): Promise<readonly Range[]>;
  /**
   * Moves the range behind the page that this transaction commits. Comes first: who is told that the page was committed
   * before writes nothing of it.
   * @returns false when the page was committed before.
   */
  advance(run: Run, range: Range, page: Checkpoint): Promise<boolean>;
  /** Nothing more is delivered to this destination. */
  endDelivery(runId: SyncRunId, position: number): Promise<void>;
  /** Forgets the ranges of every stage but the scan: the run reads anew. */
  forgetRead(runId: SyncRunId): Promise<void>;
  /** Forgets all ranges: the run begins anew. */
  forgetAll(runId: SyncRunId): Promise<void>;
}
