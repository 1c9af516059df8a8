import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { Selectable } from 'kysely';
import type { FailureCode } from '../../../domain/failures.js';
import type { Run, RunPhase, RunTrigger, RunType, UnclaimedRun } from '../../../domain/run/run.js';
import type { Schema } from '../schema.js';
import { storedJson } from './run-json.js';
import { StoreDamage } from './store-damage.js';

/** In the place of a time: it was asked for, and none is planned. */
export const noSend = 'none';

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/**
 * Rows of the ledger were written by this code, so their words are taken as they are; their JSON is checked. A run that cannot
 * be read comes back as one that is to end with this and nothing else, so that it holds up nobody who looks at all runs.
 */
export function runOf(row: Selectable<Schema['run']>): Run {
  try {
    return undamagedRun(row);
  } catch (error) {
    if (!(error instanceof StoreDamage)) throw error;
    const phase = row.phase === 'ended' ? 'ended' : 'claim';
    const refusal = { code: error.code, detail: error.message };
    return { ...plainFacts(row), refusal, reportedFailure: null, known: 'request', phase };
  }
}

function undamagedRun(row: Selectable<Schema['run']>): Run {
  const facts = factsOf(row);
  const phase = row.phase as RunPhase;
  const order = storedJson(row, 'sync_order');
  const columns = storedJson(row, 'columns');
  if (order === null || columns === null) {
    if (phase !== 'claim' && phase !== 'ended') throw new StoreDamage(row.run_id, 'what it was asked for is missing');
    return { ...facts, known: 'request', phase };
  }
  // The claim keeps both with its phase, in one statement.
  if (phase === 'claim') throw new StoreDamage(row.run_id, 'it has claimed its row and stands before that');
  const members = storedJson(row, 'members');
  if (members !== null) return { ...facts, known: 'members', phase, order, columns, members };
  if (phase !== 'scan' && phase !== 'ended') throw new StoreDamage(row.run_id, 'who its members are is missing');
  return { ...facts, known: 'order', phase, order, columns };
}

type RunFacts = Omit<UnclaimedRun, 'known' | 'phase'>;

function factsOf(row: Selectable<Schema['run']>): RunFacts {
  const traceIds = storedJson(row, 'trace_ids');
  const refusal = storedJson(row, 'refusal');
  const parameters = storedJson(row, 'parameters');
  const brake = storedJson(row, 'brake');
  return {
    ...plainFacts(row),
    ...(traceIds === null ? {} : { traceIds }),
    ...(refusal === null ? {} : { refusal }),
    ...(parameters === null ? {} : { parameters }),
    ...(brake === null ? {} : { brake }),
    reportedFailure: storedJson(row, 'reported_failure'),
  };
}

/** What is not kept as JSON. */
function plainFacts(row: Selectable<Schema['run']>): Omit<RunFacts, 'reportedFailure'> {
  return {
    runId: row.run_id as SyncRunId,
    dataSyncId: row.data_sync_id as RowId,
    runType: row.run_type as RunType,
    trigger: row.trigger as RunTrigger,
    requestedAt: new Date(row.requested_at),
    correlationId: row.correlation_id,
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
    failure:
      row.failure_code === null ? null : { code: row.failure_code as FailureCode, detail: row.failure_detail ?? '' },
  };
}
