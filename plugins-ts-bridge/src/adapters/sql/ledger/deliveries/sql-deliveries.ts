import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql, type RawBuilder, type Selectable } from 'kysely';
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
} from '../../../../domain/delivery/delivery.js';
import { guidBytes, guidText } from '../../../../domain/guid.js';
import type { Run } from '../../../../domain/run/run.js';
import type { DeliveredBatch, DeliveryReader, DeliveryWriter } from '../../../../ports/store/deliveries.js';
import type { StagedRow } from '../../../../ports/destination.js';
import type { Db } from '../../staging/bulk.js';
import { count, named } from '../../staging/bulk-tables.js';
import { tableCode } from '../codec.js';
import { advanceRange } from '../range-rows.js';
import type { Schema } from '../../schema.js';

export class SqlDeliveryReader implements DeliveryReader {
  protected readonly db: Db;

  constructor(db: Db) {
    this.db = db;
  }

  async of(runId: SyncRunId): Promise<readonly StoredDelivery[]> {
    const rows = await this.db
      .selectFrom('delivery')
      .selectAll()
      .where('run_id', '=', runId)
      .orderBy('position')
      .execute();
    return rows.map(deliveryOf);
  }

  async staged(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly StagedRow[]> {
    const { cells, from } = stagedOf(run);
    const later = after === null ? sql`` : sql`and m.id > ${Buffer.from(guidBytes(after))}`;
    const { rows } = await sql<{ id: Uint8Array; cells: string }>`
      select m.id as id, ${cells} as cells ${from} and m.tbl = ${sql.lit(tableCode[table])} ${later}
      order by m.id limit ${sql.lit(limit)}`.execute(this.db);
    return rows.map((row) => ({ id: guidText(row.id), cells: row.cells }));
  }

  stagedCount(run: Run): Promise<number> {
    return count(this.db, sql`select count(*) as n ${stagedOf(run).from}`);
  }
}

/** The run's members with what it stores of them: its own rows, and of an incremental run those of its base that still hold. */
function stagedOf({ generation, base }: Run): {
  readonly cells: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
} {
  const own = sql`from ${named('member', generation)} as m
    left join ${named('profile', generation)} as p on p.tbl = m.tbl and p.id = m.id`;
  if (base === null) return { cells: sql`p.cells`, from: sql`${own} where p.id is not null` };
  return {
    cells: sql`coalesce(p.cells, b.cells)`,
    from: sql`${own}
      left join ${named('profile', base.generation)} as b on b.tbl = m.tbl and b.id = m.id
      where (p.id is not null or (b.id is not null
        and not exists (select 1 from ${named('settled', generation)} as s where s.tbl = m.tbl and s.id = m.id)))`,
  };
}

/** Told of a committed batch, in its transaction. */
export type AfterCommit = (run: Run, batch: Pick<DeliveredBatch, 'range' | 'next'>) => Promise<void>;

export class SqlDeliveryWriter extends SqlDeliveryReader implements DeliveryWriter {
  readonly #afterCommit: AfterCommit;

  constructor(db: Db, afterCommit: AfterCommit) {
    super(db);
    this.#afterCommit = afterCommit;
  }

  async open(runId: SyncRunId, destinations: readonly PlannedDestination[]): Promise<void> {
    if (destinations.length === 0) return;
    const counts = JSON.stringify(nothingDelivered);
    await this.db
      .insertInto('delivery')
      .values(destinations.map(({ kind }, position) => ({ run_id: runId, position, kind, counts })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async commit(run: Run, batch: DeliveredBatch): Promise<boolean> {
    const { range, state, counts } = batch;
    if (!(await advanceRange(this.db, range, batch, batch.rows))) return false;
    const before = (await this.of(run.runId)).find(({ position }) => position === range.source);
    const sum = addDelivered(before?.counts ?? nothingDelivered, counts);
    await this.#set(run.runId, range.source, { state: JSON.stringify(state), counts: JSON.stringify(sum) });
    await this.#afterCommit(run, batch);
    return true;
  }

  async complete(runId: SyncRunId, position: number, receipt: Receipt): Promise<void> {
    await this.#set(runId, position, { receipt: JSON.stringify(receipt) });
  }

  async fail(runId: SyncRunId, position: number, failure: DeliveryFailure): Promise<void> {
    await this.#set(runId, position, { failure: JSON.stringify(failure) });
    await this.db
      .updateTable('range')
      .set({ done: 1 })
      .where('run_id', '=', runId)
      .where('stage', '=', 'deliver')
      .where('source', '=', position)
      .execute();
  }

  async forget(runId: SyncRunId): Promise<void> {
    await this.db.deleteFrom('delivery').where('run_id', '=', runId).execute();
    await this.db.deleteFrom('range').where('run_id', '=', runId).where('stage', '=', 'deliver').execute();
  }

  async #set(runId: SyncRunId, position: number, values: Partial<Schema['delivery']>): Promise<void> {
    await this.db
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
