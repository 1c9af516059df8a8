import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Selectable } from 'kysely';
import type { Range, RangeStage, RangeSubject, StageOfRange } from '../../../ports/store/ledger/ranges.js';
import type { Schema } from '../schema.js';

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
    pivots: JSON.parse(row.pivots) as readonly number[],
    done: row.done !== 0,
  };
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
