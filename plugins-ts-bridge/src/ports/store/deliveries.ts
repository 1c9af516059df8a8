import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type {
  DeliveryCounts,
  DeliveryFailure,
  DeliveryState,
  PlannedDestination,
  Receipt,
  StoredDelivery,
} from '../../domain/delivery/delivery.js';
import type { Run } from '../../domain/run/run.js';
import type { StagedRow } from '../destination.js';
import type { PagePosition } from '../recipient-source.js';
import type { Range } from './storage.js';

/** Reads what is delivered, and how far. */
export interface DeliveryReader {
  /** Deliveries of a run by their position. */
  of(runId: SyncRunId): Promise<readonly StoredDelivery[]>;
  /**
   * Members that the run makes readable, in the order of their ids, from the one after `after`. Of an incremental run those
   * whom it did not read come as they were.
   */
  staged(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly StagedRow[]>;
  stagedCount(run: Run): Promise<number>;
}

/** A batch that a destination has taken. */
export interface DeliveredBatch {
  readonly range: Range;
  readonly state: DeliveryState;
  readonly counts: DeliveryCounts;
  readonly rows: number;
  readonly lastId: RowId | null;
  /** `null` when this was the last one. */
  readonly next: PagePosition | null;
}

export interface DeliveryWriter extends DeliveryReader {
  /** Begins the deliveries of a run, one per destination. */
  open(runId: SyncRunId, destinations: readonly PlannedDestination[]): Promise<void>;
  /** @returns false when the batch was committed before. */
  commit(run: Run, batch: DeliveredBatch): Promise<boolean>;
  complete(runId: SyncRunId, position: number, receipt: Receipt): Promise<void>;
  /** Ends a delivery that cannot go on; its range is done. */
  fail(runId: SyncRunId, position: number, failure: DeliveryFailure): Promise<void>;
  /** The run delivers anew, or not at all. */
  forget(runId: SyncRunId): Promise<void>;
}
