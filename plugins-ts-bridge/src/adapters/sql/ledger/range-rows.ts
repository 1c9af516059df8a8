import type { SyncRunId } from '@pmds/contracts/ids';
import type { UpdateObject } from 'kysely';
import type { NewRange, Range } from '../../../ports/store/storage.js';
import type { Db } from '../staging/bulk.js';
import { rangeOf } from './codec.js';
import type { Schema } from '../schema.js';

export async function insertRanges(db: Db, runId: SyncRunId, ranges: readonly NewRange[]): Promise<readonly Range[]> {
  if (ranges.length === 0) return [];
  const rows = ranges.map((range) => ({
    run_id: runId,
    stage: range.stage,
    source: range.source,
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
  const added = await db.insertInto('range').values(rows).returningAll().execute();
  return added.map(rangeOf);
}

/** Moves a range's checkpoint by one page, if it still stands where the page was read from. */
export function advanceRange(
  db: Db,
  range: Range,
  page: { readonly next: Range['at']; readonly lastId: Range['lastId'] },
  rows: number,
): Promise<boolean> {
  return changeInPlace(db, range, {
    page: page.next?.page ?? (range.at?.page ?? 0) + 1,
    cookie: page.next?.cookie ?? null,
    last_id: page.lastId,
    rows_read: range.rowsRead + rows,
    done: page.next === null ? 1 : 0,
  });
}

/**
 * Changes a range that stands at the same page of the same slice; one statement, so that of two processes that read
 * the same page one wins.
 */
export async function changeInPlace(db: Db, range: Range, values: UpdateObject<Schema, 'range'>): Promise<boolean> {
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
