import type { SyncRunId } from '@pmds/contracts/ids';
import type {
  DeliveryCounts,
  DeliveryFailure,
  DeliveryState,
  PlannedDestination,
  Receipt,
  StoredDelivery,
} from '../../../domain/delivery/delivery.js';

/** Reads what is delivered, and how far. */
export interface DeliveryReader {
  /** Deliveries of a run by their position. */
  of(runId: SyncRunId): Promise<readonly StoredDelivery[]>;
}

/** A batch that a destination has taken. */
export interface DeliveredBatch {
  readonly state: DeliveryState;
  readonly counts: DeliveryCounts;
}

export interface DeliveryWriter {
  /** Begins the deliveries of a run, one per destination. */
  open(runId: SyncRunId, destinations: readonly PlannedDestination[]): Promise<void>;
  /** Adds a batch to what a destination has taken. */
  add(runId: SyncRunId, position: number, batch: DeliveredBatch): Promise<void>;
  complete(runId: SyncRunId, position: number, receipt: Receipt): Promise<void>;
  /** The delivery cannot go on. */
  fail(runId: SyncRunId, position: number, failure: DeliveryFailure): Promise<void>;
  /** The run delivers anew, or not at all. */
  forget(runId: SyncRunId): Promise<void>;
}
