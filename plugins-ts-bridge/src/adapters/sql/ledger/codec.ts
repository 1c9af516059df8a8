import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { StartParameters } from '@pmds/contracts/start/start-parameters';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { Selectable } from 'kysely';
import type { FailureCode } from '../../../domain/failures.js';
import type { Run, RunPhase, RunRefusal, RunTrigger, RunType } from '../../../domain/run/run.js';
import type { Schema } from '../schema.js';

/** In the place of a time: it was asked for, and none is planned. */
export const noSend = 'none';

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
const jsonOf = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/** Rows of the ledger were written by this code, so their texts are taken at their word. */
export function runOf(row: Selectable<Schema['run']>): Run {
  return {
    runId: row.run_id as SyncRunId,
    dataSyncId: row.data_sync_id as RowId,
    runType: row.run_type as RunType,
    trigger: row.trigger as RunTrigger,
    requestedAt: new Date(row.requested_at),
    ...(row.trace_ids === null ? {} : { traceIds: JSON.parse(row.trace_ids) as readonly RowId[] }),
    correlationId: row.correlation_id,
    ...(row.refusal === null ? {} : { refusal: JSON.parse(row.refusal) as RunRefusal }),
    ...(row.parameters === null ? {} : { parameters: JSON.parse(row.parameters) as StartParameters }),
    ...(row.brake === null ? {} : { brake: JSON.parse(row.brake) as readonly BrakeFinding[] }),
    status: row.status as SyncStatus,
    phase: row.phase as RunPhase,
    startedAt: dateOf(row.started_at),
    endedAt: dateOf(row.ended_at),
    order: jsonOf(row.sync_order) as Run['order'],
    plannedSend: row.planned_send_at === noSend ? null : dateOf(row.planned_send_at),
    sendKnown: row.planned_send_at !== null,
    columns: jsonOf(row.columns) as Run['columns'],
    members: jsonOf(row.members) as Run['members'],
    generation: row.generation,
    base:
      row.base_generation === null || row.changed_since === null
        ? null
        : { generation: row.base_generation, changedSince: new Date(row.changed_since) },
    apiCalls: row.api_calls,
    cancelRequested: row.cancel_requested !== 0,
    reportedFailure: jsonOf(row.reported_failure) as Run['reportedFailure'],
    failure:
      row.failure_code === null ? null : { code: row.failure_code as FailureCode, detail: row.failure_detail ?? '' },
  };
}
