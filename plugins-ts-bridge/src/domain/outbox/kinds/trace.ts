import { z } from 'zod';
import { failureCodes } from '../../failures.js';
import { runStages, type TraceRow } from '../../run/trace.js';
import { table } from '../schema/counts.js';
import { moment, rowId, runId } from '../schema/values.js';

/** A row of the Error Trace. */
export interface TraceReport {
  readonly trace: TraceRow;
}

export const traceReport: z.ZodType<TraceReport> = z.strictObject({
  // Rows of before repeat what follows from the code.
  trace: z.object({
    id: z.string(),
    runId,
    dataSyncId: rowId,
    member: z.strictObject({ table, id: z.string(), exists: z.boolean() }).nullable(),
    stage: z.enum(runStages),
    code: z.enum(failureCodes),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    column: z.exactOptional(z.string()),
    list: z.exactOptional(rowId),
    occurredAt: moment,
  }),
});
