import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type {
  DeliveryCounts,
  DeliveryFailure,
  DeliveryState,
  DestinationKind,
  Receipt,
} from '../domain/delivery/delivery.js';
import { RunFailure } from '../domain/failures.js';
import type { ClaimedRun, SyncOrder } from '../domain/run/run.js';

/** A member as he was staged. */
export interface StagedRow {
  readonly id: RowId;
  /** JSON array of the values in the order of the table's columns. */
  readonly cells: string;
}

/** Members of one table, one after the other in the order of their ids. A batch that comes twice is the same both times. */
export interface DeliveryBatch {
  readonly table: SelectableTable;
  readonly rows: readonly StagedRow[];
}

export interface BatchResult {
  readonly counts: DeliveryCounts;
  /** Committed with the counts; `Destination.begin` is given it after a death. */
  readonly state: DeliveryState;
  /** Whom the destination does not take, and why: a Trace each. */
  readonly refused?: readonly RefusedRow[];
}

export interface RefusedRow {
  readonly id: RowId;
  /** One sentence without values. */
  readonly why: string;
}

/** Somewhere members are delivered to, from what the run has staged: Dataverse is not read again. */
export interface Destination {
  readonly kind: DestinationKind;
  readonly batchRows: number;
  /** What stands against a delivery, a sentence each that says what to do; asked before a run reads anybody. */
  check(order: Pick<SyncOrder, 'lists' | 'forms'>): Promise<readonly string[]>;
  /**
   * Goes on with the delivery of a run.
   * @param state Of the last batch that was committed, `null` before the first: what was written after it is written again.
   * @throws DestinationFailure
   */
  begin(run: ClaimedRun, state: DeliveryState | null): Promise<Delivery>;
}

/** One run's delivery to one destination; closed after each batch. */
export interface Delivery extends AsyncDisposable {
  /** @throws DestinationFailure */
  write(batch: DeliveryBatch): Promise<BatchResult>;
  /** Makes the delivery visible as a whole. Doing it again changes nothing. @throws DestinationFailure */
  finish(): Promise<Receipt>;
  /** Takes back what can be taken back, for a run that does not complete. Doing it again changes nothing. */
  abandon(): Promise<void>;
}

/** Ends a delivery, not the run: what happened, in one sentence. */
export class DestinationFailure extends RunFailure {
  override readonly name = 'DestinationFailure';

  get failure(): DeliveryFailure {
    return { code: this.code, detail: this.message };
  }
}
