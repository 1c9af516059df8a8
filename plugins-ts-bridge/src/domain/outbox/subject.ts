import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { z } from 'zod';
import { rowId, runId } from './schema/values.js';

/** A run, and the sync whose reports it belongs to. */
export interface RunSubject {
  readonly of: 'run';
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
}

/** A row of a table in Dataverse. */
export interface RowSubject {
  readonly of: 'row';
  /** Logical name. */
  readonly table: string;
  readonly id: RowId;
}

/** Neither: the entry concerns the service as a whole. */
export interface ServiceSubject {
  readonly of: 'service';
}

/** What an entry of the outbox is about. */
export type OutboxSubject = RunSubject | RowSubject | ServiceSubject;

export const runSubject: z.ZodType<RunSubject> = z.strictObject({ of: z.literal('run'), runId, dataSyncId: rowId });
export const rowSubject: z.ZodType<RowSubject> = z.strictObject({ of: z.literal('row'), table: z.string(), id: rowId });
export const serviceSubject: z.ZodType<ServiceSubject> = z.strictObject({ of: z.literal('service') });

/** The subject of what is told of a run. */
export function aboutRun({ runId, dataSyncId }: Omit<RunSubject, 'of'>): RunSubject {
  return { of: 'run', runId, dataSyncId };
}

/**
 * Entries of one lane keep their order; what stops one lane does not stop another. Reports of all runs of a sync share the lane
 * of the sync, since they write the same row.
 */
export function laneOfSubject(subject: OutboxSubject): string {
  switch (subject.of) {
    case 'run':
      return subject.dataSyncId;
    case 'row':
      return `${subject.table} ${subject.id}`;
    case 'service':
      return 'service';
  }
}
