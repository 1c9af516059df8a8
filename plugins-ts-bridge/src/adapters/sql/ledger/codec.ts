import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { StartParameters } from '@pmds/contracts/start/start-parameters';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { Selectable } from 'kysely';
import type { FailureCode } from '../../../domain/failures.js';
import type {
  ClaimedRun,
  Run,
  RunPhase,
  RunRefusal,
  RunTrigger,
  RunType,
  SealedRun,
  SyncOrder,
  UnclaimedRun,
} from '../../../domain/run/run.js';
import type { Schema } from '../schema.js';

/** In the place of a time: it was asked for, and none is planned. */
export const noSend = 'none';

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
const jsonOf = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/**
 * Rows of the ledger were written by this code, so their texts are taken at their word.
 * @throws Error for a run that is further than what is stored of it.
 */
export function runOf(row: Selectable<Schema['run']>): Run {
  const facts = factsOf(row);
  const phase = row.phase as RunPhase;
  if (row.sync_order === null || row.columns === null) {
    if (phase !== 'claim' && phase !== 'ended') throw new Error(`What run ${row.run_id} was asked for is not stored.`);
    return { ...facts, known: 'request', phase };
  }
  const order = JSON.parse(row.sync_order) as SyncOrder;
  const columns = JSON.parse(row.columns) as ClaimedRun['columns'];
  // The claim keeps both with its phase, in one statement.
  if (phase === 'claim') throw new Error(`Run ${row.run_id} has claimed its row and stands before that.`);
  if (row.members !== null) {
    return {
      ...facts,
      known: 'members',
      phase,
      order,
      columns,
      members: JSON.parse(row.members) as SealedRun['members'],
    };
  }
  if (phase !== 'scan' && phase !== 'ended') throw new Error(`Who the members of run ${row.run_id} are is not stored.`);
  return { ...facts, known: 'order', phase, order, columns };
}

type RunFacts = Omit<UnclaimedRun, 'known' | 'phase'>;

function factsOf(row: Selectable<Schema['run']>): RunFacts {
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
    startedAt: dateOf(row.started_at),
    endedAt: dateOf(row.ended_at),
    plannedSend: row.planned_send_at === noSend ? null : dateOf(row.planned_send_at),
    sendKnown: row.planned_send_at !== null,
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
