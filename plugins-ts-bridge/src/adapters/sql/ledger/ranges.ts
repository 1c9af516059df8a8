import type { SyncRunId } from '@pmds/contracts/ids';
import type { UpdateObject } from 'kysely';
import type { Run } from '../../../domain/run/run.js';
import type {
  Checkpoint,
  NewRange,
  Range,
  RangeCut,
  RangeReader,
  RangeStage,
  RangeWriter,
} from '../../../ports/store/ledger/ranges.js';
import type { Db } from '../staging/bulk.js';
import { rangeOf, subjectText } from './range-codec.js';
import type { Schema } from '../schema.js';

export class SqlRangeReader implements RangeReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async ofStage(runId: SyncRunId, stage: RangeStage): Promise<readonly Range[]> {
    const rows = await this.#db
      .selectFrom('range')
      .selectAll()
      .where('run_id', '=', runId)
      .where('stage', '=', stage)
      .orderBy('number')
      .execute();
    return rows.map(rangeOf);
  }

  async find(runId: SyncRunId, number: number): Promise<Range | null> {
    const row = await this.#db
      .selectFrom('range')
      .selectAll()
      .where('run_id', '=', runId)
      .where('number', '=', number)
      .executeTakeFirst();
    return row === undefined ? null : rangeOf(row);
  }
}

/** Told of a range that has a next page, in the transaction of the page before. */
export type HandOn = (db: Db, run: Run, range: Range) => Promise<void>;

export class SqlRangeWriter implements RangeWriter {
  readonly #db: Db;
  readonly #handOn: HandOn | undefined;

  constructor(db: Db, handOn: HandOn | undefined) {
    this.#db = db;
    this.#handOn = handOn;
  }

  async add(runId: SyncRunId, ranges: readonly NewRange[]): Promise<readonly Range[]> {
    if (ranges.length === 0) return [];
    const rows = ranges.map((range) => ({
      run_id: runId,
      stage: range.stage,
      subject: subjectText(range.subject),
      slice_from: range.slice.from,
      slice_to: range.slice.to,
      page: range.at?.page ?? 0,
      cookie: range.at?.cookie ?? null,
      last_id: range.lastId,
      rows_read: 0,
      rows_expected: range.rowsExpected,
      pivots: JSON.stringify(range.pivots),
      done: 0,
    }));
    const added = await this.#db.insertInto('range').values(rows).returningAll().execute();
    return added.map(rangeOf);
  }

  async split(range: Range, cut: RangeCut): Promise<readonly Range[]> {
    const kept = { slice_to: cut.to, pivots: JSON.stringify(cut.pivots), rows_expected: cut.rowsExpected };
    return (await changeInPlace(this.#db, range, kept)) ? this.add(range.runId, cut.others) : [];
  }

  async advance(run: Run, range: Range, { rows, lastId, next }: Checkpoint): Promise<boolean> {
    const moved = await changeInPlace(this.#db, range, {
      page: next?.page ?? (range.at?.page ?? 0) + 1,
      cookie: next?.cookie ?? null,
      last_id: lastId,
      rows_read: range.rowsRead + rows,
      done: next === null ? 1 : 0,
    });
    if (moved && next !== null) await this.#handOn?.(this.#db, run, range);
    return moved;
  }

  async endDelivery(runId: SyncRunId, position: number): Promise<void> {
    await this.#db
      .updateTable('range')
      .set({ done: 1 })
      .where('run_id', '=', runId)
      .where('stage', '=', 'deliver')
      .where('subject', '=', subjectText({ kind: 'destination', position }))
      .execute();
  }

  async forgetRead(runId: SyncRunId): Promise<void> {
    await this.#db.deleteFrom('range').where('run_id', '=', runId).where('stage', '!=', 'scan').execute();
  }

  async forgetAll(runId: SyncRunId): Promise<void> {
    await this.#db.deleteFrom('range').where('run_id', '=', runId).execute();
  }
}

/**
 * Changes a range that stands at the same page of the same slice; one statement, so that of two processes that read
 * the same page one wins.
 */
async function changeInPlace(db: Db, range: Range, values: UpdateObject<Schema, 'range'>): Promise<boolean> {
  const { to } = range.slice;
  const changed = await db
    .updateTable('range')
    .set(values)
    .where('run_id', '=', range.runId)
    .where('number', '=', range.number)
    .where('page', '=', range.at?.page ?? 0)
    .where('done', '=', 0)
    .where('slice_to', to === null ? 'is' : '=', to)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}
