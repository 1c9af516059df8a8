import type { SyncRunId } from '@pmds/contracts/ids';
import type { Selectable } from 'kysely';
import {
  addDelivered,
  nothingDelivered,
  type DeliveryCounts,
  type DeliveryFailure,
  type DeliveryState,
  type DestinationKind,
  type PlannedDestination,
  type Receipt,
  type StoredDelivery,
} from '../../../domain/delivery/delivery.js';
import type { DeliveredBatch, DeliveryReader, DeliveryWriter } from '../../../ports/store/ledger/deliveries.js';
import type { Db } from '../staging/bulk.js';
import type { Schema } from '../schema.js';

export class SqlDeliveryReader implements DeliveryReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async of(runId: SyncRunId): Promise<readonly StoredDelivery[]> {
    const rows = await this.#db
      .selectFrom('delivery')
      .selectAll()
      .where('run_id', '=', runId)
      .orderBy('position')
      .execute();
    return rows.map(deliveryOf);
  }
}

export class SqlDeliveryWriter implements DeliveryWriter {
  readonly #db: Db;
  readonly #reader: DeliveryReader;

  constructor(db: Db, reader: DeliveryReader) {
    this.#db = db;
    this.#reader = reader;
  }

  async open(runId: SyncRunId, destinations: readonly PlannedDestination[]): Promise<void> {
    if (destinations.length === 0) return;
    const counts = JSON.stringify(nothingDelivered);
    await this.#db
      .insertInto('delivery')
      .values(destinations.map(({ kind }, position) => ({ run_id: runId, position, kind, counts })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async add(runId: SyncRunId, position: number, { state, counts }: DeliveredBatch): Promise<void> {
    const before = (await this.#reader.of(runId)).find((delivery) => delivery.position === position);
    const sum = addDelivered(before?.counts ?? nothingDelivered, counts);
    await this.#set(runId, position, { state: JSON.stringify(state), counts: JSON.stringify(sum) });
  }

  async complete(runId: SyncRunId, position: number, receipt: Receipt): Promise<void> {
    await this.#set(runId, position, { receipt: JSON.stringify(receipt) });
  }

  async fail(runId: SyncRunId, position: number, failure: DeliveryFailure): Promise<void> {
    await this.#set(runId, position, { failure: JSON.stringify(failure) });
  }

  async forget(runId: SyncRunId): Promise<void> {
    await this.#db.deleteFrom('delivery').where('run_id', '=', runId).execute();
  }

  async #set(runId: SyncRunId, position: number, values: Partial<Schema['delivery']>): Promise<void> {
    await this.#db
      .updateTable('delivery')
      .set(values)
      .where('run_id', '=', runId)
      .where('position', '=', position)
      .execute();
  }
}

function deliveryOf(row: Selectable<Schema['delivery']>): StoredDelivery {
  const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  return {
    position: row.position,
    kind: row.kind as DestinationKind,
    state: parsed(row.state) as DeliveryState | null,
    counts: JSON.parse(row.counts) as DeliveryCounts,
    receipt: parsed(row.receipt) as Receipt | null,
    failure: parsed(row.failure) as DeliveryFailure | null,
  };
}
