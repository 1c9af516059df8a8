import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { readJson } from '../../../domain/values/read-json.js';
import type { Range, RangeStage, RangeSubject, StageOfRange } from '../../../ports/store/ledger/ranges.js';
import type { Schema } from '../schema.js';
import { StoreDamage } from './store-damage.js';

const pivotsSchema = z.array(z.number());

/** @throws StoreDamage where its pivots are not what they should be. */
export function rangeOf(row: Selectable<Schema['range']>): Range {
  return {
    ...stageOf(row.stage as RangeStage, row.subject),
    runId: row.run_id as SyncRunId,
    number: row.number,
    slice: { from: row.slice_from, to: row.slice_to },
    at: row.page === 0 ? null : { page: row.page, cookie: row.cookie ?? '' },
    lastId: row.last_id as RowId | null,
    rowsRead: row.rows_read,
    rowsExpected: row.rows_expected,
    pivots: pivotsOf(row),
    done: row.done !== 0,
  };
}

function pivotsOf(row: Selectable<Schema['range']>): readonly number[] {
  const read = readJson(row.pivots, pivotsSchema);
  if (read.ok) return read.value;
  throw new StoreDamage(row.run_id, `column "pivots" of its range ${row.number} ${read.failure}`);
}

/** Text of a subject: its kind, and which one. */
export function subjectText(subject: RangeSubject): string {
  return `${subject.kind}:${subject.kind === 'table' ? subject.table : subject.position}`;
}

function stageOf(stage: RangeStage, text: string): StageOfRange {
  const which = text.slice(text.indexOf(':') + 1);
  switch (stage) {
    case 'scan':
    case 'read':
      return { stage, subject: { kind: 'source', position: Number(which) } };
    case 'verify':
      return { stage, subject: { kind: 'table', table: which as SelectableTable } };
    case 'deliver':
      return { stage, subject: { kind: 'destination', position: Number(which) } };
  }
}
