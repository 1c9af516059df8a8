import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { FailureCode } from '../../domain/failures.js';
import type { RunRequest } from '../../domain/run/run.js';
import type { RunStage, TraceRow } from '../../domain/run/trace.js';
import { withoutAddresses } from '../../domain/values/without-addresses.js';
import type { Hashing } from '../../ports/hashing.js';

interface TraceSubject {
  readonly stage: RunStage;
  readonly code: FailureCode;
  readonly message: string;
  /** Logical name of the member's column that it speaks of. */
  readonly column?: string;
  /** Marketing list that it speaks of, where it speaks of one as a whole. */
  readonly list?: RowId;
  /** Left out for what concerns the run as a whole. */
  readonly member?: { readonly table: SelectableTable; readonly id: string; readonly exists: boolean };
  readonly severity?: 'error' | 'warning';
  /** Tells several run-wide traces of one code apart. */
  readonly part?: string;
}

/** A Trace row whose id follows from run, member and reason, so that making it again makes the same row. */
export function traceOf(
  run: Pick<RunRequest, 'runId' | 'dataSyncId'>,
  subject: TraceSubject,
  { hashing, now }: { readonly hashing: Hashing; readonly now: Date },
): TraceRow {
  const { stage, code, message, column, list, member, severity = 'error', part = '' } = subject;
  return {
    id: hashing.nameBasedId('trace', run.runId, member?.table ?? '', member?.id ?? '', code, part),
    runId: run.runId,
    dataSyncId: run.dataSyncId,
    // Dataverse may have returned anything as an id.
    member: member === undefined ? null : { ...member, id: withoutAddresses(member.id) },
    stage,
    code,
    severity,
    ...(column === undefined ? {} : { column }),
    ...(list === undefined ? {} : { list }),
    message: withoutAddresses(message),
    occurredAt: now,
  };
}
